"""Races for a record of evidence: sent twice, corrected twice, corrected and withdrawn, a second notice."""

from collections.abc import Iterator
from functools import partial

import pytest

from plans.models import Plan
from reviews import actions as reviews
from tests import evidencing
from tests.rules.test_races import acts_in, fresh
from tests.together import faults, together
from tests.world import People, actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    with evidencing.long_after():
        yield evidencing.not_met(who)


def test_one_entry_sent_three_times_at_once_is_recorded_once(who: People, plan: Plan) -> None:
    piece = evidencing.told("union", files=[])
    presses = (partial(reviews.record_evidence, fresh(plan), by=actor(who.cleo), evidence=piece) for _press in range(3))
    assert faults(together(*presses)) == ["RecordedAlready"] * 2
    assert acts_in(plan.case).count("reviews.record_evidence") == plan.evidence_records.count() == 1


def test_of_corrections_and_a_withdrawal_at_once_one_stands(who: People, plan: Plan) -> None:
    row = evidencing.record(plan, who, "union")
    presses = [partial(evidencing.record, fresh(plan), who, "union", replaces=row) for _press in range(2)]
    assert faults(together(*presses, partial(evidencing.withdraw, fresh(plan), who, row))) == ["NotVisible"] * 2
    assert sum(found.stands for found in plan.evidence_records.all()) <= 1


def test_two_notices_at_once_are_one(who: People, plan: Plan) -> None:
    presses = (partial(evidencing.record, fresh(plan), who, "notice") for _press in range(2))
    assert faults(together(*presses)) == ["ValidationError"]
    assert plan.evidence_records.count() == 1
