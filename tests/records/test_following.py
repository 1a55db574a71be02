"""What the record tells of what followed an outcome: as it stood at the last event of the copy."""

import pytest

from plans.states import PlanStatus
from records.asof import as_of
from records.compose import compose
from records.following import FollowedAsOf, followed_as_of
from tests import following, sustaining
from tests.receipts import slip
from tests.records.test_promised import copy_at, head
from tests.world import People, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


def shown(found: FollowedAsOf | None) -> tuple[int, int, int, int] | None:
    """Agreed, ended, check-ins recorded, check-ins answered."""
    if found is None:
        return None
    ended = sum(not row.is_open for row in found.follow_ons)
    said = [sum(bool(getattr(row, name)) for row in found.check_ins) for name in ("recorded", "answered")]
    return len(found.follow_ons), ended, said[0], said[1]


def test_r28_each_copy_tells_what_had_followed_by_then(who: People) -> None:
    plan = plan_in(PlanStatus.DECIDED, who)
    first = head(plan)
    row = following.record(plan, who, words="Xylophon")
    following.finish(plan, who, row, words="Marimba", evidence=[slip()])
    sustaining.begin(plan, who)
    sustaining.check_in(plan, who, words="Celesta")
    sustaining.answer(plan, who, "Carillon")
    told = [shown(followed_as_of(as_of(copy_at(plan, who, seq)))) for seq in range(first, head(plan) + 1)]
    assert told == [None, (1, 0, 0, 0), (1, 1, 0, 0), (1, 1, 0, 0), (1, 1, 1, 0), (1, 1, 1, 1)]
    page = compose(copy_at(plan, who, head(plan)))
    assert [word for word in ("Xylophon", "Marimba", "Celesta", "Carillon", slip().sha256) if word not in page] == []
    assert "Nothing was agreed after an outcome yet." in compose(copy_at(plan, who, first))
