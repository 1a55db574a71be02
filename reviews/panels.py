"""What the case page shows of a running plan."""

from cases.acts import OF_HR, Act
from cases.panels import Panel, panel
from cases.queries import files_of
from cases.seat import Seat
from cases.states import Part
from plans.became import knows_what_became
from plans.models import Plan, PlanVersion
from plans.queries import newest_for, plan_of
from plans.states import PlanStatus

from .acts import ADD_SERVICE_PROOF, LOG_SERVICE, RECORD_REFUSAL, REFUSE_RECEIPT, SIGN_RECEIPT
from .acts.appeal import FILE_APPEAL
from .acts.coaching import CONFIRM_SESSION, LOG_SESSION, PLAN_SESSIONS
from .acts.following import FOLLOWED
from .acts.linking import OPEN_FOLLOWING_CASE, RECORD_RELAPSE
from .acts.sustaining import BEGIN_SUSTAIN
from .appealing import HEARD, appeals_of, filing_until
from .coached import is_coaching, items_mentored, log_form
from .coaching import coaching_of
from .ended import standing_for
from .evidence.reads import files_recorded, map_for, may_have_evidence, records_for
from .following import bases_for, files_shown, follow_ons_for
from .learning import resources_in
from .linking import MORE_TIME, leads, linked_for
from .promised import files_delivered, promised_for, promises_for
from .queries import RAN, attestations_for, help_of, receipts_for, running_of
from .receipts import Receipt, against_refusing, against_signing
from .states import Basis
from .sustaining import against_following, check_ins_for


@panel(place=5)
def help_panel(seat: Seat) -> Panel | None:
    """The employee's page says first what help they get."""
    return _help(seat) if seat.is_any_of(Part.SUBJECT) else None


@panel(place=10)
def running_panel(seat: Seat) -> Panel | None:
    """Where each item stands, the checkpoints, who signed, the outcome."""
    plan = _running(seat)
    return Panel("reviews/panel.html", {"plan": plan, **running_of(seat, plan)}) if plan else None


@panel(place=11)
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


def _may_open(seat: Seat, plan: Plan, act: Act) -> bool:
    """Whether this reader can open the case in which it goes on."""
    return seat.may(act, plan) and leads(plan, seat.user) and not any(act.blocks(plan))


@panel(place=4)
def linked_panel(seat: Seat) -> Panel | None:
    """The way to the case before, and to the one after."""
    found = linked_for(seat)
    return Panel("reviews/linking/panel.html", {"linked": found}) if found else None


@panel(place=9)
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


@panel(place=11)
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


@panel(place=11)
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
