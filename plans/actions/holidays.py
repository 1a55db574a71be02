"""Every write on the holiday calendars: those that came with pipcases brought up to date, and what HR changes.

They belong to no case, so no act and no event records them: HR keeps them for the whole company, and every change of
HR's stands in a table that is written once (`CalendarEdit`).
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actor import Actor
from plans.calendars import SATURDAY
from plans.holidays import SHIPPED, ShippedDay, days_of, knows, language_of, source
from plans.library.keepers import check_keeps_the_library
from plans.models import CalendarDay, CalendarEdit, CalendarYear, HolidayCalendar
from plans.models.plan import EARLIEST, LATEST
from plans.states import CalendarStep, DayKind

BACK, AHEAD = 3, 3  # years around this one that are kept in the tables

type Years = dict[tuple[uuid.UUID, int], CalendarYear]
type Edited = set[tuple[uuid.UUID, int | None]]


def years_around(today: date) -> range:
    return range(today.year - BACK, today.year + AHEAD + 1)


# What came with pipcases -----------------------------------------------------------------------


@transaction.atomic
def load_calendars(years: Iterable[int]) -> int:
    """Bring the tables in line with the package; returns how many years are new or differ from before.

    Safe to repeat, and in several processes at once: they wait for each other. A year that HR changed or checked is
    never touched again. A company's own calendar gets the years that it lacks from the one it copies.
    """
    calendars = [_calendar(code) for code in SHIPPED]
    list(HolidayCalendar.objects.select_for_update().order_by("pk"))
    edited: Edited = set(CalendarEdit.objects.exclude(year=None).values_list("calendar_id", "year"))
    there = {(row.calendar_id, row.year): row for row in CalendarYear.objects.prefetch_related("days")}
    count = sum(
        _load(calendar, year, there)
        for calendar in calendars
        for year in years
        if (calendar.pk, year) not in edited and knows(calendar.code, year)
    )
    return count + _bring_up_to_date(edited)


def _calendar(code: str) -> HolidayCalendar:
    """The English name is kept for whoever reads the tables; pages translate it."""
    calendar, _is_new = HolidayCalendar.objects.get_or_create(
        code=code, defaults={"name": str(SHIPPED[code]), "language": language_of(code)}
    )
    return calendar


def _load(calendar: HolidayCalendar, year: int, there: Years) -> bool:
    days, row = days_of(calendar.code, year), there.get((calendar.pk, year))
    if row and _said(row.days.all()) == _said(days):
        return False
    if row is None:
        row = CalendarYear.objects.create(calendar=calendar, year=year, source=source())
    _put(row, days)
    CalendarYear.objects.filter(pk=row.pk).update(source=source())
    return True


def _said(days: Iterable[CalendarDay | ShippedDay]) -> list[tuple[Any, ...]]:
    return sorted((row.day, row.kind, row.name, row.name_en) for row in days)


def _put(year: CalendarYear, days: Iterable[CalendarDay | ShippedDay]) -> None:
    year.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(of=year, day=row.day, kind=row.kind, name=row.name[:200], name_en=row.name_en[:200]) for row in days
    )


def _bring_up_to_date(edited: Edited) -> int:
    """Give each of the company's own calendars the years that it lacks."""
    count = 0
    for own in HolidayCalendar.objects.exclude(based_on=None).select_related("based_on"):
        has = set(own.years.values_list("year", flat=True))
        lacking = own.based_on.years.exclude(year__in=has).prefetch_related("days") if own.based_on else ()
        count += sum(_copy_year(row, own) for row in lacking if (own.pk, row.year) not in edited)
    return count


def _copy_year(year: CalendarYear, to: HolidayCalendar) -> bool:
    copy = CalendarYear.objects.create(
        calendar=to, year=year.year, source=year.source, checked_at=year.checked_at, checked_by=year.checked_by
    )
    _put(copy, year.days.all())
    return True


# What HR changes -------------------------------------------------------------------------------


@transaction.atomic
def add_day(calendar: HolidayCalendar, *, by: Actor, day: date, kind: str, name: str = "") -> CalendarDay:
    """Put a free day into the calendar, or a weekend day that is worked. Raises `NotYourPart`, `ValidationError`."""
    _begin(calendar, by, day.year)
    _check_day(day, kind, name)
    year, _is_new = CalendarYear.objects.get_or_create(calendar=calendar, year=day.year)
    row = CalendarDay(of=year, day=day, kind=kind, name=name)
    row.full_clean()
    row.save()
    _trace(calendar, by, CalendarStep.ADDED, year=day.year, day=day, kind=kind, name=name)
    return row


def _check_day(day: date, kind: str, name: str) -> None:
    if kind == DayKind.WORKING and day.weekday() < SATURDAY:
        raise ValidationError(
            {"day": _("Only a Saturday or Sunday makes up for a free day. Take a weekday out that is free by mistake.")}
        )
    if kind == DayKind.FREE and not name:
        raise ValidationError({"name": _("Say why nobody works on this day: dates that move because of it tell it.")})


@transaction.atomic
def take_out_day(calendar: HolidayCalendar, *, by: Actor, day: date) -> None:
    """The day is as its weekday says again; one that is not in the calendar stays out. Raises `NotYourPart`."""
    _begin(calendar, by, day.year)
    row = CalendarDay.objects.filter(of__calendar=calendar, day=day).first()
    if row:
        _trace(calendar, by, CalendarStep.TAKEN_OUT, year=day.year, day=day, kind=row.kind, name=row.name)
        row.delete()


@transaction.atomic
def check_year(calendar: HolidayCalendar, *, by: Actor, year: int) -> None:
    """Somebody of HR says that the days of this year are right: it counts as known. Raises `NotYourPart`."""
    _begin(calendar, by, year)
    row, _is_new = CalendarYear.objects.get_or_create(calendar=calendar, year=year)
    row.checked_at, row.checked_by = timezone.now(), by.user
    row.full_clean()
    row.save()
    _trace(calendar, by, CalendarStep.CHECKED, year=year)


@transaction.atomic
def copy_calendar(calendar: HolidayCalendar, *, by: Actor, name: str) -> HolidayCalendar:
    """A calendar of the company's own, with every day of this one, to be changed. Raises `NotYourPart`."""
    check_keeps_the_library(by.user)
    list(HolidayCalendar.objects.select_for_update().order_by("pk"))
    number = HolidayCalendar.objects.exclude(based_on=None).count() + 1
    own = HolidayCalendar(
        code=f"OWN-{number}", name=name, language=calendar.language, based_on=calendar, made_at=timezone.now(),
        made_by=by.user,
    )  # fmt: skip
    own.full_clean()
    own.save()
    for year in calendar.years.prefetch_related("days"):
        _copy_year(year, own)
    _trace(own, by, CalendarStep.COPIED, name=calendar.code)
    return own


def _begin(calendar: HolidayCalendar, by: Actor, year: int) -> None:
    """Two people change one calendar one after the other, and never while it is brought up to date."""
    check_keeps_the_library(by.user)
    if not EARLIEST.year <= year <= LATEST.year:
        raise ValidationError(_("Choose a year between %(first)d and %(last)d.") % {
            "first": EARLIEST.year, "last": LATEST.year,
        })  # fmt: skip
    HolidayCalendar.objects.select_for_update().get(pk=calendar.pk)


def _trace(calendar: HolidayCalendar, by: Actor, step: CalendarStep, **about: Any) -> None:
    CalendarEdit.objects.create(calendar=calendar, step=step, by=by.user, at=timezone.now(), **about)
