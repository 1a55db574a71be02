"""Celery's doors into this room."""

from celery import shared_task

from . import making


@shared_task
def make_next_copy() -> None:
    """Make the copy of a record that has waited longest."""
    making.make_next()
