"""A case from its first draft to its end, through the actions."""

import pytest

from cases.models import CaseEvent
from cases.verify import verify
from plans.states import PlanStatus
from tests.world import People, plan_in


@pytest.mark.parametrize("status", list(PlanStatus))
def test_a_plan_reaches_every_status(who: People, after_the_plan: None, status: PlanStatus) -> None:
    plan = plan_in(status, who)
    plan.refresh_from_db()
    assert plan.status == status
    assert verify(plan.case.reference) == CaseEvent.objects.filter(case=plan.case).count()
