"""Loading the demo: all of it or nothing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cases.delivery import drop_waiting
from plans.actions.library import ship_templates

from . import company
from .story import stories
from .walk import walk

NEWS = timedelta(days=4)  # what happened since then still goes out as mail, over a weekend too


@transaction.atomic
def load() -> int:
    """Found the company and walk its cases; returns how many. Does nothing where the demo's people exist.

    Nobody is mailed about what happened long ago.
    """
    if company.is_founded():
        return 0
    people = company.found()
    ship_templates()
    told = stories(timezone.now().date())
    for story in told:
        walk(story, people)
    drop_waiting(before=timezone.now() - NEWS)
    return len(told)
