"""Parts that pass on, for good or for some days, in the world of `tests.world`.

Gus takes over from Ada, Dora from Cleo; Fay deputises for Ada, Dora for Cleo.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases import actions as cases
from cases.actor import Actor
from cases.models import CaseFile, CasePart
from cases.states import ChangeReason, Part
from people.models import User
from tests.world import END, People, actor

WORDS = "She moves to the other plant."


def today(case: CaseFile) -> date:
    return timezone.localdate(timezone=ZoneInfo(case.time_zone))


def change_manager(
    case: CaseFile, who: People, to: User | None = None, reason: str = ChangeReason.NEW_LINE, words: str = WORDS
) -> None:
    cases.change_manager(case, by=actor(who.cleo), to=to or who.gus, reason=reason, words=words)


def change_hr_partner(
    case: CaseFile, who: People, to: User | None = None, reason: str = ChangeReason.ABSENCE, words: str = WORDS
) -> None:
    cases.change_hr_partner(case, by=actor(who.cleo), to=to or who.dora, reason=reason, words=words)


def delegate(
    case: CaseFile, who: People, to: User | None = None, *, by: User | None = None, part: Part = Part.MANAGER,
    first: int = 0, days: int = 5, reason: str = "On leave.",
) -> CasePart:  # fmt: skip
    """For `days` days from the `first` day after today on; by Ada, to Fay."""
    begins = today(case) + timedelta(days=first)
    return cases.delegate_part(
        case, by=actor(by or who.ada), part=part, to=to or who.fay, first_day=begins,
        last_day=begins + timedelta(days=days - 1), reason=reason,
    )  # fmt: skip


def end(case: CaseFile, delegation: CasePart, by: User) -> None:
    cases.end_delegation(case, by=actor(by), delegation=delegation)


def delegate_own(case: CaseFile, by: Actor) -> None:
    """Whoever tries: the HR partner's part to Kim of HR, anybody else's to Kim too, who is nobody's manager."""
    kim = User.objects.get(name="Kim")
    part = Part.HR_PARTNER if case.parts.filter(user=by.user, part=Part.HR_PARTNER).exists() else Part.MANAGER
    days = {"first_day": today(case), "last_day": today(case)}
    cases.delegate_part(case, by=by, part=part, to=kim, reason="On leave.", **days)


def _change(action: Callable[..., None]) -> Callable[..., None]:
    def change(case: CaseFile, by: Actor) -> None:
        action(case, by=by, to=User.objects.get(name="Kim"), reason=ChangeReason.OTHER, words=WORDS)

    return change


# Each act as the policy's test tries it, by anybody: to Kim, who is of HR and has no part.
HANDING_ON: dict[str, Callable[..., Any]] = {
    "cases.change_manager": _change(cases.change_manager),
    "cases.change_hr_partner": _change(cases.change_hr_partner),
    "cases.delegate_part": delegate_own,
    "cases.end_delegation": lambda case, by: end(case, case.parts.delegations().first() or CasePart(pk=0), by.user),
}


# What `tests.rules.test_bad_input` sends: where the case stands, who sends it, to which page, with which fields.
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "name a manager": ("v", "cleo", "people/manager/", {"to": "Gus", "reason": "new_line", "words": "x"}),
    "name an HR partner": ("v", "cleo", "people/hr-partner/", {"to": "Dora", "reason": "absence", "words": "x"}),
    "name a deputy": ("v", "ada", "people/deputy/", {
        "part": "manager", "to": "Fay", "first_day": END + timedelta(days=1), "last_day": END + timedelta(days=9),
        "reason": "x",
    }),
    "end a delegation": ("v", "ada", "people/deputy/end/", {"delegation": "Fay"}),
}  # fmt: skip
