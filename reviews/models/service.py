"""The service log: by which way an issued version reached the employee, and what came back (R15). Written once."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.acts import Words
from cases.models.constraints import known
from cases.states import Part
from people.models import User
from plans.models import Plan, PlanVersion
from plans.models.plan import LONG
from plans.states import ServiceChannel
from reviews.states import ServiceResult

POSTED = (ServiceChannel.REGISTERED_POST,)
SENT = (ServiceChannel.EMAIL, ServiceChannel.MESSAGE)
NEEDED = {"postal_number": POSTED, "sent_to": SENT}  # fields that belong to some channels, and to these only

LACKS: dict[str, Words] = {
    "postal_number": _("Write the number that the post gave it."),
    "sent_to": _("Write the address or account it was sent to."),
}
STRAYS: dict[str, Words] = {
    "postal_number": _("Only registered post has a number."),
    "sent_to": _("Only an e-mail or a message has an address here."),
}


class Service(models.Model):
    """One service of one version, as whoever did it logged it. `settles` says that it came after "no response", by a
    channel of the case's rules, and so let the plan run. `files` are the ids of stored files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="services", editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="services", editable=False)
    channel = models.CharField(_("channel"), max_length=20, choices=ServiceChannel)
    served_on = models.DateField(_("day"))
    served_time = models.TimeField(_("time"), null=True, blank=True)
    handed_over = models.TextField(_("what was handed over"), max_length=LONG)
    postal_number = models.CharField(_("number of the registered post"), max_length=60, blank=True)
    sent_to = models.CharField(_("address it was sent to"), max_length=254, blank=True)
    note = models.TextField(_("note"), max_length=LONG, blank=True)
    files = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    settles = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("at",)
        constraints = (
            known("channel", ServiceChannel, "service_channel_known"),
            known("part", Part, "service_part_known"),
            models.CheckConstraint(
                condition=(Q(channel__in=POSTED) & ~Q(postal_number=""))
                | (~Q(channel__in=POSTED) & Q(postal_number="")),
                name="service_number_of_post",
                violation_error_code="number",
                violation_error_message=_("Registered post has a number; other channels have none."),
            ),
            models.CheckConstraint(
                condition=(Q(channel__in=SENT) & ~Q(sent_to="")) | (~Q(channel__in=SENT) & Q(sent_to="")),
                name="service_address_of_message",
                violation_error_code="address",
                violation_error_message=_("An e-mail or a message has an address; other channels have none."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.channel}"

    def clean(self) -> None:
        """What belongs to the channel is there, and what belongs to another is not."""
        check_channel(self.channel, {name: getattr(self, name) for name in NEEDED})


class ServiceProof(models.Model):
    """What came back of a service: a return slip, a report of delivery, the letter itself. A later one may say more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="proofs", editable=False)
    came_on = models.DateField(_("day"))
    result = models.CharField(_("what came back"), max_length=20, choices=ServiceResult)
    note = models.TextField(_("note"), max_length=LONG, blank=True)
    files = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    part = models.CharField(max_length=20, choices=Part, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("proof of a service")
        verbose_name_plural = _("proofs of services")
        ordering = ("at",)
        constraints = (
            known("result", ServiceResult, "service_result_known"),
            known("part", Part, "service_proof_part_known"),
        )

    def __str__(self) -> str:
        return f"{self.service_id} {self.result}"


def check_channel(channel: str, said: dict[str, str]) -> None:
    """Raises `ValidationError` where a field of this channel lacks, or one of another is filled in."""
    errors = {name: _fault_of(name, channel, text) for name, text in said.items()}
    if found := {name: words for name, words in errors.items() if words}:
        raise ValidationError(found)


def _fault_of(name: str, channel: str, text: str) -> Words:
    needed = channel in NEEDED[name]
    if needed and not text:
        return LACKS[name]
    return STRAYS[name] if text and not needed else ""
