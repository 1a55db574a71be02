"""What the case page shows of a running plan."""

from cases.panels import Panel, panel
from cases.seat import Seat
from plans.queries import newest_for, plan_of

from .queries import RAN, running_of


@panel(place=10)
def running_panel(seat: Seat) -> Panel | None:
    """Where each item stands, the checkpoints, who signed, the outcome."""
    plan = plan_of(seat)
    if plan is None or newest_for(seat) is None or plan.status not in RAN:
        return None
    return Panel("reviews/panel.html", {"plan": plan, **running_of(seat, plan)})
