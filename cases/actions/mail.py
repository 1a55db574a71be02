"""What became of a mail: it was sent, refused for good, came back, or HR saw to it. Each is an event of its case."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import notices
from cases.acting import Step, acting
from cases.actor import Actor
from cases.acts import BOUNCE_NOTICE, FAIL_NOTICE, RESEND_NOTICE, SEND_NOTICE, SETTLE_NOTICE
from cases.mailing import message_digest
from cases.models import Notice
from cases.refusals import WrongMoment

OVERTAKEN = _("Somebody else saw to this mail in the meantime.")
NO_LONGER_SO = _("What this mail says is no longer so, or the person no longer sees the case. Mark it as dealt with.")


def send_notice(notice: Notice, *, by: Actor) -> None:
    """The mail server took the mail. Raises `WrongMoment` where another worker claimed the notice since it was read."""
    claim = notice.claim
    with acting(SEND_NOTICE, notice, by=by) as step:
        _hold(step, claim)
        notice.sent_at, notice.fault, notice.message = step.at, "", message_digest(notice)
        _tell(step)


def fail_notice(notice: Notice, *, by: Actor, fault: str) -> None:
    """The mail server refused the mail for good. Raises `WrongMoment` as `send_notice` does."""
    claim = notice.claim
    with acting(FAIL_NOTICE, notice, by=by) as step:
        _hold(step, claim)
        notice.fault, notice.message = fault, message_digest(notice)
        _tell(step, fault=fault)


def bounce_notice(notice: Notice, *, by: Actor, status: str) -> None:
    """The mail came back for good, with this status (RFC 3463). Raises `WrongMoment` where it was settled before."""
    with acting(BOUNCE_NOTICE, notice, by=by) as step:
        _hold(step)
        notice.fault, notice.delayed_at = status, None
        _tell(step, fault=status)


def resend_notice(notice: Notice, *, by: Actor) -> None:
    """HR sends a mail again, to the address that the person has now: the next round of the same notice.

    Raises `WrongMoment` where what it says is no longer so: the worker would only drop it.
    """
    from cases.delivery import still_holds  # which itself does the acts above

    with acting(RESEND_NOTICE, notice, by=by) as step:
        _hold(step)
        if not still_holds(notice):
            raise WrongMoment(NO_LONGER_SO)
        notice.round, notice.attempts, notice.sent_at, notice.delayed_at = notice.round + 1, 0, None, None
        notice.try_at, notice.stalled, notice.fault = timezone.now(), False, ""
        _tell(step)
    notices.nudge_on_commit()


def settle_notice(notice: Notice, *, by: Actor, words: str) -> None:
    """HR reached the person in another way, and says how: nothing more is done about this mail."""
    with acting(SETTLE_NOTICE, notice, by=by, texts={"words": words}) as step:
        _hold(step)
        _tell(step)


def _hold(step: Step, claim: int | None = None) -> None:
    """Lock the row, which workers claim without the case's lock. Nothing that was claimed since may be overwritten."""
    found = Notice.objects.select_for_update().get(pk=step.subject.pk)
    if (found.claim, found.state) != (step.subject.claim if claim is None else claim, step.before):
        raise WrongMoment(OVERTAKEN)


def _tell(step: Step, **more: Any) -> None:
    """Which mail it was: never an address, nor a word of it."""
    notice = step.subject
    notice.recorded = True
    step.facts.update(kind=notice.kind, recipient=notice.recipient_id, message=notice.message, round=notice.round)
    step.facts.update(attempt=notice.attempts, **more)
