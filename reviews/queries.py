"""Reads that join: checkpoints with their progress, sign-offs, the outcome."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from cases.refusals import NotVisible
from cases.seat import Seat
from cases.states import Part
from plans.along import pauses_of, rows_of
from plans.calendars import today_of
from plans.changing import amendments_for
from plans.models import Plan, PlanVersion, SignOff
from plans.queries import newest_for, plan_at, versions_for
from plans.states import OPEN, ChangeKind, PlanStatus

from .acts.ending import OPEN_FINAL_REVIEW
from .acts.moving import POSTPONE_CHECKPOINT
from .answers import answered_of
from .charts import Point, items_with_charts
from .charts.strip import Strip, strip_of
from .ended import WITHOUT_A_DECISION, outcomes_of
from .final_review import asked_until, current_review
from .learning import Help, Resource, help_in, resources_in
from .minutes import Side, minutes_of, preparation_of, sides_of
from .models import (
    Addendum,
    Attestation,
    Checkpoint,
    FinalReview,
    ItemResult,
    LearningStep,
    Outcome,
    Preparation,
    Progress,
    Rescheduling,
    Service,
)
from .moving import against_postponing
from .promised import promises_for, standing_for
from .receipts import Receipt, receipts_of
from .states import Result

WITH_MINUTES = ("minutes__version", "minutes__refusal", "minutes__by", "preparation")


def checkpoints_of(plan: Plan) -> list[Checkpoint]:
    """All checkpoints that were held or are planned now, in order, each with its progress: two queries, and one more
    where one of them stands for another day than the plan has for it.
    """
    rows = list(plan.checkpoints.filter(replaced_in=None).prefetch_related("progress"))
    if any(row.is_moved for row in rows):
        prefetch_related_objects(rows, "reschedulings")
    return rows


def checkpoint_at(seat: Seat, number: int) -> Checkpoint:
    """One checkpoint of the case; `NotVisible` where there is none of this number, or for this person."""
    plan = plan_at(seat)
    checkpoint = plan.checkpoints.select_related(*WITH_MINUTES).filter(number=number).first()
    if checkpoint is None or not seat.parts:
        raise NotVisible
    checkpoint.plan = plan
    if minutes := minutes_of(checkpoint):
        minutes.checkpoint = checkpoint
    return checkpoint


def preparation_for(seat: Seat, checkpoint: Checkpoint) -> Preparation | None:
    """What the employee prepared: theirs alone until it is opened, then everybody's in the case."""
    found = preparation_of(checkpoint)
    return found if found and (found.is_shared or seat.is_any_of(Part.SUBJECT)) else None


def sides_for(seat: Seat, checkpoint: Checkpoint) -> list[Side]:
    """How far both signatures on its minutes are; nothing where it has none to sign."""
    minutes = minutes_of(checkpoint)
    if minutes is None:
        return []
    plan = checkpoint.plan
    return sides_of(minutes, sign_offs_of(seat, plan), pauses_of(seat, plan), today=today_of(seat.case))


def next_checkpoint(plan: Plan) -> Checkpoint | None:
    """The earliest one that was not held yet."""
    return plan.checkpoints.filter(status="planned", replaced_in=None).first()


def points_by_item(checkpoints: Iterable[Checkpoint]) -> Mapping[str, list[Point]]:
    """Measured values of each item, oldest first, by the item's id as the plan's content writes it."""
    points: dict[str, list[Point]] = {}
    for checkpoint in checkpoints:
        for progress in checkpoint.progress.all():
            if checkpoint.held_on:
                point = Point(checkpoint.held_on, progress.value, progress.judgement)
                points.setdefault(str(progress.item_id), []).append(point)
    return points


def progress_of(checkpoint: Checkpoint) -> Mapping[str, Progress]:
    return {str(row.item_id): row for row in checkpoint.progress.all()}


def addenda_of(checkpoint: Checkpoint) -> list[Addendum]:
    """Corrections of its minutes, in order."""
    return list(checkpoint.addenda.select_related("by"))


def moves_of(checkpoint: Checkpoint) -> list[Rescheduling]:
    """Every move of it, in order."""
    return list(checkpoint.reschedulings.select_related("by"))


def may_postpone(seat: Seat, checkpoint: Checkpoint) -> bool:
    """Whether the employee still has the right to postpone this meeting."""
    return seat.may(POSTPONE_CHECKPOINT, checkpoint) and not any(against_postponing(checkpoint))


def measured_items(seat: Seat, checkpoint: Checkpoint) -> list[dict[str, Any]]:
    """The items as they stood when the checkpoint was held: what it measured is shown beside the target of that day."""
    plan, version = checkpoint.plan, newest_for(seat)
    if minutes := minutes_of(checkpoint):
        version = minutes.version
    elif checkpoint.submitted_at:
        later = plan.amendments.filter(in_force_at__gt=checkpoint.submitted_at).select_related("base").first()
        version = later.base if later else version
    return list(version.data["items"]) if version else []


def sign_offs_for(seat: Seat, plan: Plan) -> QuerySet[SignOff]:
    """The sign-offs of the versions that this person may read, in the order in which they were made."""
    rows = plan.sign_offs.filter(version__in=versions_for(seat, plan))
    return rows.select_related("user", "deputy_for")


def sign_offs_of(seat: Seat, plan: Plan) -> list[SignOff]:
    """The same, read once for a page; of the versions their number, without what they say."""
    rows = sign_offs_for(seat, plan).select_related("version").defer("version__content")
    found: list[SignOff] = seat.once("sign_offs", lambda: list(rows))
    return found


def outcome_for(seat: Seat, plan: Plan) -> Outcome | None:
    """The newest outcome this person may read: the employee reads a decided one, the others proposals too. One that
    extended the plan is over once the plan runs on.
    """
    rows = outcomes_of(seat, plan)
    if seat.is_any_of(Part.SUBJECT):
        rows = [row for row in rows if row.decided_at]
    newest = rows[-1] if rows else None
    return None if newest and newest.decided_at and newest.result == Result.EXTENDED else newest


def review_for(seat: Seat, plan: Plan) -> FinalReview | None:
    """The final review that is under way, read once for a page; not asked for where none can be."""
    if plan.status not in REVIEWED:
        return None
    found = rows_of(seat, plan, "final_reviews", lambda: [current_review(plan)])
    return found[0] if found else None


def results_of(outcome: Outcome) -> Mapping[str, ItemResult]:
    return {str(row.item_id): row for row in outcome.items.all()}


def learning_steps_of(plan: Plan) -> list[LearningStep]:
    return list(plan.learning_steps.select_related("by"))


def help_of(seat: Seat, plan: Plan) -> list[Help]:
    """The help of the version this person reads, with how far the employee is with what there is to learn from."""
    version = newest_for(seat)
    steps = rows_of(seat, plan, "learning_steps", lambda: learning_steps_of(plan))
    return help_in(version.data, steps, promises_for(seat, plan)) if version else []


def resource_at(seat: Seat, plan: Plan, learning_id: uuid.UUID) -> Resource:
    """One thing to learn from; `NotVisible` where the plan has none of this id."""
    found = next((row for row in resources_in(help_of(seat, plan)) if row.content["id"] == str(learning_id)), None)
    if found is None:
        raise NotVisible
    return found


def receipts_for(seat: Seat, plan: Plan) -> list[Receipt]:
    """The receipts of the case's plan, read once for a page."""
    found: list[Receipt] = seat.once("receipts", lambda: receipts_of(plan, sign_offs_of(seat, plan)))
    return found


def attestations_for(seat: Seat) -> list[Attestation]:
    """What this person was asked to attest in this case."""
    rows = Attestation.objects.filter(refusal__plan__case=seat.case, witness=seat.user)
    return list(rows.select_related("refusal__by", "refusal__version"))


def attestation_at(seat: Seat, attestation_id: uuid.UUID) -> Attestation:
    """What this person was asked; `NotVisible` for everything else, also for what others were asked."""
    found = next((row for row in attestations_for(seat) if row.pk == attestation_id), None)
    if found is None or not seat.parts:
        raise NotVisible
    return found


def service_at(seat: Seat, service_id: uuid.UUID) -> Service:
    """One service of this case; `NotVisible` where there is none of this id."""
    found = Service.objects.filter(plan__case=seat.case, pk=service_id).select_related("version", "plan").first()
    if found is None:
        raise NotVisible
    return found


def opens_review(seat: Seat, plan: Plan, checkpoints: Iterable[Checkpoint]) -> bool:
    """Whether the door to a final review is shown: what `against_opening_review` asks, of what the page has read."""
    if not seat.may(OPEN_FINAL_REVIEW, plan) or not any(row.is_held for row in checkpoints):
        return False
    changes, decided = amendments_for(seat), [row.decided_at for row in outcomes_of(seat, plan) if row.decided_at]
    begun = [row.begun_at for row in changes if row.kind == ChangeKind.EXTENSION]
    is_to_be_extended = bool(decided) and not any(at >= decided[-1] for at in begun)
    return not is_to_be_extended and not any(row.status in OPEN for row in changes)


REVIEWED = (PlanStatus.ACTIVE, PlanStatus.PAUSED, PlanStatus.FINAL_REVIEW)
RAN = (
    PlanStatus.ACTIVE,
    PlanStatus.PAUSED,
    PlanStatus.FINAL_REVIEW,
    PlanStatus.DECIDED,
    PlanStatus.SUSTAIN,
    PlanStatus.CLOSED,
    PlanStatus.CANCELLED,
    PlanStatus.LEFT,
)


def items_drawn(seat: Seat, version: PlanVersion, checkpoints: Iterable[Checkpoint]) -> list[dict[str, Any]]:
    """The items of a version, each with its chart, on which what was to be reached before a change stands too."""
    zone = ZoneInfo(seat.case.time_zone)
    changes = ((row.in_force_at, row.base) for row in amendments_for(seat))
    before = [(timezone.localdate(at, zone), base.data) for at, base in changes if at]
    return items_with_charts(version.data, points_by_item(checkpoints), before=before, today=today_of(seat.case))


def strip_for(seat: Seat, plan: Plan, checkpoints: Sequence[Checkpoint]) -> Strip | None:
    """The checkpoints on one line of days, None where there are none yet."""
    if not checkpoints or plan.starts_on is None or plan.ends_on is None:
        return None
    return strip_of(checkpoints, plan.starts_on, plan.ends_on, today_of(seat.case), standing_for(seat, plan))


def running_of(seat: Seat, plan: Plan) -> dict[str, Any]:
    """What a page shows once a plan was issued: items with what was measured, checkpoints, sign-offs, outcome."""
    checkpoints = checkpoints_of(plan)
    version = newest_for(seat)
    review = review_for(seat, plan)
    ending = ending_of(seat, plan)
    return {
        "items": items_drawn(seat, version, checkpoints) if version else [],
        "checkpoints": checkpoints,
        "strip": strip_for(seat, plan, checkpoints),
        "standing_on": standing_for(seat, plan),
        "sign_offs": sign_offs_of(seat, plan),
        "review": review,
        "may_open": review is None and opens_review(seat, plan, checkpoints),
        "asked_until": asked_until(review, pauses_of(seat, plan)) if review else None,
        "results": results_of(ending["outcome"]) if ending["outcome"] else {},
        **ending,
    }


def ending_of(seat: Seat, plan: Plan) -> dict[str, Any]:
    """How it came out, or what was proposed; what the employee answered; the word for an end without a decision."""
    outcome, answered = outcome_for(seat, plan), None
    if outcome and outcome.decided_at:
        answered = answered_of(outcome, sign_offs_of(seat, plan), today_of(seat.case))
    return {"outcome": outcome, "answered": answered, "result": WITHOUT_A_DECISION.get(PlanStatus(plan.status))}
