"""Celery's doors into this room."""

from contextlib import suppress

from celery import shared_task

from cases.verifying import NotAsWritten

from . import making
from .heads import letters, stamping
from .heads.making import AtIt, make

COPIED_WITHIN = 300  # seconds: one record printed, and one volume of exhibits
MADE_WITHIN = 3600  # seconds, of a daily checkpoint: all earlier ones are verified first


@shared_task(time_limit=COPIED_WITHIN, soft_time_limit=COPIED_WITHIN - 20)
def make_next_copy() -> None:
    """Make the copy of a record that has waited longest."""
    making.make_next()


@shared_task(time_limit=MADE_WITHIN, soft_time_limit=MADE_WITHIN - 60)
def make_daily_checkpoint() -> None:
    """Make the daily checkpoint, unless another worker is at it. What is wrong was logged where it was found."""
    with suppress(AtIt, NotAsWritten):
        make(wait=False)
        stamping.stamp_newest()


@shared_task
def send_checkpoint_letters() -> None:
    """Send the letters that wait."""
    letters.send_waiting()
