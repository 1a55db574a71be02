"""Amendments and pauses of the plan of `tests.world`, taken step by step through the real actions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cases.actor import Actor
from people.models import User
from plans import actions as plans
from plans.actions.pausing import digest_of_resumed
from plans.draft import Draft
from plans.models import Amendment, Pause, Plan
from plans.running import held_of
from plans.states import Answer, ChangeKind, Step
from reviews import actions as reviews
from tests.world import END, PASSWORD, People, actor, hold, issued_on, proof, proven

REASON = "The new press arrives a month later."
LATER = END + timedelta(days=14)
AWAY, BACK = date(2026, 3, 18), date(2026, 3, 25)  # a Wednesday and the next one: five working days


def begin(plan: Plan, who: People, kind: str = ChangeKind.CHANGE) -> Amendment:
    return plans.begin_amendment(plan, by=actor(who.ada), kind=kind, asked_by="employee", reason=REASON)


def change(plan: Plan, who: People, edit: Callable[[Draft], object]) -> None:
    """Save the draft with this edit, as the editor does."""
    plan.refresh_from_db()
    document = plan.document
    edit(document)
    plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=document)


def easier(draft: Draft) -> None:
    """A target that is nearer."""
    draft.items[0].target = draft.items[0].target and draft.items[0].target + 1


def longer(draft: Draft) -> None:
    """The end two weeks later, with a checkpoint on it."""
    draft.calendar.ends_on = LATER
    draft.calendar.checkpoints.append(LATER)


def begun(
    plan: Plan, who: People, kind: str = ChangeKind.CHANGE, edit: Callable[[Draft], object] = easier
) -> Amendment:
    amendment = begin(plan, who, kind)
    change(plan, who, edit)
    amendment.refresh_from_db()
    return amendment


def submitted(plan: Plan, who: People, **how: Any) -> Amendment:
    amendment = begun(plan, who, **how)
    plans.submit_amendment(amendment, by=actor(who.ada))
    return amendment


def signing(amendment: Amendment, who: People, name: str) -> dict[str, Any]:
    digest = amendment.version.digest if amendment.version else "0" * 64
    return proven(amendment.plan, getattr(who, name), Step.ISSUE, digest)


def approved(plan: Plan, who: People, **how: Any) -> Amendment:
    amendment = submitted(plan, who, **how)
    plans.approve_amendment(amendment, **signing(amendment, who, "cleo"))
    return amendment


def issued(plan: Plan, who: People, **how: Any) -> Amendment:
    amendment = approved(plan, who, **how)
    plans.issue_amendment(amendment, **signing(amendment, who, "ada"))
    plan.refresh_from_db()
    return amendment


def receive(plan: Plan, who: People, answer: str = Answer.RECEIVED, comment: str = "") -> None:
    digest = plan.issuances.latest("at").version.digest
    reviews.sign_receipt(plan, answer=answer, comment=comment, **proven(plan, who.ben, Step.RECEIPT, digest))


def in_force(plan: Plan, who: People, **how: Any) -> Amendment:
    amendment = issued(plan, who, **how)
    receive(plan, who)
    amendment.refresh_from_db()
    return amendment


def pause(plan: Plan, who: People, from_on: date = AWAY) -> Pause:
    return plans.pause_plan(plan, by=actor(who.cleo), from_on=from_on, reason="Leave that was agreed.")


def resume(plan: Plan, who: People, until_on: date = BACK, name: str = "cleo") -> None:
    resume_as(plan, getattr(who, name), until_on)


def resume_as(plan: Plan, user: User, until_on: date = BACK) -> None:
    open_ = plan.pauses.filter(until_on=None).first()
    digest = digest_of_resumed(open_, until_on) if open_ else "0" * 64
    signed: dict[str, Any] = {"by": actor(user), "digest": digest, "proof": proof(plan, user, Step.ISSUE, digest)}
    plans.resume_plan(plan, until_on=until_on, **signed)


# What `tests.rules.test_bad_input` sends: where the case stands, who sends it, to which page, with which fields.

SIGNED = {"digest": "0" * 64, "password": PASSWORD}
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "begin a change": ("v", "ada", "plan/changes/begin/", {"kind": "change", "asked_by": "hr", "reason": "x"}),
    "return a change": ("e", "cleo", "plan/changes/return/", {"comment": "x"}),
    "approve a change": ("e", "cleo", "plan/changes/review/", SIGNED),
    "issue a change": ("b", "ada", "plan/changes/issue/", SIGNED),
    "withdraw a change": ("e", "ada", "plan/changes/withdraw/", {"reason": "x"}),
    "sign a change": ("t", "ben", "receipt/", {**SIGNED, "answer": "agreed", "comment": ""}),
    "pause": ("v", "cleo", "plan/pause/", {"from_on": AWAY, "reason": "x"}),
    "resume": ("p", "cleo", "plan/resume/", {**SIGNED, "until_on": BACK}),
}


def digest_on_resuming(plan: Plan) -> str:
    """Of the dates that the plan would go on with."""
    return digest_of_resumed(plan.pauses.get(until_on=None), BACK)


# What `tests.rules.test_policy` tries, and the states that it tries it in.


def _signed(action: Callable[..., Any]) -> Callable[..., Any]:
    def sign(row: Amendment, by: Actor) -> None:
        digest = row.version.digest if row.version else "0" * 64
        action(row, **proven(row.plan, by.user, Step.ISSUE, digest))

    return sign


def _first_day(plan: Plan) -> date:
    return max(AWAY, issued_on(plan), held_of(plan).last_on or AWAY) if plan.issued else AWAY


CHANGE: dict[str, Any] = {"kind": "change", "asked_by": "manager", "reason": REASON}
CHANGING_PLANS: dict[str, Callable[..., Any]] = {
    "plans.begin_amendment": lambda plan, **by: plans.begin_amendment(plan, **CHANGE, **by),
    "plans.pause_plan": lambda plan, **by: plans.pause_plan(plan, from_on=_first_day(plan), reason="Leave.", **by),
    "plans.resume_plan": lambda plan, by: resume_as(plan, by.user),
}
ON_AMENDMENT: dict[str, Callable[..., Any]] = {
    "plans.submit_amendment": plans.submit_amendment,
    "plans.return_amendment": lambda row, **by: plans.return_amendment(row, comment="Say why.", **by),
    "plans.approve_amendment": _signed(plans.approve_amendment),
    "plans.issue_amendment": _signed(plans.issue_amendment),
    "plans.withdraw_amendment": lambda row, **by: plans.withdraw_amendment(row, reason="No need.", **by),
}
CHANGES: dict[str, Callable[..., object]] = {"m": begun, "e": submitted, "b": approved, "t": issued, "p": pause}


def _withdraw(plan: Plan, who: People) -> None:
    plans.withdraw_amendment(begin(plan, who), by=actor(who.ada), reason="No need.")


def _pause_and_resume(plan: Plan, who: People) -> None:
    pause(plan, who)
    resume(plan, who)


def _correct(plan: Plan, who: People) -> None:
    hold(plan, who)
    for user in (who.ada, who.ben):
        reviews.add_addendum(plan.checkpoints.get(number=1), by=actor(user), wrong="4 %", right="5 %")


_CHANGED = ["plans.begin_amendment", "plans.submit_amendment", "plans.approve_amendment", "plans.issue_amendment"]
APPENDS: list[tuple[Callable[[Plan, People], Any], list[str]]] = [
    (submitted, _CHANGED[:2]),
    (issued, _CHANGED),
    (in_force, [*_CHANGED, "reviews.sign_receipt"]),
    (_withdraw, [_CHANGED[0], "plans.withdraw_amendment"]),
    (_pause_and_resume, ["plans.pause_plan", "plans.resume_plan"]),
    (_correct, ["reviews.hold_checkpoint", "reviews.add_addendum", "reviews.add_addendum"]),
]
