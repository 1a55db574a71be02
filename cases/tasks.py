"""Celery's doors into this room."""

from celery import shared_task
from django.conf import settings

from . import delivery, mailboxes
from . import sweep as sweeping


@shared_task
def deliver() -> None:
    """Send what waits in the outbox."""
    delivery.deliver_waiting()


@shared_task
def sweep() -> None:
    """Find what is due, then send what waits."""
    sweeping.sweep()
    delivery.deliver_waiting()


@shared_task
def read_bounces() -> None:
    """Read what came back to the sender's mailbox."""
    mailboxes.read_imap(settings.BOUNCES_URL)
