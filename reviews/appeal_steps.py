"""Whose turn an appeal is, for what, and by when."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from cases.acts import Act
from cases.states import Part
from plans import rulesets

from .acts.appeal import ARRANGE_HEARING, DECIDE_APPEAL, NAME_HEARER, RECORD_HEARING
from .models import Appeal
from .states import AppealStatus

STEPS = {
    AppealStatus.FILED: NAME_HEARER,
    AppealStatus.NAMED: ARRANGE_HEARING,
    AppealStatus.ARRANGED: RECORD_HEARING,
    AppealStatus.HEARD: DECIDE_APPEAL,
}


def turn_in(appeal: Appeal) -> Part:
    return Part.HR_PARTNER if appeal.status == AppealStatus.FILED else Part.HEARER


def next_step(appeal: Appeal) -> tuple[Act, date | None]:
    """What an open appeal waits for, and the day on which its reminders begin, or that of the hearing."""
    remind = rulesets.get(appeal.plan.ruleset).reminders
    match appeal.status:
        case AppealStatus.FILED:
            due_on = _days_after(appeal, appeal.filed_at, remind.hearer.days)
        case AppealStatus.NAMED:
            due_on = _days_after(appeal, appeal.named_at, remind.hearing_missing.days)
        case AppealStatus.HEARD:
            due_on = _days_after(appeal, appeal.hearings.latest("number").at, remind.appeal.days)
        case _:
            due_on = appeal.meets_on
    return STEPS[AppealStatus(appeal.status)], due_on


def _days_after(appeal: Appeal, moment: datetime | None, days: int) -> date | None:
    if moment is None:
        return None
    return timezone.localdate(moment, ZoneInfo(appeal.plan.case.time_zone)) + timedelta(days=days)


def page_of_step(appeal: Appeal, step: Act) -> str:
    return reverse(step.name.replace(".", ":"), args=[appeal.plan.case.reference])
