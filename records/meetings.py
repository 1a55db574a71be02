"""Checkpoints as a copy of the record tells them: with both sides' answers as they stood at its last event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from plans.models import SignOff
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


def checkpoint_as_of(checkpoint: Checkpoint, moment: datetime) -> Checkpoint:
    """What was recorded, noted or moved later is taken off again, unsaved."""
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


def meeting_as_of(checkpoint: Checkpoint, sign_offs: Iterable[SignOff], today: date, moment: datetime) -> Meeting:
    """`checkpoint` as it stood then; what was still the employee's own draft is nobody's record, not theirs either."""
    minutes = minutes_of(checkpoint) if checkpoint.is_held else None
    found = preparation_of(checkpoint)
    opened = found if found and found.shared_at and found.shared_at <= moment else None
    if minutes is None:
        return Meeting(checkpoint, None, opened, [])
    minutes.checkpoint = checkpoint
    return Meeting(checkpoint, minutes, opened, sides_of(minutes, sign_offs, today=today, until=moment))
