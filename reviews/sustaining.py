"""The sustain period: which days it has, how far it is, and what stands against its steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.refusals import NotVisible
from cases.seat import Seat
from plans import rulesets
from plans.along import rows_of
from plans.amending import in_force
from plans.calendars import BusinessCalendar, today_of
from plans.models import Plan
from plans.snapshot import holidays_of

from .ended import standing_outcome
from .models import CheckIn, Outcome, Sustain
from .states import SLIPPING, Result


@dataclass(frozen=True)
class Period:
    """How long, and when one checks in."""

    first_on: date
    last_on: date
    days: tuple[date, ...]

    @property
    def in_one_line(self) -> str:
        return " ".join(map(date.isoformat, self.days))


def period_of(first_on: date, length: int, every: int, calendar: BusinessCalendar) -> Period:
    """Check-ins at this distance and on the last day, each on a working day on or before it."""
    last_on = first_on + timedelta(days=length)
    wanted = [first_on + timedelta(days=day) for day in range(every, length, every)]
    days = sorted({calendar.on_or_before(day) for day in [*wanted, last_on]})
    return Period(first_on, last_on, tuple(day for day in days if day > first_on))


def period_for(plan: Plan, length: int) -> Period:
    """Of a sustain period of this plan that begins today, by its rules and on the working days of its calendar."""
    every = rulesets.get(plan.ruleset).ending.sustain_every_days
    calendar = BusinessCalendar.of(holidays_of(in_force(plan)))
    return period_of(today_of(plan.case), length, every, calendar)


def against_beginning(plan: Plan) -> Iterator[str]:
    return against_following(plan, standing_outcome(plan))


def against_following(plan: Plan, outcome: Outcome | None) -> Iterator[str]:
    """The same, of the outcome that stands."""
    if outcome is None or outcome.result != Result.MET:
        yield _("A sustain period follows an outcome that was met.")
    elif not rulesets.get(plan.ruleset).ending.sustain_days:
        yield _("The rules of this case know no sustain period.")


def against_ending(plan: Plan) -> Iterator[str]:
    """While it lasts the case stays open."""
    sustain = sustain_of(plan)
    if sustain and plan.status == "sustain" and today_of(plan.case) <= sustain.last_on:
        day = date_format(sustain.last_on, "DATE_FORMAT")
        yield _("The sustain period goes on until %(day)s. The case can be closed after it.") % {"day": day}


def against_recording(plan: Plan) -> Iterator[str]:
    if next_check_in(plan) is None:
        yield _("Every check-in of the sustain period is recorded.")


def sustain_of(plan: Plan) -> Sustain | None:
    found: Sustain | None = Sustain.objects.filter(plan=plan).first()
    return found


def next_check_in(plan: Plan) -> CheckIn | None:
    """The earliest that nobody recorded yet."""
    return CheckIn.objects.filter(sustain__plan=plan, record=None).order_by("number").first()


def has_slipped(plan: Plan) -> bool:
    """Whether some check-in says that it does not keep up."""
    found = CheckIn.objects.filter(sustain__plan=plan, record__keeping__in=SLIPPING)
    return found.exists()


def check_ins_of(plan: Plan) -> list[CheckIn]:
    """All of a plan, with what both sides said: one query."""
    rows = CheckIn.objects.filter(sustain__plan=plan)
    return list(rows.select_related("sustain", "record__by", "answer__by"))


def check_ins_for(seat: Seat, plan: Plan) -> Sequence[CheckIn]:
    """The same, read once for a page."""
    return rows_of(seat, plan, "sustain", lambda: check_ins_of(plan))


def check_in_at(seat: Seat, plan: Plan, number: int) -> CheckIn:
    """The check-in of this number; `NotVisible` where there is none."""
    found = next((row for row in check_ins_for(seat, plan) if row.number == number), None)
    if found is None:
        raise NotVisible
    return found
