"""What the case page shows of a running plan."""

from cases.panels import Panel, panel
from cases.queries import files_of
from cases.seat import Seat
from cases.states import Part
from plans.became import knows_what_became
from plans.models import Plan, PlanVersion
from plans.queries import newest_for, plan_of

from . import ending_panels  # noqa: F401 - it registers its own
from .acts import ADD_SERVICE_PROOF, LOG_SERVICE, RECORD_REFUSAL, REFUSE_RECEIPT, SIGN_RECEIPT
from .acts.coaching import CONFIRM_SESSION, LOG_SESSION, PLAN_SESSIONS
from .coached import is_coaching, items_mentored, log_form
from .coaching import coaching_of
from .learning import resources_in
from .promised import files_delivered, promised_for, promises_for
from .queries import RAN, attestations_for, help_of, receipts_for, running_of
from .receipts import Receipt, against_refusing, against_signing


@panel(place=5)
def help_panel(seat: Seat) -> Panel | None:
    """The employee's page says first what help they get."""
    return _help(seat) if seat.is_any_of(Part.SUBJECT) else None


@panel(place=10)
def running_panel(seat: Seat) -> Panel | None:
    """Where each item stands, the checkpoints, what is proposed, who signed."""
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
    tallies = coaching_of(seat, plan).tallies
    context = {"plan": plan, "help": found, "learning": counts, "tallies": tallies}
    return Panel("reviews/help.html", context | promised_for(seat, plan))


@panel(place=7)
def receipt_panel(seat: Seat) -> Panel | None:
    """How far the receipt of the plan is, in words for whoever reads them, and what can be done next."""
    plan = plan_of(seat)
    receipts = receipts_for(seat, plan) if plan else []
    if plan is None or not receipts:
        return None
    newest = receipts[-1]
    context = {"plan": plan, "receipts": receipts[::-1], "newest": newest, **_doors(seat, plan, newest)}
    file_ids = [file_id for receipt in receipts for file_id in receipt.file_ids]
    return Panel("reviews/receipt/panel.html", context | {"kept": files_of(seat.case, file_ids) if file_ids else {}})


def _doors(seat: Seat, plan: Plan, newest: Receipt) -> dict[str, bool]:
    """Which of the acts this person can do now: a door that would be shut is not shown."""
    unanswered = not any(against_refusing(newest))
    return {
        "may_sign": seat.may(SIGN_RECEIPT, plan) and not any(against_signing(newest)),
        "may_refuse": seat.may(REFUSE_RECEIPT, plan) and unanswered,
        "may_record": seat.may(RECORD_REFUSAL, plan) and unanswered,
        "may_log": seat.may(LOG_SERVICE, plan) and newest.sign_off is None,
        "may_prove": seat.may(ADD_SERVICE_PROOF, plan),
    }


@panel(place=6, narrow=True)
def witness_panel(seat: Seat) -> Panel | None:
    """What this person is asked to attest, also where they see nothing else of the case."""
    plan = plan_of(seat)
    if seat.is_narrow or plan is None:
        asked = attestations_for(seat)
    else:
        asked = [
            row for receipt in receipts_for(seat, plan) for row in receipt.attestations if row.witness == seat.user
        ]
    return Panel("reviews/receipt/witness_panel.html", {"asked": asked}) if asked else None


@panel(place=12, narrow=True)
def coaching_panel(seat: Seat) -> Panel | None:
    """What was coached and what is planned; the short form for whoever coaches. A mentor reads their items above it."""
    plan = plan_of(seat)
    if plan is None or not is_coaching(seat, plan):
        return None
    may_log, may_plan, may_confirm = (seat.may(act, plan) for act in (LOG_SESSION, PLAN_SESSIONS, CONFIRM_SESSION))
    coaching = coaching_of(seat, plan)
    if not (may_log or may_confirm or coaching.sessions or coaching.series):
        return None
    form = log_form(seat, plan) if may_log else None
    context = {"plan": plan, "coaching": coaching, "form": form, "may_plan": may_plan, "may_confirm": may_confirm}
    return Panel("reviews/coaching/panel.html", context)


@panel(place=8, narrow=True)
def mentor_panel(seat: Seat) -> Panel | None:
    """The items this person mentors, where they see nothing else of the case."""
    plan = plan_of(seat)
    if plan is None or not (seat.is_narrow and seat.is_any_of(Part.MENTOR)):
        return None
    version = newest_for(seat)
    context = {"items": items_mentored(seat, plan), "content": version.data if version else {}}
    return Panel("reviews/coaching/mentor.html", context)


def _running(seat: Seat) -> Plan | None:
    plan = plan_of(seat)
    return plan if plan and newest_for(seat) and plan.status in RAN else None


@knows_what_became
def deliveries_of_rows(seat: Seat, plan: Plan, version: PlanVersion) -> dict[str, Panel]:
    """Beside each commitment and support measure on the plan's page: where it stands, and what came."""
    if plan.status not in RAN:
        return {}
    given = {"plan": plan, "files": files_delivered(seat, plan)}
    promises = [row for row in promises_for(seat, plan) if row.id]
    return {row.id: Panel("reviews/promised/became.html", {"promise": row, **given}) for row in promises}
