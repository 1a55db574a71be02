"""What the case page shows once a plan has an outcome, above how it ran: what came out, and what follows from it."""

from cases.acts import OF_HR, Act
from cases.panels import Panel, panel
from cases.seat import Seat
from plans.models import Plan
from plans.queries import plan_of
from plans.states import PlanStatus

from .acts.appeal import FILE_APPEAL
from .acts.following import FOLLOWED
from .acts.linking import OPEN_FOLLOWING_CASE, RECORD_RELAPSE
from .acts.sustaining import BEGIN_SUSTAIN
from .appealing import HEARD, appeals_of, filing_until
from .ended import standing_for
from .evidence.reads import files_recorded, map_for, may_have_evidence, records_for
from .following import bases_for, files_shown, follow_ons_for
from .linking import MORE_TIME, leads, linked_for
from .queries import RAN, ending_of
from .states import Basis
from .sustaining import against_following, check_ins_for


@panel(place=3)
def linked_panel(seat: Seat) -> Panel | None:
    """The way to the case before, and to the one after."""
    found = linked_for(seat)
    return Panel("reviews/linking/panel.html", {"linked": found}) if found else None


@panel(place=4)
def outcome_panel(seat: Seat) -> Panel | None:
    """How the plan came out, first of all; a proposal stands below what it rests on."""
    plan = plan_of(seat)
    if plan is None or plan.status not in RAN:
        return None
    ending = ending_of(seat, plan)
    has_ended = ending["answered"] or ending["result"]
    return Panel("reviews/ending/outcome.html", {"plan": plan, **ending}) if has_ended else None


@panel(place=4)
def sustain_panel(seat: Seat) -> Panel | None:
    """The check-ins after a good outcome, first what is next; the door to begin them."""
    plan = plan_of(seat)
    if plan is None or plan.status not in FOLLOWED:
        return None
    found = check_ins_for(seat, plan) if plan.status != PlanStatus.DECIDED else ()
    may_begin = seat.may(BEGIN_SUSTAIN, plan) and not any(against_following(plan, standing_for(seat, plan)))
    if not found and not may_begin:
        return None
    context = {"plan": plan, "check_ins": found, "may_begin": may_begin, "sustain": found[0].sustain if found else None}
    context["may_go_on"] = any(row.has_slipped for row in found) and _may_open(seat, plan, RECORD_RELAPSE)
    return Panel("reviews/sustaining/panel.html", context)


@panel(place=4)
def appeal_panel(seat: Seat) -> Panel | None:
    """The appeal and what can be done about it; before there is one, until when there can be."""
    plan = plan_of(seat)
    if plan is None or plan.status not in HEARD:
        return None
    appeals, last_day = appeals_of(seat, plan), filing_until(seat, plan)
    if not (appeals or last_day):
        return None
    context = {"plan": plan, "appeals": appeals[::-1], "last_day": last_day}
    may_file = last_day is not None and seat.may(FILE_APPEAL, plan)
    return Panel("reviews/appeal/panel.html", context | {"may_file": may_file})


@panel(place=4)
def following_panel(seat: Seat) -> Panel | None:
    """What was agreed after the outcome, and how far it is."""
    plan = plan_of(seat)
    if plan is None or plan.status not in FOLLOWED:
        return None
    found = follow_ons_for(seat, plan)
    is_not_met = Basis.NOT_MET in bases_for(seat, plan)
    context = {"plan": plan, "follow_ons": found, "kept": files_shown(seat, found), "is_not_met": is_not_met}
    agreed = any(row.row.kind == MORE_TIME for row in found)
    may_go_on = agreed and _may_open(seat, plan, OPEN_FOLLOWING_CASE)
    return Panel("reviews/following/panel.html", context | {"may_go_on": may_go_on})


@panel(place=4)
def evidence_panel(seat: Seat) -> Panel | None:
    """What followed the plan: training and transfer for everybody, the way to the evidence map for HR."""
    plan = plan_of(seat)
    if plan is None or not may_have_evidence(plan):
        return None
    found = map_for(seat, plan) if seat.is_any_of(*OF_HR) else None
    help_ = [row for row in records_for(seat, plan) if row.is_help and row.stands]
    if not (found or help_):
        return None
    context = {"map": found, "help": help_, "kept": files_recorded(seat, help_)}
    return Panel("reviews/evidence/panel.html", context)


def _may_open(seat: Seat, plan: Plan, act: Act) -> bool:
    """Whether this reader can open the case in which it goes on."""
    return seat.may(act, plan) and leads(plan, seat.user) and not any(act.blocks(plan))
