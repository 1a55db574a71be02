"""What a plan asks of the company and of the employee, added up before it is issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .draft import Draft, DraftCommitment
from .states import ResourceKind

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """`budget` in `currency`; the rest in hours, in all."""

    currency: str
    budget: Decimal
    mentor_hours: Decimal
    working_hours: Decimal
    support_hours: Decimal

    def __bool__(self) -> bool:
        return any((self.budget, self.mentor_hours, self.working_hours, self.support_hours))


def totals_of(draft: Draft) -> Totals:
    commitments = [row for item in draft.items for row in item.commitments]
    return Totals(
        currency=draft.currency,
        budget=_sum(row.amount for row in commitments),
        mentor_hours=_hours(commitments, ResourceKind.MENTOR_TIME),
        working_hours=_hours(commitments, ResourceKind.WORKING_TIME),
        support_hours=_sum(row.hours for item in draft.items for row in item.support),
    )


def _hours(rows: Iterable[DraftCommitment], kind: str) -> Decimal:
    return _sum(row.hours for row in rows if row.kind == kind)


def _sum(figures: Iterable[Decimal | None]) -> Decimal:
    return sum((figure for figure in figures if figure is not None), NOTHING)
