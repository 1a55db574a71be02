"""What was promised is delivered: the company's side records it, the employee confirms or disputes it."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actor import Actor
from cases.files.checks import Checked
from cases.refusals import NotVisible, WrongMoment
from cases.states import Part
from plans.calendars import today_of
from plans.models import Commitment, Plan, SupportMeasure
from plans.running import issued_on
from reviews.acts.delivery import CONFIRM_DELIVERY, DELIVER
from reviews.models import Delivery, DeliveryAnswer
from reviews.promises import against_answering, against_delivering, delivered_of
from reviews.states import DeliveryWord

from .receipt import keep_files


def deliver(
    plan: Plan, *, by: Actor, promised: uuid.UUID, delivered_on: date, words: str, evidence: Iterable[Checked] = ()
) -> Delivery:
    """Record that a commitment or support measure of the version in force was delivered; again only after a dispute.

    Raises `NotVisible` for something that the version does not promise, `ValidationError` for a day before the issue
    or ahead, or without words.
    """
    with acting(DELIVER, plan, by=by, texts={"words": words}) as step:
        thing = _promised(plan, promised)
        before = Delivery.objects.filter(**thing).select_related("answer").last()
        _refuse(against_delivering(delivered_of(before) if before else None))
        _check_day(step, delivered_on)
        number = before.number + 1 if before else 1
        told: dict[str, Any] = {"number": number, "delivered_on": delivered_on}
        row = Delivery(plan=plan, **thing, **told, words=words, by=by.user, part=step.part, at=step.at)
        row.files = keep_files(step, evidence)
        row.full_clean()
        row.save()
        step.facts.update(told, delivery=row.pk, kind=next(iter(thing)), promised=promised)
    return row


def _promised(plan: Plan, promised: uuid.UUID) -> dict[str, Commitment | SupportMeasure]:
    """The row that was promised, by its kind; read under the case's lock."""
    of_plan: dict[str, Any] = {"item__plan": plan, "dropped_in": None, "item__dropped_in": None, "pk": promised}
    if commitment := Commitment.objects.filter(**of_plan).first():
        return {"commitment": commitment}
    if support := SupportMeasure.objects.filter(**of_plan).first():
        return {"support": support}
    raise NotVisible


def _refuse(reason: str | None) -> None:
    if reason:
        raise WrongMoment(reason)


def _check_day(step: Step, delivered_on: date) -> None:
    if delivered_on > today_of(step.case):
        raise ValidationError({"delivered_on": _("This day lies ahead. Record a delivery once it happened.")})
    if delivered_on < issued_on(step.subject):
        raise ValidationError({"delivered_on": _("The plan was not issued yet on this day.")})


def confirm_delivery(plan: Plan, *, by: Actor, delivery: Delivery, answer: str, words: str = "") -> DeliveryAnswer:
    """The employee confirms that it came, or disputes it and says why; once. HR is told of a dispute.

    Raises `NotVisible` for a delivery of another plan, `ValidationError` for a dispute without words.
    """
    with acting(CONFIRM_DELIVERY, plan, by=by, texts={"words": words}) as step:
        if delivery.plan_id != plan.pk:
            raise NotVisible
        delivery.refresh_from_db()  # forgets what was read of its answer: the lock was waited for
        _refuse(against_answering(delivered_of(delivery)))
        row = DeliveryAnswer(delivery=delivery, answer=answer, words=words, by=by.user, at=step.at)
        row.full_clean()
        row.save()
        step.facts.update(answered=row.pk, delivery=delivery.pk, answer=answer)
        step.tells = step.tells if answer == DeliveryWord.DISPUTED else (Part.MANAGER,)
    return row
