"""Checkpoints as a copy of the record tells them: with both sides' answers as they stood at its last event."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from cases.queries import Line
from plans.models import Pause, SignOff
from reviews.meeting_pages import views_of
from reviews.minutes import Side, minutes_of, preparation_of, sides_of
from reviews.models import Checkpoint, Minutes, Preparation, SelfAssessment
from reviews.states import CheckpointStatus


@dataclass(frozen=True)
class Meeting:
    """One checkpoint. `minutes` and `sides` are empty where it was not held by then, or before minutes were signed;
    `preparation` where nothing had been opened by then.
    """

    checkpoint: Checkpoint
    minutes: Minutes | None
    preparation: Preparation | None
    sides: list[Side]

    @property
    def views(self) -> dict[str, SelfAssessment]:
        return views_of(self.preparation)


type Arranged = dict[int, tuple[time, str]]  # by the number of the checkpoint: when on its day, and where


def arranged_in(lines: Iterable[Line]) -> Arranged:
    """When and where the checkpoints were to be, as the newest of these events about each says."""
    told = (line for line in lines if line.act.name == "reviews.arrange_checkpoint")
    return {row.facts["number"]: (time.fromisoformat(row.facts["meets_at"]), row.texts["place"]) for row in told}


def checkpoint_as_of(checkpoint: Checkpoint, moment: datetime, arranged: Arranged) -> Checkpoint:
    """What was recorded, noted, moved or arranged later is taken off again, unsaved."""
    checkpoint.meets_at, checkpoint.place = arranged.get(checkpoint.number, (None, ""))
    moves = list(checkpoint.reschedulings.all())
    checkpoint.told_moves = [row for row in moves if row.at <= moment]
    if later := [row for row in moves if row.at > moment]:
        checkpoint.due_on = later[0].was_on
    if checkpoint.employee_noted_at and checkpoint.employee_noted_at > moment:
        checkpoint.employee_note, checkpoint.employee_noted_at = "", None
    if checkpoint.submitted_at and checkpoint.submitted_at > moment:
        checkpoint.status, checkpoint.held_on, checkpoint.submitted_at = CheckpointStatus.PLANNED, None, None
        checkpoint.manager_note = checkpoint.next_steps = ""
    return checkpoint


def checkpoints_as_of(rows: Iterable[Checkpoint], lines: Sequence[Line], days: Container[str]) -> list[Checkpoint]:
    """As the last of these events left them; of those not held, the ones on these days of the version in force."""
    arranged, moment = arranged_in(lines), lines[-1].event.at
    stood = [checkpoint_as_of(row, moment, arranged) for row in rows]
    found = {row.day_in_plan: row for row in stood if row.is_held or str(row.day_in_plan) in days}
    return sorted(found.values(), key=lambda row: (row.due_on, row.number))


def meeting_as_of(
    checkpoint: Checkpoint, sign_offs: Iterable[SignOff], pauses: Iterable[Pause], today: date, moment: datetime
) -> Meeting:
    """`checkpoint` as it stood then; what was still the employee's own draft is nobody's record, not theirs either."""
    minutes = minutes_of(checkpoint) if checkpoint.is_held else None
    found = preparation_of(checkpoint)
    opened = found if found and found.shared_at and found.shared_at <= moment else None
    if minutes is None:
        return Meeting(checkpoint, None, opened, [])
    minutes.checkpoint = checkpoint
    return Meeting(checkpoint, minutes, opened, sides_of(minutes, sign_offs, pauses, today=today, until=moment))
