"""When a checkpoint may move, and to which day (R21, R23). Rules only: nothing is written here."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans import rulesets
from plans.amending import days_in_force
from plans.calendars import today_of
from plans.models import Plan

from .meetings import not_running
from .models import Checkpoint, Rescheduling

POSTPONED_BY = 5  # working days, at most


def against_postponing(checkpoint: Checkpoint) -> Iterator[str]:
    """The employee postpones a meeting while it lies ahead, as often as the rules of the case say (R23)."""
    yield from not_running(checkpoint)
    if not postponements_left(checkpoint):
        yield _("The rules of this case leave you no other postponement of this meeting. Ask your manager to move it.")
    if checkpoint.due_on < today_of(checkpoint.plan.case):
        yield _("The day of this meeting is over. Ask your manager for another one.")


def postponements_left(checkpoint: Checkpoint) -> int:
    """How often the employee may still postpone this meeting."""
    most = rulesets.get(checkpoint.plan.ruleset).meetings.postponements
    return max(0, most - Rescheduling.objects.filter(checkpoint=checkpoint, is_postponed=True).count())


def faults_in_day(checkpoint: Checkpoint, day: date) -> Iterator[str]:
    """Why a checkpoint cannot move to this day, in whole sentences."""
    plan = checkpoint.plan
    if day == checkpoint.due_on:
        yield _("The checkpoint stands for this day already.")
    if day < today_of(plan.case):
        yield _("This day is over. Choose one that lies ahead.")
    if plan.ends_on and day > plan.ends_on:
        yield _("The plan ends on %(day)s. Later there is no checkpoint: for that the plan is extended.") % {
            "day": date_format(plan.ends_on)
        }
    if why := days_in_force(plan).why_free(day):
        yield _("Nobody works on this day: %(why)s. Choose a working day.") % {"why": why}
    yield from _out_of_order(checkpoint, day)


def _out_of_order(checkpoint: Checkpoint, day: date) -> Iterator[str]:
    """The checkpoints of a plan keep their order: numbers, interim targets and what was agreed follow it."""
    others = checkpoint.plan.checkpoints.filter(replaced_in=None).exclude(pk=checkpoint.pk)
    before = others.filter(due_on__lte=checkpoint.due_on).last()
    after = others.filter(due_on__gt=checkpoint.due_on).first()
    if before and day <= before.due_on:
        yield _("Checkpoint %(number)d comes before it, on %(day)s. Choose a later day.") % _named(before)
    if after and day >= after.due_on:
        yield _("Checkpoint %(number)d comes after it, on %(day)s. Choose an earlier day.") % _named(after)


def _named(checkpoint: Checkpoint) -> dict[str, object]:
    return {"number": checkpoint.number, "day": date_format(checkpoint.due_on)}


def against_short_notice(plan: Plan, day: date) -> Iterator[str]:
    """Less notice than the rules of the case promise the employee needs their agreement (R23)."""
    notice = rulesets.get(plan.ruleset).meetings.notice_days
    if day < today_of(plan.case) + timedelta(days=notice):
        yield ngettext(
            "The rules of this case promise the employee %(number)d day's notice. Choose a later day, or say that they "
            "agree to this one.",
            "The rules of this case promise the employee %(number)d days' notice. Choose a later day, or say that they "
            "agree to this one.",
            notice,
        ) % {"number": notice}


def against_late_postponing(checkpoint: Checkpoint, day: date) -> Iterator[str]:
    """A postponement leads to a later day, and not far."""
    latest = days_in_force(checkpoint.plan).later(checkpoint.due_on, POSTPONED_BY)
    if not checkpoint.due_on < day <= latest:
        yield _("Choose a day after %(first)s, and not after %(last)s: that is five working days.") % {
            "first": date_format(checkpoint.due_on), "last": date_format(latest),
        }  # fmt: skip
