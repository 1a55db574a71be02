"""The minutes of a checkpoint as canonical JSON, which both sides sign, and how far their signatures are.

Shape (schema 1): `plan` {version, digest}, `number`, `due_on`, `held_on`, `submitted_at`, `recorded_by`, `attendees`,
`companion`, `encouragement`, `note`, `next_steps`, `items` [{item, value, suggested, judgement, evidence, helped,
agreed}] in the plan's order, and `preparation`: null, or {general, shared_at, items [{item, standing, words}]}. Ids,
days, moments and decimals are texts; a decimal has two places.

What either side says afterwards is not in it: the employee's note, a signature's words and a correction have events of
their own, and none of them unsigns what was signed (R20, R25).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.chain import canonical
from cases.states import Part
from plans.models import Pause, SignOff
from plans.states import Step

from .models import Checkpoint, Minutes, MinutesRefusal, Preparation, Progress
from .states import AnswerState

SCHEMA = 1
CENT = Decimal("0.01")
SIDES = (Part.MANAGER, Part.SUBJECT)


def digest_of(minutes: Minutes, progress: Iterable[Progress], preparation: Preparation | None) -> str:
    """SHA-256 of the minutes as they stand now, in hexadecimal."""
    return hashlib.sha256(canonical(_content(minutes, progress, preparation))).hexdigest()


def _content(minutes: Minutes, progress: Iterable[Progress], preparation: Preparation | None) -> dict[str, Any]:
    checkpoint, version = minutes.checkpoint, minutes.version
    rows = sorted(progress, key=lambda row: (row.item.position, str(row.item_id)))
    return {
        "schema": SCHEMA,
        "plan": {"version": version.number, "digest": version.digest},
        "number": checkpoint.number,
        "due_on": checkpoint.due_on,
        "held_on": checkpoint.held_on,
        "submitted_at": checkpoint.submitted_at,
        "recorded_by": minutes.by_id,
        "attendees": minutes.attendees,
        "companion": minutes.companion,
        "encouragement": minutes.encouragement,
        "note": checkpoint.manager_note,
        "next_steps": checkpoint.next_steps,
        "items": [_item(row) for row in rows],
        "preparation": _prepared(preparation) if preparation and preparation.is_shared else None,
    }


def _item(row: Progress) -> dict[str, Any]:
    names = ("suggested", "judgement", "evidence", "helped", "agreed")
    return {"item": row.item_id, "value": row.value.quantize(CENT), **{name: getattr(row, name) for name in names}}


def _prepared(preparation: Preparation) -> dict[str, Any]:
    views = [{"item": row.item_id, "standing": row.standing, "words": row.words} for row in preparation.views.all()]
    return {"general": preparation.general, "shared_at": preparation.shared_at, "items": views}


def with_everything(checkpoints: QuerySet[Checkpoint]) -> QuerySet[Checkpoint]:
    """Checkpoints with all that is part of their minutes: at most three queries besides their own."""
    found = checkpoints.select_related("minutes__version", "preparation")
    return found.prefetch_related("progress__item", "preparation__views")


def digests_of(checkpoints: QuerySet[Checkpoint]) -> Mapping[int, str]:
    """What the minutes of these checkpoints have as their digest now, by number."""
    found = {}
    for row in with_everything(checkpoints.filter(minutes__isnull=False)):
        row.minutes.checkpoint = row
        found[row.number] = digest_of(row.minutes, row.progress.all(), preparation_of(row))
    return found


def minutes_of(checkpoint: Checkpoint) -> Minutes | None:
    """None before the meeting, and where it was recorded before minutes were signed."""
    return getattr(checkpoint, "minutes", None)


def preparation_of(checkpoint: Checkpoint) -> Preparation | None:
    return getattr(checkpoint, "preparation", None)


@dataclass(frozen=True)
class Side:
    """What one side answered to the minutes: one of five answers, the last of which is none (R14: no agreement)."""

    part: Part
    sign_off: SignOff | None
    refusal: MinutesRefusal | None
    answer_by: date
    is_over: bool

    @property
    def state(self) -> AnswerState:
        if self.sign_off:
            return AnswerState.SIGNED
        if self.refusal:
            return AnswerState.REFUSED
        return AnswerState.NO_ANSWER if self.is_over else AnswerState.WAITING

    @property
    def against_signing(self) -> str:
        """Why this side cannot sign now, in a sentence; nothing where it can, also late or after a refusal."""
        return _("You have signed this already.") if self.sign_off else ""


def asked_until(minutes: Minutes, pauses: Iterable[Pause], today: date) -> date:
    """The last day of the window. It is counted in days, and stands still while the plan is paused (R22): days of the
    plan's pauses up to today put it off, as `reviews.minutes_reminders` says in SQL.
    """
    return put_off(_day_of(minutes.checkpoint), minutes.answer_by, pauses, today)


def put_off(begins: date, last: date, pauses: Iterable[Pause], today: date) -> date:
    """The last day of a window in days that began on this day, after what of it the plan was paused."""
    for pause in pauses:
        goes_on = min(pause.until_on or today, today)
        if pause.from_on <= last and goes_on > begins:
            last += goes_on - max(pause.from_on, begins)
    return last


def _day_of(checkpoint: Checkpoint) -> date:
    """On which its minutes were submitted, where the case is."""
    return timezone.localdate(checkpoint.submitted_at, ZoneInfo(checkpoint.plan.case.time_zone))


def sides_of(
    minutes: Minutes,
    sign_offs: Iterable[SignOff],
    pauses: Iterable[Pause],
    *,
    today: date,
    until: datetime | None = None,
) -> list[Side]:
    """The manager's answer and the employee's. `sign_offs` and `pauses` are the plan's; `until` leaves out what was
    signed later.
    """
    number, last = minutes.checkpoint.number, asked_until(minutes, pauses, today)
    signed = {
        row.part: row
        for row in sign_offs
        if row.step == Step.MINUTES and row.number == number and (until is None or row.at <= until)
    }
    refusal: MinutesRefusal | None = getattr(minutes, "refusal", None)
    if refusal and until and refusal.at > until:
        refusal = None
    return [
        Side(
            part,
            signed.get(part),
            refusal if part == Part.SUBJECT else None,
            last,
            is_over=today > last,
        )
        for part in SIDES
    ]
