"""Loading the demo: all of it or nothing."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cases.actor import Actor
from cases.delivery import drop_waiting
from plans.actions import add_learning_entry, ship_templates

from . import company
from .story import stories
from .walk import walk

LEARNING = Path(__file__).with_name("learning.toml")
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
    _fill_library(people)
    told = stories(timezone.now().date())
    for story in told:
        walk(story, people)
    drop_waiting(before=timezone.now() - NEWS)
    return len(told)


def _fill_library(people: company.Company) -> None:
    """What there is to learn from, added by HR."""
    for entry in tomllib.loads(LEARNING.read_text(encoding="utf-8"), parse_float=Decimal)["learning"]:
        add_learning_entry(by=Actor(user=people["hr"]), **entry)
