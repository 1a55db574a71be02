"""The holiday calendars, which HR keeps for the whole company."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actor import Actor
from cases.refusals import NotVisible
from people.http import Request
from people.kept import submitted
from plans.actions import holidays as actions
from plans.forms.holidays import CopyCalendarForm, DayForm, WhichDayForm
from plans.holidays import OFFERED, SHIPPED
from plans.library.keepers import check_keeps_the_library
from plans.models import CalendarYear, HolidayCalendar
from plans.models.plan import EARLIEST, LATEST

AHEAD = timedelta(days=92)  # plans that begin today reach into a year that is this near

type Page = Callable[..., HttpResponse]


def for_hr(page: Page) -> Page:
    """For HR, and nobody else: also no administrator."""

    @wraps(page)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        check_keeps_the_library(request.user)
        return page(request, *args, **kwargs)

    return asked


@require_GET
@for_hr
def calendars(request: Request) -> HttpResponse:
    """Every calendar, those that managers can choose first, and which years each is known for."""
    today = timezone.localdate()
    wanted = sorted({today.year, (today + AHEAD).year})
    rows = HolidayCalendar.objects.select_related("based_on", "made_by").prefetch_related("years")
    shown: list[dict[str, Any]] = [
        {
            "calendar": row,
            "name": name_of(row),
            "known": sorted(year.year for year in row.years.all() if year.is_known),
            "is_offered": row.is_own or row.code in OFFERED,
        }
        for row in rows
    ]
    for row in shown:
        row["missing"] = next((year for year in wanted if year not in row["known"]), None)
    shown.sort(key=lambda row: (not row["is_offered"], not row["calendar"].is_own, row["name"]))
    return render(request, "plans/holidays/calendars.html", {"calendars": shown})


@require_http_methods(["GET", "POST"])
@for_hr
def calendar(request: Request, calendar_id: uuid.UUID, year: int | None = None) -> HttpResponse:
    """One year of a calendar: its days, a day to put in, and who changed it."""
    found, asked = _found(calendar_id), year or timezone.localdate().year
    if not EARLIEST.year <= asked <= LATEST.year:
        raise NotVisible
    form = DayForm(submitted(request), year=asked)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_day(found, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The day stands in the calendar."))
            return _back(found, asked)
    context = {"form": form, **_shown(found, asked)}
    return render(request, "plans/holidays/year.html", context, status=422 if form.errors else 200)


def _shown(found: HolidayCalendar, year: int) -> dict[str, Any]:
    row = CalendarYear.objects.filter(calendar=found, year=year).select_related("checked_by").first()
    return {
        "calendar": found, "name": name_of(found), "year": year, "row": row,
        "days": list(row.days.all()) if row else [], "is_known": bool(row and row.is_known),
        "edits": list(found.edits.filter(year=year).select_related("by")),
        "before": year - 1 if year > EARLIEST.year else None, "after": year + 1 if year < LATEST.year else None,
        "base": name_of(found.based_on) if found.based_on else "",
    }  # fmt: skip


@require_POST
@for_hr
def take_out_day(request: Request, calendar_id: uuid.UUID, year: int) -> HttpResponse:
    """The day is as its weekday says again."""
    found, form = _found(calendar_id), WhichDayForm(request.POST)
    if not form.is_valid() or form.cleaned_data["day"].year != year:
        raise NotVisible
    actions.take_out_day(found, by=Actor.of(request), day=form.cleaned_data["day"])
    messages.success(request, _("The day is out of the calendar."))
    return _back(found, year)


@require_POST
@for_hr
def check_year(request: Request, calendar_id: uuid.UUID, year: int) -> HttpResponse:
    """The days of this year are right, as somebody of HR says."""
    found = _found(calendar_id)
    if not EARLIEST.year <= year <= LATEST.year:
        raise NotVisible
    actions.check_year(found, by=Actor.of(request), year=year)
    messages.success(request, _("The year is marked as checked by you."))
    return _back(found, year)


@require_http_methods(["GET", "POST"])
@for_hr
def copy_calendar(request: Request, calendar_id: uuid.UUID) -> HttpResponse:
    """A calendar of the company's own."""
    found = _found(calendar_id)
    form = CopyCalendarForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        own = actions.copy_calendar(found, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("Your calendar is there. Put in the days that are yours."))
        return _back(own, timezone.localdate().year)
    context = {"form": form, "calendar": found, "name": name_of(found)}
    return render(request, "plans/holidays/copy.html", context, status=422 if form.errors else 200)


def name_of(calendar: HolidayCalendar) -> str:
    return str(SHIPPED.get(calendar.code, calendar.name))


def _found(calendar_id: uuid.UUID) -> HolidayCalendar:
    found = HolidayCalendar.objects.filter(pk=calendar_id).select_related("based_on").first()
    if found is None:
        raise NotVisible
    return found


def _back(calendar: HolidayCalendar, year: int) -> HttpResponse:
    return redirect("plans:holiday_year", calendar.pk, year)
