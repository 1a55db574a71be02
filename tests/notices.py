"""What people are told, from a moment on."""

from cases.models import Notice
from cases.states import NoticeState
from plans.models import Plan
from plans.states import PlanStatus
from tests.world import People, plan_in


def running_in_silence(who: People) -> Plan:
    """A running plan of which nobody was told anything yet."""
    plan = plan_in(PlanStatus.ACTIVE, who)
    Notice.objects.update(state=NoticeState.DROPPED)
    return plan
