"""The rules a case follows, for everybody in it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.actions import record_reading
from cases.actor import Actor
from cases.seat import Seat, seat_at
from cases.states import Part
from people.http import Request
from plans import rulesets
from plans.queries import newest_for, plan_at


@require_GET
def rules(request: Request, reference: str) -> HttpResponse:
    """What the ruleset of the case says, in words for the employee. The others read the same words."""
    seat = seat_at(request, reference)
    plan = plan_at(seat)
    record_reading(seat, by=Actor.of(request))
    ruleset = rulesets.get(plan.ruleset)
    context = {
        "seat": seat, "case": seat.case, "rules": ruleset, "for_the_employee": seat.is_any_of(Part.SUBJECT),
        "frozen_with": _frozen_with_others(seat, ruleset),
    }  # fmt: skip
    return render(request, "plans/rules.html", context)


def _frozen_with_others(seat: Seat, ruleset: rulesets.Ruleset) -> dict[str, Any] | None:
    """The newest version's own rules, where they are not those of today: a file may be revised while a case runs."""
    version = newest_for(seat)
    named = version.data.get("ruleset") if version else None
    if version is None or not named or named["digest"] == ruleset.digest:
        return None
    return {"number": version.number, **named}
