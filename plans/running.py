"""What the rooms above know of a running plan, and what they do when another version of it comes into force (ADR 6).

Meetings are held in `reviews`; here one only needs to know which days that leaves fixed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from .models import Plan, PlanVersion


@dataclass(frozen=True)
class Held:
    """`days` are the planned days of the checkpoints that were held, `last_on` when the last of them was."""

    days: frozenset[date] = frozenset()
    last_on: date | None = None


def issued_on(plan: Plan) -> date:
    """The day on which a plan that was issued first was, where the case is: what follows carries none before (R26)."""
    return timezone.localdate(plan.issuances.earliest("at").at, ZoneInfo(plan.case.time_zone))


Provider = Callable[[Plan], Held]
Follower = Callable[[Plan, PlanVersion], Mapping[str, Any]]
_providers: list[Provider] = []
_followers: list[Follower] = []


def knows_what_was_held(provider: Provider) -> Provider:
    """Register who knows what was held and measured."""
    _providers.append(provider)
    return provider


def follows(follower: Follower) -> Follower:
    """Register what happens, inside the act, when this version comes into force after another one; what it returns
    is told in the act's event.
    """
    _followers.append(follower)
    return follower


def held_of(plan: Plan) -> Held:
    """What was held of this plan; nothing where no room says so."""
    return next((provider(plan) for provider in _providers), Held())


def follow(plan: Plan, version: PlanVersion) -> dict[str, Any]:
    """What there is to tell of what followed."""
    return {name: told for follower in _followers for name, told in follower(plan, version).items()}
