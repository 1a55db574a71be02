"""What the case page shows of the plan."""

from cases.panels import Panel, panel
from cases.queries import comments
from cases.seat import Seat

from .acts import EDIT_PLAN
from .library.keepers import may_keep
from .queries import newest_for, plan_of


@panel(place=20)
def plan_panel(seat: Seat) -> Panel | None:
    """The plan at a glance, for those who may read it."""
    plan = plan_of(seat)
    if plan is None:
        return None
    version = newest_for(seat)
    drafting = seat.may(EDIT_PLAN, plan)
    said = comments(seat).count()
    context = {
        "plan": plan, "version": version, "drafting": drafting, "said": said,
        "is_blank": not plan.draft.get("items"), "may_keep": may_keep(seat, plan),
    }  # fmt: skip
    return Panel("plans/panel.html", context)
