"""A case as it stood at one event, as one part may read it: what a copy of the record is composed from.

Rows carry the moment of the event that wrote them, and events of a case follow each other under its lock; so a row
belongs to the record where its moment is not later than that of the copy's last event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from cases.models import CaseFile, CasePart, Comment
from cases.queries import Line, comments, whole_history
from cases.seat import Seat
from cases.states import Part
from plans.consultation import Point, points
from plans.models import Consultation, ConsultationAnswer, ConsultationReply, Plan, PlanVersion, SignOff
from plans.queries import current_plan
from plans.rounds import rounds_of
from plans.states import PlanStatus, Step
from reviews.charts import items_with_charts
from reviews.learning import help_in, resources_in
from reviews.models import Checkpoint, LearningStep, Outcome
from reviews.queries import points_by_item
from reviews.states import CheckpointStatus

from .models import RecordCopy


@dataclass(frozen=True)
class RoleView(Seat):
    """The seat of whoever asked, in the part in which they asked and no other."""

    played: Part = Part.SUBJECT

    @cached_property
    def parts(self) -> frozenset[Part]:
        return frozenset({self.played})


@dataclass(frozen=True)
class Round:
    """A round of consultation as it stood; `is_over` says that its last day had passed."""

    asked: Consultation
    answer: ConsultationAnswer | None
    reply: ConsultationReply | None
    is_over: bool

    @property
    def points(self) -> list[Point]:
        items = self.asked.version.data["items"]
        return points(items, self.answer.said if self.answer else None, self.reply.said if self.reply else None)


@dataclass(frozen=True)
class CaseAsOf:
    """What is read once for a copy. Every list is in the order in which it happened."""

    copy: RecordCopy
    seat: RoleView

    @property
    def case(self) -> CaseFile:
        return self.copy.case

    @cached_property
    def lines(self) -> list[Line]:
        return [line for line in whole_history(self.seat) if line.event.seq <= self.copy.seq]

    @property
    def moment(self) -> datetime:
        return self.lines[-1].event.at

    @property
    def today(self) -> date:
        """The day of the last event, where the case is."""
        return self.moment.astimezone(ZoneInfo(self.case.time_zone)).date()

    @cached_property
    def parties(self) -> list[CasePart]:
        rows = CasePart.objects.filter(case=self.case, since__lte=self.moment).exclude(until__lte=self.moment)
        rows = rows.select_related("user__department")
        return sorted(rows, key=lambda row: list(Part.values).index(row.part))

    @cached_property
    def plan(self) -> Plan | None:
        began = any(line.act.name == "plans.start_plan" for line in self.lines)
        return current_plan(self.case) if began else None

    @property
    def status(self) -> PlanStatus | None:
        """The plan's, by the last event that was done to it."""
        if self.plan is None:
            return None
        done = [line.event.data["to"] for line in self.lines if line.act.on == Plan._meta.label]
        return PlanStatus(done[-1]) if done else PlanStatus.DRAFT

    @cached_property
    def issued(self) -> list[int]:
        """Numbers of the versions that were issued."""
        return [line.facts["version"] for line in self.lines if line.act.name == "plans.issue_plan"]

    @cached_property
    def opened(self) -> list[int]:
        """Numbers of the versions that the employee was asked about."""
        return [line.facts["version"] for line in self.lines if line.act.name == "plans.open_consultation"]

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """The frozen versions; the employee reads those that they were asked about and those that were issued."""
        if self.plan is None:
            return []
        rows = self.plan.versions.filter(frozen_at__lte=self.moment).select_related("frozen_by")
        shown = [*self.opened, *self.issued]
        return list(rows.filter(number__in=shown) if self.seat.is_any_of(Part.SUBJECT) else rows)

    @property
    def version(self) -> PlanVersion | None:
        return self.versions[-1] if self.versions else None

    @cached_property
    def rounds(self) -> list[Round]:
        """Rounds of consultation with what had been said in them; everybody in the case reads both sides."""
        rows = rounds_of(self.plan) if self.plan else []
        return [self._said_by_then(row) for row in rows if row.opened_at <= self.moment]

    def _said_by_then(self, asked: Consultation) -> Round:
        answer, reply = asked.answered, asked.replied
        return Round(
            asked,
            answer if answer and answer.at <= self.moment else None,
            reply if reply and reply.at <= self.moment else None,
            is_over=self.today > asked.answer_by,
        )

    @cached_property
    def sign_offs(self) -> list[SignOff]:
        if self.plan is None:
            return []
        return list(self.plan.sign_offs.filter(at__lte=self.moment).select_related("user", "version"))

    @cached_property
    def checkpoints(self) -> list[Checkpoint]:
        """They exist once a receipt is signed; what was recorded or noted later is taken off again, unsaved."""
        if self.plan is None or not any(row.step == Step.RECEIPT for row in self.sign_offs):
            return []
        return [self._as_it_was(row) for row in self.plan.checkpoints.prefetch_related("progress")]

    def _as_it_was(self, checkpoint: Checkpoint) -> Checkpoint:
        if checkpoint.employee_noted_at and checkpoint.employee_noted_at > self.moment:
            checkpoint.employee_note, checkpoint.employee_noted_at = "", None
        if checkpoint.submitted_at and checkpoint.submitted_at > self.moment:
            checkpoint.status, checkpoint.held_on, checkpoint.submitted_at = CheckpointStatus.PLANNED, None, None
            checkpoint.manager_note = checkpoint.next_steps = ""
        return checkpoint

    @property
    def held(self) -> list[Checkpoint]:
        return [checkpoint for checkpoint in self.checkpoints if checkpoint.is_held]

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        """Each item of the newest version with its chart, the checkpoints at which it was measured, and what one can
        learn from, with how far that is.
        """
        if self.version is None:
            return []
        rows = items_with_charts(self.version.data, points_by_item(self.held))
        help_ = help_in(self.version.data, self.learning_steps)
        return [
            row | {"measured": list(self._measured(row["item"])), "resources": resources_in([given])}
            for row, given in zip(rows, help_, strict=True)
        ]

    @cached_property
    def learning_steps(self) -> list[LearningStep]:
        if self.plan is None:
            return []
        return list(self.plan.learning_steps.filter(at__lte=self.moment).select_related("by"))

    def _measured(self, item: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
        for checkpoint in self.held:
            for progress in checkpoint.progress.all():
                if str(progress.item_id) == item["id"]:
                    yield {"checkpoint": checkpoint, "progress": progress}

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Proposals and the decision; the employee reads the decision (`reviews.queries.outcome_for`)."""
        if self.plan is None:
            return []
        rows = self.plan.outcomes.filter(proposed_at__lte=self.moment).select_related("proposed_by", "decided_by")
        outcomes = [self._undecided_again(row) for row in rows.prefetch_related("items")]
        return [row for row in outcomes if row.decided_at or not self.seat.is_any_of(Part.SUBJECT)]

    def _undecided_again(self, outcome: Outcome) -> Outcome:
        if outcome.decided_at and outcome.decided_at > self.moment:
            outcome.decided_at = outcome.decided_by = None
        return outcome

    @cached_property
    def comments(self) -> list[Comment]:
        return list(comments(self.seat).filter(at__lte=self.moment))


def as_of(copy: RecordCopy) -> CaseAsOf:
    """The case as this copy tells it."""
    return CaseAsOf(copy, RoleView(copy.case, copy.requested_by, played=Part(copy.part)))
