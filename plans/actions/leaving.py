"""The employee leaves the company while their plan goes on."""

from datetime import date
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import acting
from cases.actor import Actor
from plans.acts import RECORD_LEAVING
from plans.calendars import today_of
from plans.models import Plan


def record_leaving(plan: Plan, *, by: Actor, left_on: date, words: str = "") -> None:
    """The employee's last day at the company, on which the plan ended as well, whatever it had come to.

    Raises `ValidationError` for a day that lies ahead, or before the case was opened.
    """
    with acting(RECORD_LEAVING, plan, by=by, facts={"left_on": left_on}, texts={"words": words}) as step:
        if left_on > today_of(step.case):
            raise ValidationError({"left_on": _("This day lies ahead. Record it once it is there.")})
        if left_on < timezone.localdate(step.case.opened_at, ZoneInfo(step.case.time_zone)):
            raise ValidationError({"left_on": _("The case was not opened yet on this day.")})
