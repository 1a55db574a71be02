"""What the case page shows of a running plan."""

from cases.panels import Panel, panel
from cases.seat import Seat
from cases.states import Part
from plans.models import Plan
from plans.queries import newest_for, plan_of

from .learning import resources_in
from .queries import RAN, help_of, running_of


@panel(place=5)
def help_panel(seat: Seat) -> Panel | None:
    """The employee's page says first what help they get."""
    return _help(seat) if seat.is_any_of(Part.SUBJECT) else None


@panel(place=10)
def running_panel(seat: Seat) -> Panel | None:
    """Where each item stands, the checkpoints, who signed, the outcome."""
    plan = _running(seat)
    return Panel("reviews/panel.html", {"plan": plan, **running_of(seat, plan)}) if plan else None


@panel(place=15)
def help_given_panel(seat: Seat) -> Panel | None:
    """For the others: how far the employee is with what there is to learn from."""
    return None if seat.is_any_of(Part.SUBJECT) else _help(seat)


def _help(seat: Seat) -> Panel | None:
    plan = _running(seat)
    if plan is None:
        return None
    found = help_of(seat, plan)
    resources = resources_in(found)
    counts = {
        "all": len(resources),
        "done": sum(resource.is_done for resource in resources),
        "waiting": [resource for resource in resources if resource.waits],
    }
    return Panel("reviews/help.html", {"plan": plan, "help": found, "learning": counts})


def _running(seat: Seat) -> Plan | None:
    plan = plan_of(seat)
    return plan if plan and newest_for(seat) and plan.status in RAN else None
