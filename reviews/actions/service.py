"""The service log: what was served by which channel, and what came back (R15)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import acting
from cases.actor import Actor
from cases.files.checks import Checked
from cases.models import CaseFile
from cases.refusals import NotVisible
from plans import rulesets
from plans.calendars import today_of
from plans.models import Plan
from reviews.acts import ADD_SERVICE_PROOF, LOG_SERVICE
from reviews.models import Service, ServiceProof
from reviews.receipts import newest_receipt
from reviews.states import ReceiptState

from .receipt import keep_files, newest_issuance, proceed, shown_version


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One service as it is told: `postal_number` belongs to registered post, `sent_to` to e-mail and messages."""

    channel: str
    served_on: date
    handed_over: str
    served_time: time | None = None
    postal_number: str = ""
    sent_to: str = ""
    note: str = ""
    evidence: Iterable[Checked] = field(default=())


def log_service(plan: Plan, *, by: Actor, digest: str, delivery: Delivery) -> Service:
    """Log that the version with this digest was served. Where the employee had not responded and the rules of the case
    know the channel, the plan runs from here on; otherwise it stands where it is.

    Raises `NotWhatWasShown`, or `ValidationError` for a day before the issue or ahead, or a field of another channel.
    """
    with acting(LOG_SERVICE, plan, by=by, texts=_words(delivery)) as step:
        version = shown_version(plan, digest)
        _check_day(step.case, plan, delivery.served_on)
        files = keep_files(step, delivery.evidence)
        settles = _settles(plan, delivery.channel)
        told = {"channel": delivery.channel, "served_on": delivery.served_on, "settles": settles}
        row = Service(plan=plan, version=version, served_time=delivery.served_time, files=files, **told, **step.texts)
        row.by, row.part, row.at = step.by.user, step.part, step.at
        row.full_clean()
        row.save()
        step.facts.update(told, service=row.pk, version=version.number, digest=digest)
        step.facts["served_time"] = row.served_time.isoformat() if row.served_time else ""
        step.stays = not settles
        if settles:
            proceed(step, plan, version)
    return row


def _words(delivery: Delivery) -> dict[str, str]:
    return {name: getattr(delivery, name) for name in LOG_SERVICE.texts}


def _settles(plan: Plan, channel: str) -> bool:
    receipt = newest_receipt(plan)
    waits = receipt is not None and receipt.state == ReceiptState.NO_RESPONSE
    return waits and channel in rulesets.get(plan.ruleset).receipt.service


def _check_day(case: CaseFile, plan: Plan, served_on: date) -> None:
    if served_on > today_of(case):
        raise ValidationError({"served_on": _("This day lies ahead. Log a service once it happened.")})
    if served_on < timezone.localdate(newest_issuance(plan).at, ZoneInfo(case.time_zone)):
        raise ValidationError({"served_on": _("The plan was not issued yet on this day.")})


def add_service_proof(
    plan: Plan, *, by: Actor, service: Service, came_on: date, result: str, note: str = "",
    evidence: Iterable[Checked] = (),
) -> ServiceProof:  # fmt: skip
    """Add what came back of a service: a return slip, a report of delivery, the letter itself. Nothing is replaced.

    Raises `NotVisible` for a service of another plan, `ValidationError` for a day before the service or ahead.
    """
    with acting(ADD_SERVICE_PROOF, plan, by=by, texts={"note": note}) as step:
        if service.plan_id != plan.pk:
            raise NotVisible
        _check_came(step.case, service, came_on)
        told: dict[str, Any] = {"came_on": came_on, "result": result}
        row = ServiceProof(service=service, note=note, files=keep_files(step, evidence), **told)
        row.by, row.part, row.at = step.by.user, step.part, step.at
        row.full_clean()
        row.save()
        step.facts.update(told, proof=row.pk, service=service.pk, version=service.version.number)
    return row


def _check_came(case: CaseFile, service: Service, came_on: date) -> None:
    if came_on > today_of(case):
        raise ValidationError({"came_on": _("This day lies ahead.")})
    if came_on < service.served_on:
        raise ValidationError({"came_on": _("This day lies before the service itself.")})
