"""What followed an outcome as it stood when a copy was asked for: what was agreed and done, and the sustain period."""

from dataclasses import dataclass
from typing import Any

from cases.queries import files_of
from plans.models import Plan
from reviews.following import Following, follow_ons_in
from reviews.linking import Linked, linked_to
from reviews.models import CheckIn, FollowOn, Sustain

from .asof import CaseAsOf


@dataclass(frozen=True)
class FollowedAsOf:
    """Every list is in the order in which it was agreed or planned."""

    follow_ons: list[Following]
    files: Any
    sustain: Sustain | None
    check_ins: list[CheckIn]
    linked: Linked | None


def followed_as_of(case: CaseAsOf) -> FollowedAsOf | None:
    """None where nothing followed by then."""
    if case.plan is None:
        return None
    rows = [_without_later(case, row, "ending") for row in _follow_ons(case, case.plan)]
    sustain = Sustain.objects.filter(plan=case.plan, at__lte=case.moment).first()
    linked = _linked(case)
    if not (rows or sustain or linked):
        return None
    named = [file_id for row in rows if row.ended for file_id in row.ended.files]
    return FollowedAsOf(
        follow_ons=follow_ons_in(case.plan, rows, case.today),
        files=files_of(case.case, named) if named else {},
        sustain=sustain,
        check_ins=_check_ins(case, sustain) if sustain else [],
        linked=linked,
    )


def _linked(case: CaseAsOf) -> Linked | None:
    """What the reader of the copy may see of the cases before and after; the latter once an event told of it."""
    found = linked_to(case.case, case.seat.user)
    if found is None:
        return None
    told = {line.facts.get("opened") for line in case.lines}
    after = found.after if found.after and str(found.after.pk) in told else None
    return Linked(before=found.before, after=after) if found.before or after else None


def _follow_ons(case: CaseAsOf, plan: Plan) -> list[FollowOn]:
    rows = plan.follow_ons.filter(at__lte=case.moment)
    return list(rows.select_related("by", "owner", "ending__by"))


def _check_ins(case: CaseAsOf, sustain: Sustain) -> list[CheckIn]:
    rows = sustain.check_ins.select_related("record__by", "answer__by")
    return [_without_later(case, _without_later(case, row, "record"), "answer") for row in rows]


def _without_later[Row: (FollowOn, CheckIn)](case: CaseAsOf, row: Row, name: str) -> Row:
    """What was said of it after the copy's last event is taken off again, unsaved."""
    said: Any = getattr(row, name, None)
    if said is not None and said.at > case.moment:
        row._state.fields_cache[name] = None
    return row
