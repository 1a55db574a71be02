"""Appeals as a copy of the record tells them: as they stood at its last event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.models import StoredFile
from cases.queries import Line, files_of
from reviews.models import Appeal, Hearing, HearingStatement, Outcome

from .asof import CaseAsOf

ARRANGING = ("reviews.name_hearer", "reviews.arrange_hearing")


@dataclass(frozen=True)
class Heard:
    """One hearing, with the employee's statement where there was one by then."""

    row: Hearing
    statement: HearingStatement | None


@dataclass(frozen=True)
class Appealed:
    """One appeal. Who was named and what was arranged, anew as well, is told by the events; `decided` and `withdrawn`
    say whether it was by then.
    """

    row: Appeal
    steps: Sequence[Line]
    hearings: Sequence[Heard]
    decided: bool
    withdrawn: bool
    other: Outcome | None
    files: Mapping[UUID, StoredFile]


def appeals_as_of(case: CaseAsOf) -> list[Appealed]:
    """Those that were filed by then, in their order."""
    if case.plan is None:
        return []
    rows = case.plan.appeals.filter(filed_at__lte=case.moment).select_related("outcome__varied", "hearer", "filed_by")
    rows = rows.prefetch_related("hearings__by", "hearings__statement")
    return [_as_of(case, row) for row in rows]


def _as_of(case: CaseAsOf, row: Appeal) -> Appealed:
    decided = _by(row.decided_at, case.moment)
    about = [line for line in case.lines if line.event.data["subject"]["id"] == str(row.pk)]
    return Appealed(
        row=row,
        steps=[line for line in about if line.act.name in ARRANGING],
        hearings=list(_heard(row, case.moment)),
        decided=decided,
        withdrawn=_by(row.withdrawn_at, case.moment),
        other=getattr(row.outcome, "varied", None) if decided else None,
        files=files_of(case.case, row.files) if row.files else {},
    )


def _heard(row: Appeal, moment: datetime) -> Iterator[Heard]:
    for hearing in row.hearings.all():
        if hearing.at <= moment:
            said = getattr(hearing, "statement", None)
            yield Heard(hearing, said if said and said.at <= moment else None)


def _by(at: datetime | None, moment: datetime) -> bool:
    return at is not None and at <= moment
