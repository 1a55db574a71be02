"""The outcome: proposed item by item, returned or decided, and the case closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actor import Actor
from cases.acts import Act
from cases.models import CaseFile
from cases.signing import Proof, check_shown
from plans.actions import sign
from plans.amending import against_more_extensions, in_force
from plans.calendars import today_of
from plans.models import Item, Plan
from plans.states import Step
from reviews.acts.ending import CLOSE_CASE, DECIDE_EXTENSION, DECIDE_OUTCOME, PROPOSE_OUTCOME, RETURN_OUTCOME
from reviews.checklist import Check, blocks_in, checklist_of, decision_digest, unmet
from reviews.final_review import current_review
from reviews.models import ItemResult, Outcome, Override
from reviews.snapshot import digest_of
from reviews.states import OF_AN_ITEM, Result

from .items import check_every_item, evidence_of, words_of

ORDER = [row.value for row in OF_AN_ITEM]  # from the best to the worst
ABOUT_ITEMS = ("improved", "why_not")


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """One item at the end: what improved is said, and why the rest did not."""

    item: Item
    result: str
    value: Decimal
    evidence: str
    improved: str = ""
    why_not: str = ""


def propose_outcome(
    plan: Plan,
    *,
    by: Actor,
    result: str,
    summary: str,
    early_reason: str,
    assessed: Iterable[Assessed],
    recognition: str = "",
    lessons: str = "",
) -> Outcome:
    """The manager proposes an outcome, item by item, after the employee has summed up or was asked to (R27). Before the
    end date only a success may be, with a reason (R26).
    """
    assessed = list(assessed)
    words = {"summary": summary, "early_reason": early_reason, "recognition": recognition, "lessons": lessons}
    with acting(PROPOSE_OUTCOME, plan, by=by, texts=words) as step:
        step.texts.update(evidence_of(assessed), **words_of(assessed, *ABOUT_ITEMS))
        _check_end_date(step.case, plan, result, early_reason)
        check_every_item(plan, [row.item for row in assessed])
        _check_whole(plan, result, assessed)
        outcome = _proposed(step, plan, result, words)
        items = [_item_result(outcome, row) for row in assessed]
        outcome.refresh_from_db()  # the digest is of what is stored: 1.50, not 1.5
        outcome.digest = digest_of(outcome)
        outcome.save(update_fields=["digest"])
        step.facts.update(number=outcome.number, result=result, digest=outcome.digest, items=items)
        step.facts.update(version=_number(outcome.version), review=_number(outcome.review))
    return outcome


def _number(row: Any) -> int | None:
    return row.number if row else None


def _check_end_date(case: CaseFile, plan: Plan, result: str, early_reason: str) -> None:
    if plan.ends_on is None or today_of(case) >= plan.ends_on:
        return
    if result != Result.MET:
        raise ValidationError(
            {"result": _("The plan has not ended yet. Before its end only an early success is possible.")}
        )
    if not early_reason:
        raise ValidationError({"early_reason": _("The plan has not ended yet: say why its outcome is clear already.")})


def _check_whole(plan: Plan, result: str, assessed: list[Assessed]) -> None:
    """The whole is neither better than its best item nor worse than its worst; an extension has to be possible."""
    if result == Result.EXTENDED:
        if reasons := list(against_more_extensions(plan)):
            raise ValidationError({"result": reasons})
        return
    places = sorted(ORDER.index(row.result) for row in assessed if row.result in ORDER)
    if places and result in ORDER and not places[0] <= ORDER.index(result) <= places[-1]:
        raise ValidationError(
            {"result": _("The plan as a whole is neither better than its best item nor worse than its worst.")}
        )


def _proposed(step: ActStep, plan: Plan, result: str, words: Mapping[str, str]) -> Outcome:
    outcome = Outcome(
        plan=plan,
        number=plan.outcomes.count() + 1,
        review=current_review(plan),
        version=in_force(plan),
        result=result,
        proposed_by=step.by.user,
        proposed_at=step.at,
        **words,
    )
    outcome.full_clean()
    outcome.save()
    return outcome


def _item_result(outcome: Outcome, row: Assessed) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in ("result", "value", "evidence", *ABOUT_ITEMS)}
    result = ItemResult(outcome=outcome, item=row.item, **said)
    result.full_clean()
    result.save()
    return {"item": row.item.pk, "result": row.result, "value": row.value}


def return_outcome(plan: Plan, *, by: Actor, comment: str) -> None:
    """HR sends the proposal back; it stays beside the next one."""
    with acting(RETURN_OUTCOME, plan, by=by, texts={"comment": comment}) as step:
        step.facts["number"] = plan.outcomes.latest("number").number


Reasons = Mapping[str, str]


def decide_outcome(plan: Plan, *, by: Actor, digest: str, proof: Proof, reasons: Reasons) -> None:
    """HR signs that the proposed outcome is the plan's outcome. It dismisses nobody (R28).

    `digest` is that of the decision as it was shown (`reviews.checklist.decision_digest`), `reasons` say by soft block
    why it is decided all the same. Raises `NotWhatWasShown` where another outcome was proposed or something else was
    kept meanwhile, `NotProven`, `ValidationError` for a hard block, or a soft one without its reason (R27).
    """
    _decide(DECIDE_OUTCOME, plan, by=by, digest=digest, proof=proof, reasons=reasons)


def decide_extension(plan: Plan, *, by: Actor, digest: str, proof: Proof, reasons: Reasons) -> None:
    """HR signs that the plan is to be extended: it runs on, and its manager writes that change (R19). Raises as
    `decide_outcome` does.
    """
    _decide(DECIDE_EXTENSION, plan, by=by, digest=digest, proof=proof, reasons=reasons)


def _decide(act: Act, plan: Plan, *, by: Actor, digest: str, proof: Proof, reasons: Reasons) -> None:
    with acting(act, plan, by=by) as step:
        outcome = plan.outcomes.select_related("review", "version").latest("number")
        outcome.plan = plan
        checks = checklist_of(plan, outcome)
        check_shown(outcome.digest, digest_of(outcome))
        check_shown(digest, decision_digest(outcome, blocks_in(checks)))
        _check_hard(checks)
        version = outcome.version or in_force(plan)
        sign(step, Step.DECISION, version, digest=digest, proof=proof, number=outcome.number)
        outcome.decided_by, outcome.decided_at = by.user, step.at
        outcome.full_clean()
        outcome.save()
        overrides = [_override(step, outcome, check, reasons) for check in unmet(checks, hard=False)]
        step.facts.update(result=outcome.result, outcome_digest=outcome.digest, overrides=overrides)


def _check_hard(checks: Iterable[Check]) -> None:
    if faults := [fact.said for check in unmet(checks, hard=True) for fact in check.faults]:
        raise ValidationError(faults)


def _override(step: ActStep, outcome: Outcome, check: Check, reasons: Reasons) -> dict[str, Any]:
    reason = reasons.get(check.name, "")
    if not reason:
        raise ValidationError({check.name: _("Say why you decide all the same.")})
    row = Override(outcome=outcome, block=check.name, facts=check.keys, reason=reason, by=step.by.user, at=step.at)
    row.full_clean()
    row.save()
    step.texts[check.name] = reason
    return {"override": row.pk, "block": check.name, "facts": check.keys}


def close_case(plan: Plan, *, by: Actor) -> None:
    """Nothing is left to do; comments and the employee's signature stay possible."""
    with acting(CLOSE_CASE, plan, by=by):
        pass
