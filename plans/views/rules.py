"""The rules a case follows, for everybody in it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.actions import record_reading
from cases.actor import Actor
from cases.refusals import NotYourPart
from cases.reminder_words import told
from cases.seat import Seat, seat_at
from cases.states import Part
from people.http import Request
from people.queries import holders_of
from people.states import Role
from plans import rulesets
from plans.queries import newest_for, plan_at

READ_BY = (Part.HR_PARTNER, Part.HR, Part.AUDITOR)  # the reminders; of their own everybody is told as they come


@require_GET
def rules(request: Request, reference: str) -> HttpResponse:
    """What the ruleset of the case says, in words for the employee. The others read the same words."""
    seat = seat_at(request, reference)
    plan = plan_at(seat)
    record_reading(seat, by=Actor.of(request))
    ruleset = rulesets.get(plan.ruleset)
    context = {
        "seat": seat, "case": seat.case, "rules": ruleset, "for_the_employee": seat.is_any_of(Part.SUBJECT),
        "frozen_with": _frozen_with_others(seat, ruleset), "reads_reminders": seat.is_any_of(*READ_BY),
    }  # fmt: skip
    return render(request, "plans/rules.html", context)


@require_GET
def reminders(request: Request, reference: str) -> HttpResponse:
    """Who is reminded of what in this case, and when: for HR and auditors."""
    seat = seat_at(request, reference)
    if not seat.is_any_of(*READ_BY):
        raise NotYourPart
    ruleset = rulesets.get(plan_at(seat).ruleset)
    record_reading(seat, by=Actor.of(request))
    context = {
        "seat": seat, "case": seat.case, "rules": ruleset, "reminders": told(ruleset.name),
        "zone": seat.case.time_zone, "has_hr_lead": holders_of(Role.HR_LEAD).exists(),
    }  # fmt: skip
    return render(request, "plans/reminders.html", context)


def _frozen_with_others(seat: Seat, ruleset: rulesets.Ruleset) -> dict[str, Any] | None:
    """The newest version's own rules, where they are not those of today: a file may be revised while a case runs."""
    version = newest_for(seat)
    named = version.data.get("ruleset") if version else None
    if version is None or not named or named["digest"] == ruleset.digest:
        return None
    return {"number": version.number, **named}
