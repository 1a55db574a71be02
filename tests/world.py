"""The same people everywhere, and a case walked to any status through the real actions.

Ada drafts (line manager), Ben is the employee, Cleo is his HR partner. Dora is of HR with no part, Emil audits,
Fay works elsewhere, Gus manages others, Hal is of HR and Ben's manager's manager, Ivy administers the site.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.utils import timezone

from cases.actions import open_case
from cases.actor import Actor
from cases.models import CaseFile
from cases.signing import Proof, Purpose, prove
from people.actions import add_department, add_user
from people.models import User
from people.states import Factor, Role
from plans import actions as plans
from plans.draft import Draft
from plans.fairness import Answers
from plans.models import Plan
from plans.states import Answer, PlanStatus, Step
from reviews import actions as reviews
from reviews.states import Judgement, Result
from tests import deciding

PASSWORD = "correct horse battery"
START = date(2026, 3, 2)
DAYS = 60
END = START + timedelta(days=DAYS)
HOLIDAYS_OF = range(2023, 2030)  # the years of the calendars that every test finds
CHECKPOINTS = (START + timedelta(days=14), START + timedelta(days=28))


@dataclass(frozen=True)
class People:
    ada: User
    ben: User
    cleo: User
    dora: User
    emil: User
    fay: User
    gus: User
    hal: User
    ivy: User


def people() -> People:
    """Everybody, in one department; all with the same password."""
    works = add_department("Assembly")

    def person(name: str, *roles: Role, manager: User | None = None, **fields: Any) -> User:
        email = f"{name.lower()}@example.com"
        return add_user(email, name=name, roles=roles, password=PASSWORD, department=works, manager=manager, **fields)

    hal = person("Hal", Role.HR)
    ada = person("Ada", manager=hal)
    return People(
        ada=ada,
        ben=person("Ben", manager=ada),
        cleo=person("Cleo", Role.HR),
        dora=person("Dora", Role.HR),
        emil=person("Emil", Role.AUDITOR),
        fay=person("Fay"),
        gus=person("Gus", manager=hal),
        hal=hal,
        ivy=person("Ivy", is_staff=True, is_superuser=True),
    )


def actor(user: User) -> Actor:
    return Actor(user=user, address="192.0.2.7", user_agent="Test/1.0", session="0123456789abcdef")


PLAN: dict[str, Any] = {
    "rating": "Below expectations",
    "findings": "The error rate was 6 % in January and 5.5 % in February; the team's is 2 %.",
    "standard": "Assembly standard", "standard_version": "4.2", "standard_known_on": date(2025, 9, 1),
    "standard_known_how": "Handed out at induction", "starts_on": START, "ends_on": END,
    "if_met": "Recognition in the team, and the path to senior assembler is open.",
    "if_not_met": "We look at more training or at another post, together.",
}  # fmt: skip
PIECES = {
    "basis": ("rating", "findings", "standard", "standard_version", "standard_known_on", "standard_known_how"),
    "calendar": ("starts_on", "ends_on"),
    "consequences": ("if_met", "if_not_met"),
}
ITEM: dict[str, Any] = {
    "area": "Assembly errors", "observed": "Three gearboxes of one batch came back for rework.",
    "observed_on": date(2026, 2, 10), "impact": "Eleven hours of rework in one week.", "cause": "knowledge",
    "analysis": "The new torque sequence was never shown at the bench.", "baseline": Decimal("6.00"),
    "target": Decimal("2.00"), "unit": "%", "direction": "lower",
    "measured_by": "Share of units returned by final inspection, per week.", "data_source": "Inspection log",
    "assessor": "Quality lead", "due_on": END,
}  # fmt: skip
LEARNING: list[dict[str, Any]] = [
    {"kind": "manual", "title": "Torque sequence", "address": "Bench 4", "done_when": "Shown without the sheet"},
    {"kind": "link", "title": "Film", "address": "https://example.com/film", "done_when": "Seen and talked about"},
]
SUPPORT: dict[str, Any] = {
    "kind": "mentoring", "content": "One-to-one at the bench", "provider": "Senior fitter", "schedule": "Weekly",
    "learning": LEARNING,
}  # fmt: skip
COMMITMENT: dict[str, Any] = {
    "kind": "mentor_time", "content": "Two hours a week", "owner": "Shift lead", "needed_by": START,
}  # fmt: skip
FEEDBACK: dict[str, Any] = {"given_on": date(2026, 2, 12), "said": "The torque sequence must be followed."}
FAIRNESS = Answers({"complaint": "nothing", "leave": "accounted", "health": "nothing", "comparable": "nothing"})


def opened(who: People) -> CaseFile:
    return open_case(who.ben, hr_partner=who.cleo, by=actor(who.ada), language="en", time_zone="Europe/Berlin")


def drafted(who: People) -> Plan:
    """A draft with everything HR asks for."""
    plan = plans.start_plan(opened(who), by=actor(who.ada))
    return write(plan, who)


def item(**changes: Any) -> dict[str, Any]:
    """An item with its help and its resources."""
    return {**ITEM, "support": [SUPPORT], "commitments": [COMMITMENT], **changes}


def document(
    *, items: Any = None, feedback: Any = (FEEDBACK,), checkpoints: Any = CHECKPOINTS, **changes: Any
) -> Draft:
    """The draft that HR has nothing to ask about. `changes` are those of `PLAN`."""
    said = {**PLAN, **changes}
    pieces: dict[str, Any] = {name: {key: said[key] for key in keys} for name, keys in PIECES.items()}
    pieces["basis"]["prior_feedback"] = feedback
    pieces["calendar"]["checkpoints"] = checkpoints
    return Draft.model_validate({**pieces, "items": [item()] if items is None else items})


def write(plan: Plan, who: People, **said: Any) -> Plan:
    """Save the draft anew, as `document` has it."""
    plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=document(**said))
    return plan


def consult(plan: Plan, who: People) -> None:
    plans.open_consultation(plan, by=actor(who.ada))


def submit(plan: Plan, who: People) -> None:
    plans.submit_plan(plan, by=actor(who.ada))


def proof(plan: Plan, user: User, step: Step, digest: str) -> Proof:
    """What a signature of this person is made with, as after the password was entered."""
    return prove(Purpose(case=plan.case, step=step, digest=digest), by=actor(user), factor=Factor.PASSWORD)


def proven(plan: Plan, user: User, step: Step = Step.ISSUE, digest: str | None = None) -> dict[str, Any]:
    """Who signs, what they were shown (the newest version unless said otherwise), and the proof for just that."""
    newest = plan.versions.last()
    shown = digest if digest is not None else newest.digest if newest else "0" * 64
    return {"by": actor(user), "digest": shown, "proof": proof(plan, user, step, shown)}


def approve(plan: Plan, who: People) -> None:
    plans.approve_plan(plan, fairness=FAIRNESS, **proven(plan, who.cleo))


def pass_on(plan: Plan, who: People) -> None:
    """Hal, who is Ada's manager, is asked as well."""
    plans.pass_to_second_line(plan, fairness=FAIRNESS, **proven(plan, who.cleo))


def approve_second_line(plan: Plan, who: People) -> None:
    plans.approve_second_line(plan, **proven(plan, who.hal))


def issue(plan: Plan, who: People) -> None:
    plans.issue_plan(plan, **proven(plan, who.ada))


def sign(plan: Plan, who: People, answer: str = Answer.RECEIVED, comment: str = "") -> None:
    reviews.sign_receipt(plan, answer=answer, comment=comment, **proven(plan, who.ben, Step.RECEIPT))


def sign_outcome(plan: Plan, who: People, answer: str = Answer.RECEIVED, comment: str = "") -> None:
    shown = proven(plan, who.ben, Step.OUTCOME, outcome_digest(plan))
    reviews.sign_outcome(plan, answer=answer, comment=comment, **shown)


def measured(plan: Plan, value: str = "4.00") -> list[reviews.Measured]:
    return [
        reviews.Measured(item=item, value=Decimal(value), judgement=Judgement.ON_TRACK, evidence="Inspection log")
        for item in plan.asked_items
    ]


def issued_on(plan: Plan) -> date:
    """The first day of a plan's life with the employee, where the case is."""
    return min(timezone.localdate(row.at, ZoneInfo(plan.case.time_zone)) for row in plan.issuances.all())


def hold(plan: Plan, who: People, number: int = 1, value: str = "4.00") -> None:
    """On the day it was planned for; on that of the issue, where the plan was issued later."""
    checkpoint = plan.checkpoints.get(number=number)
    words: dict[str, Any] = {"note": "Good progress.", "next_steps": "Keep the checklist."}
    day = max(checkpoint.due_on, issued_on(plan))
    reviews.hold_checkpoint(checkpoint, by=actor(who.ada), held_on=day, measured=measured(plan, value), **words)


def assessed(plan: Plan) -> list[reviews.Assessed]:
    said: dict[str, Any] = {"result": Result.MET, "evidence": "Inspection log", "improved": "Half as many errors."}
    return [reviews.Assessed(item=item, value=Decimal("1.50"), **said) for item in plan.asked_items]


def propose(plan: Plan, who: People) -> None:
    deciding.review(plan, actor(who.ada), actor(who.ben))
    early = "The target was met before the new end." if plan.ends_on and plan.ends_on > END else ""
    words: dict[str, Any] = {"result": Result.MET, "summary": "On target.", "early_reason": early}
    reviews.propose_outcome(plan, by=actor(who.ada), assessed=assessed(plan), **words)


def outcome_digest(plan: Plan) -> str:
    """Of the newest proposal, nothing where there is none."""
    return plan.outcomes.values_list("digest", flat=True).last() or ""


def decide(plan: Plan, who: People) -> None:
    signed = proven(plan, who.cleo, Step.DECISION, deciding.decision(plan))
    reviews.decide_outcome(plan, reasons=deciding.SOFT, **signed)


def close(plan: Plan, who: People) -> None:
    reviews.close_case(plan, by=actor(who.cleo))


def run_halfway(plan: Plan, who: People) -> None:
    hold(plan, who, 1)
    hold(plan, who, 2, "3.00")
    propose(plan, who)


def leave(plan: Plan, who: People) -> None:
    plans.record_leaving(plan, by=actor(who.cleo), left_on=timezone.localdate())


def by_hr(action: Callable[..., object], **said: Any) -> Callable[[Plan, People], object]:
    return lambda plan, who: action(plan, by=actor(who.cleo), **said)


WALK = (
    (PlanStatus.HR_REVIEW, submit),
    (PlanStatus.APPROVED, approve),
    (PlanStatus.ISSUED, issue),
    (PlanStatus.ACTIVE, sign),
    (PlanStatus.FINAL_REVIEW, run_halfway),
    (PlanStatus.DECIDED, decide),
    (PlanStatus.CLOSED, close),
)
ORDER = [PlanStatus.DRAFT, *(reached for reached, _step in WALK)]
ASIDE: dict[PlanStatus, tuple[PlanStatus, Callable[[Plan, People], object]]] = {  # which comes before, and the step
    PlanStatus.CONSULTATION: (PlanStatus.DRAFT, consult),
    PlanStatus.RETURNED: (PlanStatus.HR_REVIEW, by_hr(plans.return_plan, comment="Name the batch.")),
    PlanStatus.SECOND_LINE: (PlanStatus.HR_REVIEW, pass_on),
    PlanStatus.CANCELLED: (PlanStatus.HR_REVIEW, by_hr(plans.cancel_plan, reason="Moved to another post.")),
    PlanStatus.PAUSED: (PlanStatus.ACTIVE, by_hr(plans.pause_plan, from_on=START, reason="Leave that was agreed.")),
    PlanStatus.SUSTAIN: (PlanStatus.DECIDED, by_hr(deciding.sustain)),
    PlanStatus.LEFT: (PlanStatus.ACTIVE, leave),
}


def plan_in(status: PlanStatus, who: People, plan: Plan | None = None) -> Plan:
    """A plan in any status, through the real actions; from this draft, or a new one: issued in time, if it runs."""
    if status in ASIDE:
        before, step = ASIDE[status]
        plan = plan_in(before, who, plan)
        step(plan, who)
        return plan
    if plan is None:
        plan = _issued_in_time(who) if status in ORDER[4:] else drafted(who)
    done = ORDER.index(PlanStatus(plan.status)) if plan.status in ORDER else 0
    for _reached, go_on in WALK[done : ORDER.index(status)]:
        go_on(plan, who)
    return plan


def in_time() -> time_machine.travel:
    """Three days before the plan starts, where that is over."""
    before = datetime.combine(START - timedelta(days=3), time(9), UTC)
    return time_machine.travel(min(before, timezone.now()), tick=True)


def _issued_in_time(who: People) -> Plan:
    with in_time():
        return plan_in(PlanStatus.ISSUED, who)
