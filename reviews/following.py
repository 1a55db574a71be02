"""What follows an outcome: what the rules offer, what was agreed, and how far it is. Plain functions and reads."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import StoredFile
from cases.queries import files_of
from cases.refusals import NotVisible
from cases.seat import Seat
from cases.states import Part
from plans import rulesets
from plans.along import rows_of
from plans.calendars import today_of
from plans.models import Plan
from plans.rulesets import Ruleset

from .ended import standing_for, standing_outcome
from .models import FollowOn, Outcome
from .states import FOLLOWS_FROM, Basis, Result

OWNERS = (Part.MANAGER, Part.SECOND_LINE, Part.HR_PARTNER)  # who can be asked to see to something


def bases_of(plan: Plan) -> tuple[Basis, ...]:
    """From what something can follow, by the outcome that stands; nothing without one."""
    return _bases(standing_outcome(plan))


def bases_for(seat: Seat, plan: Plan) -> tuple[Basis, ...]:
    """The same, of what the page has read."""
    return _bases(standing_for(seat, plan))


def _bases(outcome: Outcome | None) -> tuple[Basis, ...]:
    return FOLLOWS_FROM.get(Result(outcome.result), ()) if outcome else ()


def offered(rules: Ruleset, bases: Iterable[Basis]) -> list[tuple[Basis, dict[str, str]]]:
    """What the rules of a case offer, by what it follows from: texts by their ids, in the reader's language."""
    lists = {Basis.SUCCESS: rules.ending.success, Basis.NOT_MET: rules.ending.options}
    return [(basis, {row.id: row.text.local for row in lists[basis]}) for basis in bases]


def texts_of(plan: Plan) -> dict[str, str]:
    """Every option of the case's rules, by its id."""
    found = offered(rulesets.get(plan.ruleset), Basis)
    return {kind: text for _basis, texts in found for kind, text in texts.items()}


def kinds_for(plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can follow now, as choices under what they follow from."""
    lists = offered(rulesets.get(plan.ruleset), bases_of(plan))
    return [(str(basis.label), list(texts.items())) for basis, texts in lists]


def owners_for(seat: Seat) -> list[tuple[str, str]]:
    """Who there is on the company's side to see to something, by their parts."""
    held = [row for row in seat.parties if row.part in OWNERS and row.deputy_for_id is None]
    return [(row.part, f"{row.user.name} ({Part(row.part).label})") for row in held]


@dataclass(frozen=True)
class Following:
    """One follow-on as a page shows it. `text` is what the rules call it."""

    row: FollowOn
    text: str
    today: date

    @property
    def is_open(self) -> bool:
        return self.row.ended is None

    @property
    def is_late(self) -> bool:
        """Open on a day after its own, or done after it."""
        ended = self.row.ended
        if ended is None:
            return self.row.due_on < self.today
        return ended.done_on is not None and ended.done_on > self.row.due_on


def follow_ons_in(plan: Plan, rows: Iterable[FollowOn], today: date) -> list[Following]:
    texts = texts_of(plan)
    return [Following(row, texts.get(row.kind, row.kind), today) for row in rows]


def follow_ons_of(plan: Plan) -> list[FollowOn]:
    """All of a plan with how they ended: one query."""
    return list(plan.follow_ons.select_related("by", "owner", "ending__by"))


def follow_ons_for(seat: Seat, plan: Plan) -> list[Following]:
    """The same as pages show it, what is open first; read once for a page."""
    rows = rows_of(seat, plan, "follow_ons", lambda: follow_ons_of(plan))
    found = follow_ons_in(plan, rows, today_of(seat.case))
    return sorted(found, key=lambda row: (not row.is_open, row.row.due_on if row.is_open else date.min, row.row.number))


def follow_on_at(seat: Seat, plan: Plan, follow_on_id: uuid.UUID) -> Following:
    """One of this plan's; `NotVisible` where it has none of this id."""
    found = next((row for row in follow_ons_for(seat, plan) if row.row.pk == follow_on_id), None)
    if found is None:
        raise NotVisible
    return found


def files_shown(seat: Seat, found: Sequence[Following]) -> Mapping[uuid.UUID, StoredFile]:
    """The files that their ends name, by id: no query where there are none."""
    named = [file_id for row in found if row.row.ended for file_id in row.row.ended.files]
    return files_of(seat.case, named) if named else {}
