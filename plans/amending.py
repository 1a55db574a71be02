"""What an amendment may change, and how the dates of a plan move by a pause. Rules only: nothing is written here."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import rulesets
from .calendars import BusinessCalendar, today_of
from .diff import changes
from .draft import Draft, DraftItem
from .models import Amendment, Pause, Plan, PlanVersion
from .readiness import check
from .running import Held, held_of
from .snapshot import draft_of, holidays_of
from .states import OPEN, WRITTEN, AmendmentStatus, Cadence, ChangeKind, PlanStatus

LENGTH = "R6.length_outside"  # the length was agreed at issue; how far it may be extended is said by other rules
FIXED = ("measure", "unit", "direction")  # what is measured could not be compared otherwise


def open_amendment(plan: Plan) -> Amendment | None:
    """The change that is under way; a plan has one at a time."""
    return plan.amendments.filter(status__in=OPEN).select_related("version", "base").first()


def in_force(plan: Plan) -> PlanVersion:
    """The version that the plan runs on. Asked only where one was issued."""
    return plan.versions.get(number=plan.issued)


def against_editing(plan: Plan) -> Iterator[str]:
    """A running plan is written on only as an amendment, while its manager works on that (R18)."""
    if plan.status == PlanStatus.ACTIVE and not plan.amendments.filter(status__in=WRITTEN).exists():
        yield _("A running plan changes only by a numbered change with a reason. Begin one first.")


def against_two(plan: Plan) -> Iterator[str]:
    if plan.amendments.filter(status__in=OPEN).exists():
        yield _("A change of the plan is open already. Finish or withdraw it first.")


def against_more_extensions(plan: Plan) -> Iterator[str]:
    """How often a plan is extended is a matter of its rules (R19)."""
    most = rulesets.get(plan.ruleset).changes.most_extensions
    extended = plan.amendments.filter(kind=ChangeKind.EXTENSION, status=AmendmentStatus.IN_FORCE).count()
    if extended >= most:
        yield (
            ngettext(
                "The rules of this case allow %(most)d extension, and it was made.",
                "The rules of this case allow %(most)d extensions, and they were made.",
                most,
            )
            % {"most": most}
            if most
            else _("The rules of this case allow no extension.")
        )


def against_going_on(amendment: Amendment) -> Iterator[str]:
    """A change waits while its plan does not run: cancelled, say, or with its outcome proposed."""
    if amendment.plan.status != PlanStatus.ACTIVE:
        yield _("The plan is not running now.")


def against_submitting(amendment: Amendment) -> Iterator[str]:
    """Everything that keeps what is drafted from being this amendment."""
    yield from against_going_on(amendment)
    yield from faults_in(amendment)


def faults_in(amendment: Amendment) -> Iterator[str]:
    """Why the draft cannot be submitted as this amendment, in whole sentences."""
    plan = amendment.plan
    before, after, rules = draft_of(amendment.base), plan.document, rulesets.get(plan.ruleset)
    if not changes(before, after):
        yield _("Nothing differs from version %(number)d yet. Change what is to change first.") % {
            "number": amendment.base.number
        }
    yield from _moved_dates(amendment, before, after)
    yield from _against_what_was_held(held_of(plan), before, after)
    yield from _put_otherwise(before, after)
    found = check(after, rules, language=get_language() or "en")
    yield from (finding.said for finding in found if finding.is_blocking and finding.rule != LENGTH)


def _moved_dates(amendment: Amendment, before: Draft, after: Draft) -> Iterator[str]:
    old, new = before.calendar, after.calendar
    if new.starts_on != old.starts_on:
        yield _("The plan has begun: its first day stays %(day)s.") % {"day": _day(old.starts_on)}
    if amendment.kind != ChangeKind.EXTENSION:
        if new.ends_on != old.ends_on:
            yield _("Only an extension moves the end of the plan. It stays %(day)s.") % {"day": _day(old.ends_on)}
        return
    yield from against_more_extensions(amendment.plan)
    most = rulesets.get(amendment.plan.ruleset).changes.longest_extension_days
    if new.ends_on and old.ends_on and not 0 < (new.ends_on - old.ends_on).days <= most:
        yield ngettext(
            "Let the plan end later than %(day)s, by at most %(most)d day.",
            "Let the plan end later than %(day)s, by at most %(most)d days.",
            most,
        ) % {"day": date_format(old.ends_on), "most": most}


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


def _against_what_was_held(held: Held, before: Draft, after: Draft) -> Iterator[str]:
    days = set(after.calendar.checkpoints)
    for day in sorted(held.days - days):
        yield _("The checkpoint of %(day)s was held: its day stays.") % {"day": date_format(day)}
    last = max(held.days, default=None)
    for day in sorted(days - set(before.calendar.checkpoints)):
        if last and day <= last:
            yield _("Plan no new checkpoint for %(day)s: a later one was held already.") % {"day": date_format(day)}


def _put_otherwise(before: Draft, after: Draft) -> Iterator[str]:
    """Also of an item that nobody measured yet: that may happen before the change is in force."""
    old = {item.id: item for item in before.items}
    for number, item in enumerate(after.items, start=1):
        if item.id in old and _is_put_otherwise(old[item.id], item):
            yield _(
                "Item %(number)d keeps its unit, its direction and how its target is put. Take it out and add another "
                "item where that must change."
            ) % {"number": number}


def _is_put_otherwise(before: DraftItem, after: DraftItem) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in FIXED)


def with_held_days(draft: Draft, plan: Plan) -> Draft:
    """The draft of an amendment, with the days that cannot change: those held, and no new one before the last."""
    held, was = held_of(plan).days, set(draft_of(in_force(plan)).calendar.checkpoints)
    last = max(held, default=date.min)
    days = {day for day in draft.calendar.checkpoints if day > last or day in was}
    calendar = draft.calendar.model_copy(update={"checkpoints": sorted(held | days)})
    return draft.model_copy(update={"calendar": calendar})


# Pauses --------------------------------------------------------------------------------------


def days_in_force(plan: Plan) -> BusinessCalendar:
    """The working days that the plan runs on: those of the calendar that its version in force names. One query more
    than the version takes.
    """
    return BusinessCalendar.of(holidays_of(in_force(plan)))


def running_pause(plan: Plan) -> Pause:
    """The pause that a paused plan is in. Asked only of such a plan."""
    return plan.pauses.get(until_on=None)


def standing_day(plan: Plan) -> date:
    """The day by which something is late: today, and while a plan is paused the day on which it stopped. What lies
    ahead from then on moves when it goes on, so that nobody is late with it meanwhile (R22).
    """
    today = today_of(plan.case)
    return min(today, running_pause(plan).from_on) if plan.status == PlanStatus.PAUSED else today


def moved(draft: Draft, pause: Pause, until_on: date, held: Held, days: BusinessCalendar) -> Draft:
    """The draft with every date that lay ahead when the plan was paused later by exactly the working days paused (R22).

    Checkpoints that were held keep their day, and so does what was to be reached by them. From here on the days of
    checkpoints are listed: no cadence leads to them any more.
    """
    paused = days.between(pause.from_on, until_on)

    def later(day: date | None) -> date | None:
        return days.later(day, paused) if day and day >= pause.from_on else day

    after = draft.model_copy(deep=True)
    calendar = after.calendar
    calendar.ends_on = later(calendar.ends_on)
    if paused:
        calendar.cadence = Cadence.AS_LISTED
    met = {day: day if day in held.days else later(day) or day for day in calendar.checkpoints}
    calendar.checkpoints = sorted(set(met.values()))
    for item in after.items:
        item.due_on = later(item.due_on)
        for step in item.interim:
            step.due_on = met.get(step.due_on) or later(step.due_on) or step.due_on
        for commitment in item.commitments:
            commitment.needed_by = later(commitment.needed_by)
    return after
