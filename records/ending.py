"""The final review and the outcome, as they stood at one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.states import Part
from plans.models import SignOff
from plans.states import Step
from reviews.models import EmployeeSummary, FinalReview, Outcome, OutcomeRefusal, Override

if TYPE_CHECKING:
    from .asof import CaseAsOf


@dataclass(frozen=True)
class Reviewed:
    """A final review; `summary` is None where the employee had not summed up by then."""

    review: FinalReview
    summary: EmployeeSummary | None


@dataclass(frozen=True)
class Ended:
    """A proposal, decided or not, with the reasons beside the decision and what the employee answered."""

    outcome: Outcome
    overrides: Sequence[Override]
    sign_off: SignOff | None
    refusal: OutcomeRefusal | None


def reviews_as_of(case: "CaseAsOf") -> list[Reviewed]:
    if case.plan is None:
        return []
    rows = case.plan.final_reviews.filter(opened_at__lte=case.moment)
    rows = rows.select_related("opened_by", "summary__by").prefetch_related("summary__views__item")
    return [Reviewed(row, _by_then(case, getattr(row, "summary", None))) for row in rows]


def _by_then(case: "CaseAsOf", summary: EmployeeSummary | None) -> EmployeeSummary | None:
    return summary if summary and summary.at <= case.moment else None


def outcomes_as_of(case: "CaseAsOf") -> list[Ended]:
    """Proposals and decisions; the employee reads what was decided (`reviews.queries.outcome_for`)."""
    if case.plan is None:
        return []
    rows = case.plan.outcomes.filter(proposed_at__lte=case.moment)
    rows = rows.select_related("proposed_by", "decided_by", "refusal").prefetch_related("items", "overrides")
    found = [_undecided_again(case, row) for row in rows]
    return [_ended(case, row) for row in found if row.decided_at or not case.seat.is_any_of(Part.SUBJECT)]


def _undecided_again(case: "CaseAsOf", outcome: Outcome) -> Outcome:
    if outcome.decided_at and outcome.decided_at > case.moment:
        outcome.decided_at = outcome.decided_by = None
    return outcome


def _ended(case: "CaseAsOf", outcome: Outcome) -> Ended:
    refusal: OutcomeRefusal | None = getattr(outcome, "refusal", None)
    signed = (row for row in case.sign_offs if row.step == Step.OUTCOME and row.digest == outcome.digest)
    return Ended(
        outcome,
        list(outcome.overrides.all()) if outcome.decided_at else [],
        next(signed, None),
        refusal if refusal and refusal.at <= case.moment else None,
    )
