"""Reads of what was promised and delivered: for pages, and for one thing that somebody names."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases.models import CaseFile, StoredFile
from cases.models.casefile import held_now
from cases.queries import files_of
from cases.refusals import NotVisible
from cases.seat import Seat
from cases.states import Part
from people.models import User
from plans.along import rows_of
from plans.amending import standing_day
from plans.calendars import today_of
from plans.models import Commitment, Plan
from plans.queries import newest_for
from plans.states import PlanStatus

from .acts.delivery import DELIVERED
from .charts.kept import picture_of
from .models import Checkpoint, Delivery
from .promises import SOON, Delivered, Kept, Promise, delivered_by, delivered_of, promise_of, promises_in
from .states import DeliveryWord


def deliveries_of(plan: Plan) -> list[Delivery]:
    """All of a plan, oldest first, with what the employee said: one query."""
    return list(plan.deliveries.select_related("by", "answer__by"))


def deliveries_for(seat: Seat, plan: Plan) -> list[Delivery]:
    """The same, read once for a page."""
    return rows_of(seat, plan, "deliveries", lambda: deliveries_of(plan))


def files_delivered(seat: Seat, plan: Plan) -> Mapping[uuid.UUID, StoredFile]:
    """The files that its deliveries name, by id: no query where there are none."""
    named = [file_id for row in deliveries_for(seat, plan) for file_id in row.files]
    return files_of(seat.case, named) if named else {}


def standing_for(seat: Seat, plan: Plan) -> date:
    """The day by which something of this plan is late, read once for a page."""
    found: date = seat.once("standing", lambda: standing_day(plan))
    return found


def promises_for(seat: Seat, plan: Plan) -> list[Promise]:
    """What the version this person reads promises, as it stands today."""
    version = newest_for(seat)
    if version is None:
        return []
    found = map(delivered_of, deliveries_for(seat, plan))
    return promises_in(version.data, found, standing_for(seat, plan), is_paused=plan.status == PlanStatus.PAUSED)


def promise_at(seat: Seat, plan: Plan, promised_id: uuid.UUID) -> Promise:
    """One thing that the plan promises; `NotVisible` where it has none of this id."""
    found = promise_of(promises_for(seat, plan), promised_id)
    if found is None:
        raise NotVisible
    return found


def promise_behind(row: Delivery, today: date, deliveries: Sequence[Delivered] = ()) -> Promise:
    """What a delivery was of, by the row that stays when a version no longer has it."""
    thing: Any = row.commitment or row.support
    content = {name: getattr(thing, name, "") for name in ("kind", "content", "owner", "provider", "schedule")}
    content |= {"id": str(thing.pk), "needed_by": str(getattr(thing, "needed_by", ""))}
    item = {"id": str(thing.item_id), "area": thing.item.area, "due_on": str(thing.item.due_on)}
    return Promise(item, content, row.support_id is not None, deliveries or [delivered_of(row)], today)


def delivery_at(seat: Seat, plan: Plan, delivery_id: uuid.UUID) -> Delivered:
    """One delivery of this plan; `NotVisible` where there is none of this id."""
    found = next((row for row in deliveries_for(seat, plan) if row.pk == delivery_id), None)
    if found is None:
        raise NotVisible
    return delivered_of(found)


def promised_for(seat: Seat, plan: Plan) -> dict[str, Any]:
    """What a page that tells of promises needs besides them: how far they are kept, and the files and the currency
    that they name.
    """
    version, kept = newest_for(seat), Kept(promises_for(seat, plan))
    return {
        "kept": kept,
        "kept_picture": picture_of(kept),
        "files": files_delivered(seat, plan),
        "currency": version.data.get("currency", "") if version else "",
    }


@dataclass(frozen=True)
class Came:
    """A delivery, and what it was of."""

    promise: Promise
    delivered: Delivered


@dataclass(frozen=True)
class Since:
    """At a checkpoint: what was delivered since the one before, and what was still to come."""

    came: Sequence[Came]
    undelivered: Sequence[Promise]

    @property
    def pressing(self) -> list[Promise]:
        """What of it one asks about now."""
        return [row for row in self.undelivered if row.is_pressing]

    @property
    def ahead(self) -> list[Promise]:
        return [row for row in self.undelivered if not row.is_pressing]


def since_last(seat: Seat, checkpoint: Checkpoint, items: Sequence[Mapping[str, Any]]) -> Since:
    """As it stood when the checkpoint was recorded, as it stands now where it was not. `items` are those of the
    version that was in force then.
    """
    plan, until = checkpoint.plan, checkpoint.submitted_at or timezone.now()
    found, day = delivered_by(deliveries_for(seat, plan), until), checkpoint.held_on or standing_for(seat, plan)
    is_paused = plan.status == PlanStatus.PAUSED and not checkpoint.is_held
    return since(promises_in({"items": items}, found, day, is_paused=is_paused), _before(checkpoint, until))


def _before(checkpoint: Checkpoint, until: datetime) -> datetime | None:
    """When the checkpoint before this one was recorded."""
    earlier = checkpoint.plan.checkpoints.filter(submitted_at__lt=until).order_by("-submitted_at")
    return earlier.values_list("submitted_at", flat=True).first()


def since(promises: Sequence[Promise], after: datetime | None) -> Since:
    came = [Came(row, one) for row in promises for one in row.deliveries if after is None or one.row.at > after]
    came.sort(key=lambda row: row.delivered.row.at)
    return Since(came, sorted((row for row in promises if row.is_undelivered), key=lambda row: row.due_on))


def commitments_due(user: User) -> QuerySet[Commitment]:
    """Commitments that are due soon or late and did not come, of cases whose line manager this person is; which day it
    is is asked where each case is (`due_by_case`).
    """
    came = Delivery.objects.filter(commitment=OuterRef("pk")).exclude(answer__answer=DeliveryWord.DISPUTED)
    rows = Commitment.objects.filter(
        held_now("item__plan__case__parts__"),
        ~Exists(came),
        dropped_in=None,
        item__dropped_in=None,
        needed_by__lte=timezone.now().date() + SOON + timedelta(days=1),
        item__plan__status__in=DELIVERED,
        item__plan__case__parts__user=user,
        item__plan__case__parts__part=Part.MANAGER,
    )
    return rows.select_related("item__plan__case__subject").order_by("needed_by")


def due_by_case(rows: Iterable[Commitment]) -> list[tuple[CaseFile, date, int]]:
    """The cases of these commitments: the first day of each, and how many are due."""
    due: dict[CaseFile, list[date]] = {}
    for row in rows:
        case = row.item.plan.case
        if row.needed_by <= today_of(case) + SOON:
            due.setdefault(case, []).append(row.needed_by)
    return [(case, days[0], len(days)) for case, days in due.items()]
