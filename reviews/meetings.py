"""When a checkpoint may be prepared for, recorded and signed. Rules only: nothing is written here."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.calendars import today_of
from plans.models import SignOff
from plans.states import PlanStatus, Step

from .minutes import minutes_of, preparation_of
from .models import Checkpoint


def not_running(checkpoint: Checkpoint) -> Iterator[str]:
    if checkpoint.plan.status != PlanStatus.ACTIVE:
        yield _("The plan is not running now.")
    if checkpoint.is_replaced:
        yield _("The plan was changed: this checkpoint is planned no more.")


def against_preparing(checkpoint: Checkpoint) -> Iterator[str]:
    """Until the meeting the employee may change what they prepared as often as they like."""
    yield from not_running(checkpoint)
    found = preparation_of(checkpoint)
    if found and found.is_shared:
        yield _("The meeting has begun: what you prepared is open to your manager, and stays as it is.")


def against_opening(checkpoint: Checkpoint) -> Iterator[str]:
    """What the employee prepared is theirs alone until the day of the meeting."""
    yield from not_running(checkpoint)
    found = preparation_of(checkpoint)
    if found is None or found.is_shared:
        yield _("There is nothing that waits to be opened.")
    elif today_of(checkpoint.plan.case) < checkpoint.due_on:
        yield _("What the employee prepares is theirs alone until the day of the meeting.")


def against_signing_minutes(checkpoint: Checkpoint) -> Iterator[str]:
    """Which of the two sides has signed already, only the act itself can say."""
    if minutes_of(checkpoint) is None:
        yield _("This checkpoint was recorded before minutes were signed.")


def against_refusing_minutes(checkpoint: Checkpoint) -> Iterator[str]:
    yield from against_signing_minutes(checkpoint)
    minutes = minutes_of(checkpoint)
    signed = SignOff.objects.filter(plan=checkpoint.plan_id, step=Step.MINUTES, number=checkpoint.number)
    if signed.filter(part="subject").exists():
        yield _("You have signed this already.")
    elif minutes and hasattr(minutes, "refusal"):
        yield _("It is on record already that you do not sign these minutes.")
