"""What is missing keeps a plan from being submitted."""

import pytest

from cases.refusals import WrongMoment
from plans import actions
from plans.readiness import missing
from tests.world import People, actor, drafted, write

pytestmark = pytest.mark.django_db


def test_what_lacks_something_cannot_be_submitted(who: People) -> None:
    plan = drafted(who)
    write(plan, who, if_met="", feedback=[])
    with pytest.raises(WrongMoment) as refusal:
        actions.submit_plan(plan, by=actor(who.ada))
    assert list(map(str, refusal.value.reasons)) == list(missing(plan))
    assert plan.versions.count() == 0
