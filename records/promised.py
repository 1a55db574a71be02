"""What was promised and what came of it, as a copy of the record tells it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.models import StoredFile
from cases.queries import files_of
from plans.models import Plan
from plans.states import PlanStatus
from reviews.charts.kept import Picture, picture_of
from reviews.charts.strip import Strip, strip_of
from reviews.promised import promise_behind
from reviews.promises import Delivered, Kept, Promise, delivered_by, promises_in

from .asof import CaseAsOf


@dataclass(frozen=True)
class Promised:
    """`picture` has what the version in force promises; `dropped` is what had been delivered of earlier ones."""

    picture: Picture
    dropped: Sequence[Promise]
    files: Mapping[UUID, StoredFile]

    @property
    def all(self) -> list[Promise]:
        return [*self.picture.kept.promises, *self.dropped]


def promised_as_of(case: CaseAsOf) -> Promised | None:
    """None before the plan ran."""
    moves = {line.event.data["to"] for line in case.lines if line.act.on == Plan._meta.label}
    if case.plan is None or case.version is None or PlanStatus.ACTIVE not in moves:
        return None
    rows = case.plan.deliveries.select_related("by", "answer__by", "commitment__item", "support__item")
    found = delivered_by(rows, case.moment)
    promises = promises_in(case.version.data, found, case.standing_on, is_paused=case.status == PlanStatus.PAUSED)
    named = [file_id for row in found for file_id in row.row.files]
    dropped = _dropped(found, {promise.id for promise in promises}, case.today)
    return Promised(picture_of(Kept(promises)), dropped, files_of(case.case, named) if named else {})


def _dropped(found: Iterable[Delivered], known: set[str], today: date) -> list[Promise]:
    """What was delivered of something that the version no longer has: it stays in the record."""
    gone: dict[str, list[Delivered]] = {}
    for row in found:
        if str(row.row.promised_id) not in known:
            gone.setdefault(str(row.row.promised_id), []).append(row)
    return [promise_behind(rows[0].row, today, rows) for rows in gone.values()]


def strip_as_of(case: CaseAsOf) -> Strip | None:
    """The checkpoints on one line of days, None before the plan ran."""
    if case.version is None or not case.checkpoints:
        return None
    calendar = case.version.data["calendar"]
    starts_on, ends_on = (date.fromisoformat(calendar[name]) for name in ("starts_on", "ends_on"))
    return strip_of(case.checkpoints, starts_on, ends_on, case.today, case.standing_on)
