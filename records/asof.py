"""A case as it stood at one event, as one part may read it: what a copy of the record is composed from.

Rows carry the moment of the event that wrote them, and events of a case follow each other under its lock; so a row
belongs to the record where its moment is not later than that of the copy's last event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F

from cases.models import CaseFile, CasePart, Comment, StoredFile
from cases.queries import Line, comments, files_of, whole_history
from cases.seat import Seat
from cases.states import Part
from people.models import User
from plans.models import Consultation, Pause, Plan, PlanVersion, SignOff
from plans.queries import current_plan
from plans.rounds import rounds_of
from plans.states import FINAL, PlanStatus
from reviews.attestation import Certificate, attested
from reviews.charts import items_with_charts
from reviews.ended import WITHOUT_A_DECISION
from reviews.learning import help_in, resources_in
from reviews.models import Checkpoint, LearningStep
from reviews.queries import WITH_MINUTES, points_by_item
from reviews.receipts import Receipt, receipts_of
from reviews.states import Result

from .changes import ISSUES, Change, change_as_of, comes_into_force, held_before
from .meetings import Meeting, checkpoints_as_of, meeting_as_of
from .models import RecordCopy
from .rounds import Round


@dataclass(frozen=True)
class RoleView(Seat):
    """The seat of whoever reads a copy, in the part that it is made for and no other."""

    played: Part = Part.SUBJECT

    @cached_property
    def parts(self) -> frozenset[Part]:
        return frozenset({self.played})


@dataclass(frozen=True)
class Held:
    """A part that was somebody's, `until` None where it still was; `is_dated` where that is worth saying. `principal`
    is for whom a deputy acted.
    """

    part: str
    user: User
    since: datetime
    until: datetime | None
    is_dated: bool
    principal: User | None = None


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

    @property
    def standing_on(self) -> date:
        """The day by which something was late (`plans.amending.standing_day`)."""
        return min(self.today, self.pauses[-1].from_on) if self.status == PlanStatus.PAUSED else self.today

    @cached_property
    def parties(self) -> list[Held]:
        """Everybody who had a part by then, in the order of `Part`, then of time; those who deputised among them."""
        rows = CasePart.objects.filter(case=self.case, since__lte=self.moment, deputy_for=None)
        rows = rows.exclude(until=F("since")).select_related("user__department").order_by("since", "pk")
        held = [*(self._held(row) for row in rows), *self._delegations()]
        return sorted(held, key=lambda row: (list(Part.values).index(row.part), row.principal is not None))

    def _held(self, row: CasePart) -> Held:
        """A part that was handed on later than this record tells was still theirs."""
        until = row.until if row.until and row.until <= self.moment else None
        changed = until is not None or row.since > self.lines[0].event.at
        return Held(row.part, row.user, row.since, until, is_dated=changed)

    def _delegations(self) -> Iterable[Held]:
        """As the events tell them, also those whose days were still to come."""
        ended = dict(self._ended())
        for line in self.lines:
            if line.act.name == "cases.delegate_part":
                said = line.facts
                since, until = (datetime.fromisoformat(said[name]) for name in ("since", "until"))
                until = min(until, ended.get(said["delegation"], until))
                if since < until:
                    people = line.people[said["deputy"]], line.people[said["principal"]]
                    yield Held(said["part"], people[0], since, until, is_dated=True, principal=people[1])

    def _ended(self) -> Iterable[tuple[int, datetime]]:
        """Which delegations ended early, and when."""
        for line in self.lines:
            over = [line.facts] if line.act.name == "cases.end_delegation" else line.facts.get("ended") or ()
            yield from ((row["delegation"], datetime.fromisoformat(row["until"])) for row in over)

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

    @property
    def is_interim(self) -> bool:
        """Whether the case still went on after the last event that is told of, whatever came of it since."""
        return self.status not in FINAL

    @cached_property
    def issued(self) -> list[int]:
        """Numbers of the versions that were issued."""
        return [line.facts["version"] for line in self.lines if line.act.name in ISSUES]

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
        """The one the plan ran on; before it was issued, the newest."""
        came = [
            line.facts.get("in_force") or line.facts.get("version") for line in self.lines if comes_into_force(line)
        ]
        number = came[-1] if came else None
        shown = [row for row in self.versions if number in (None, row.number)]
        return shown[-1] if shown else None

    @cached_property
    def changes(self) -> list[Change]:
        """Amendments that were shown to this reader, as they stood."""
        if self.plan is None:
            return []
        rows = self.plan.amendments.select_related("base").filter(begun_at__lte=self.moment)
        by_number = {row.number: row for row in self.versions}
        told = [change_as_of(row, self.lines, by_number) for row in rows]
        return [row for row in told if row.version or not self.seat.is_any_of(Part.SUBJECT)]

    @cached_property
    def pauses(self) -> list[Pause]:
        return list(self.plan.pauses.filter(paused_at__lte=self.moment)) if self.plan else []

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
        """Those of the versions that this part reads."""
        if self.plan is None:
            return []
        rows = self.plan.sign_offs.filter(at__lte=self.moment, version__in=self.versions)
        return list(rows.select_related("user", "deputy_for", "version", "plan"))

    @cached_property
    def attested(self) -> list[Certificate]:
        """The same, with what can be said about each to the part that reads this copy."""
        return attested(self.seat, self.sign_offs)

    @cached_property
    def receipts(self) -> list[Receipt]:
        """Each issued version, with what had come of its receipt."""
        rows = receipts_of(self.plan) if self.plan else []
        return [row.as_of(self.moment) for row in rows if row.issuance.at <= self.moment]

    @cached_property
    def proofs(self) -> Mapping[UUID, StoredFile]:
        """The files that receipts name, by id."""
        return files_of(self.case, [file_id for row in self.receipts for file_id in row.file_ids])

    @cached_property
    def checkpoints(self) -> list[Checkpoint]:
        """They exist once the plan runs; what was recorded or noted later is taken off again, unsaved. Of those not
        held, the ones of the version that the plan ran on.
        """
        moves = (line.event.data["to"] for line in self.lines if line.act.on == Plan._meta.label)
        if self.plan is None or PlanStatus.ACTIVE not in moves:
            return []
        rows = self.plan.checkpoints.select_related(*WITH_MINUTES).order_by("number")
        rows = rows.prefetch_related("progress", "addenda__by", "preparation__views", "reschedulings__by")
        days = {row["due_on"] for row in self.version.data["calendar"]["checkpoints"]} if self.version else set()
        return checkpoints_as_of(rows, self.lines, days)

    @cached_property
    def known_items(self) -> list[dict[str, Any]]:
        """Every item that a version had, those of the version that the plan ran on last: what was measured stays."""
        shown = [*self.versions, *filter(None, [self.version])]
        items = {item["id"]: item for row in shown for item in row.data["items"]}
        return [{"item": item} for item in items.values()]

    @property
    def meetings(self) -> list[Meeting]:
        """The same, each with its minutes, what was prepared, and both sides' answers."""
        said = (self.sign_offs, self.pauses, self.today, self.moment)
        return [meeting_as_of(row, *said) for row in self.checkpoints]

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
        before = held_before(self.changes, self.moment, self.case.time_zone)
        rows = items_with_charts(self.version.data, points_by_item(self.held), before=before, today=self.today)
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

    @property
    def result(self) -> Result | None:
        """How it ended without a decision: cancelled, or with the employment."""
        return WITHOUT_A_DECISION.get(PlanStatus(self.status)) if self.status else None

    @cached_property
    def comments(self) -> list[Comment]:
        return list(comments(self.seat).filter(at__lte=self.moment))


def as_of(copy: RecordCopy) -> CaseAsOf:
    """The case as this copy tells it."""
    return CaseAsOf(copy, RoleView(copy.case, copy.reader, played=Part(copy.part)))
