"""The outcome: proposed item by item, returned or decided, and the case closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import acting
from cases.actor import Actor
from cases.models import CaseFile
from cases.signing import check_shown
from plans.calendars import today_of
from plans.models import Item, Plan
from reviews.acts.ending import CLOSE_CASE, DECIDE_OUTCOME, PROPOSE_OUTCOME, RETURN_OUTCOME
from reviews.models import ItemResult, Outcome
from reviews.snapshot import digest_of
from reviews.states import Result

from .items import check_every_item, evidence_of


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """One item at the end."""

    item: Item
    result: str
    value: Decimal
    evidence: str


def propose_outcome(
    plan: Plan, *, by: Actor, result: str, summary: str, early_reason: str, assessed: Iterable[Assessed]
) -> Outcome:
    """The manager proposes an outcome, item by item. Before the end date only a success may be, with a reason (R26)."""
    assessed = list(assessed)
    with acting(PROPOSE_OUTCOME, plan, by=by, texts={"summary": summary, "early_reason": early_reason}) as step:
        step.texts.update(evidence_of(assessed))
        _check_end_date(step.case, plan, result, early_reason)
        check_every_item(plan, [row.item for row in assessed])
        outcome = Outcome(
            plan=plan,
            number=plan.outcomes.count() + 1,
            result=result,
            summary=summary,
            early_reason=early_reason,
            proposed_by=by.user,
            proposed_at=step.at,
        )
        outcome.full_clean()
        outcome.save()
        items = [_item_result(outcome, row) for row in assessed]
        outcome.refresh_from_db()  # the digest is of what is stored: 1.50, not 1.5
        outcome.digest = digest_of(outcome)
        outcome.save(update_fields=["digest"])
        step.facts.update(number=outcome.number, result=result, digest=outcome.digest, items=items)
    return outcome


def _check_end_date(case: CaseFile, plan: Plan, result: str, early_reason: str) -> None:
    if plan.ends_on is None or today_of(case) >= plan.ends_on:
        return
    if result != Result.MET:
        raise ValidationError(
            {"result": _("The plan has not ended yet. Before its end only an early success is possible.")}
        )
    if not early_reason:
        raise ValidationError({"early_reason": _("The plan has not ended yet: say why its outcome is clear already.")})


def _item_result(outcome: Outcome, row: Assessed) -> dict[str, Any]:
    result = ItemResult(outcome=outcome, item=row.item, result=row.result, value=row.value, evidence=row.evidence)
    result.full_clean()
    result.save()
    return {"item": row.item.pk, "result": row.result, "value": row.value}


def return_outcome(plan: Plan, *, by: Actor, comment: str) -> None:
    """HR sends the proposal back; it stays beside the next one."""
    with acting(RETURN_OUTCOME, plan, by=by, texts={"comment": comment}) as step:
        step.facts["number"] = plan.outcomes.latest("number").number


def decide_outcome(plan: Plan, *, by: Actor, digest: str) -> None:
    """HR decides that the proposed outcome with this digest is the plan's outcome. It dismisses nobody (R28).

    Raises `NotWhatWasShown` where another one was proposed meanwhile.
    """
    with acting(DECIDE_OUTCOME, plan, by=by) as step:
        outcome = plan.outcomes.latest("number")
        check_shown(digest, digest_of(outcome))
        outcome.decided_by, outcome.decided_at = by.user, step.at
        outcome.full_clean()
        outcome.save()
        step.facts.update(number=outcome.number, result=outcome.result, digest=outcome.digest)


def close_case(plan: Plan, *, by: Actor) -> None:
    """Nothing is left to do; comments and the employee's signature stay possible."""
    with acting(CLOSE_CASE, plan, by=by):
        pass
