"""The sustain period: begun by HR, checked in on by the manager, in the employee's own words too."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actor import Actor
from cases.refusals import NotVisible, WrongMoment
from plans.calendars import today_of
from plans.models import Plan
from reviews.acts.sustaining import ANSWER_CHECK_IN, BEGIN_SUSTAIN, RECORD_CHECK_IN
from reviews.models import CheckIn, CheckInAnswer, CheckInRecord, Sustain
from reviews.sustaining import next_check_in, period_for


def begin_sustain(plan: Plan, *, by: Actor, days: int, shown: str) -> Sustain:
    """For so many days from today on, with check-ins on working days. `shown` are those that
    were looked at first (`reviews.sustaining.Period.in_one_line`).

    Raises `ValidationError` for a length out of 30 to 180 days, or where other days would be planned than were shown.
    """
    with acting(BEGIN_SUSTAIN, plan, by=by) as step:
        period = period_for(plan, days)
        if shown != period.in_one_line:
            raise ValidationError(_("The days are others by now. Look at them again."), code="shown")
        row = Sustain(plan=plan, days=days, first_on=period.first_on, last_on=period.last_on, by=by.user, at=step.at)
        row.full_clean()
        row.save()
        planned = [CheckIn(sustain=row, number=n, due_on=day) for n, day in enumerate(period.days, start=1)]
        CheckIn.objects.bulk_create(planned)
        told = {"sustain": row.pk, "days": days, "first_on": row.first_on, "last_on": row.last_on}
        step.facts.update(told, check_ins=[{"id": each.pk, "due_on": each.due_on} for each in planned])
    return row


def record_check_in(
    plan: Plan, *, by: Actor, number: int, keeping: str, held_on: date, words: str, agreed: str = ""
) -> CheckInRecord:
    """The manager records the next check-in: does it keep up, and what was agreed.

    Raises `WrongMoment` where it is not the next one any more, `ValidationError` for a day before the period or ahead.
    """
    with acting(RECORD_CHECK_IN, plan, by=by, texts={"words": words, "agreed": agreed}) as step:
        check_in = next_check_in(plan)
        if check_in is None or check_in.number != number:
            raise WrongMoment(_("This check-in is recorded already, or another one comes first."))
        _check_day(step, check_in, held_on)
        row = CheckInRecord(check_in=check_in, keeping=keeping, held_on=held_on, words=words, agreed=agreed)
        row.by, row.at = by.user, step.at
        row.full_clean()
        row.save()
        told = {"record": row.pk, "check_in": check_in.pk, "number": number, "keeping": keeping, "held_on": held_on}
        step.facts.update(told)
    return row


def _check_day(step: Step, check_in: CheckIn, held_on: date) -> None:
    if held_on > today_of(step.case):
        raise ValidationError({"held_on": _("This day lies ahead. Record a check-in once you have talked.")})
    if held_on < check_in.sustain.first_on:
        raise ValidationError({"held_on": _("The sustain period had not begun on this day.")})


def answer_check_in(plan: Plan, *, by: Actor, check_in: CheckIn, words: str) -> CheckInAnswer:
    """The employee adds their own words to a recorded check-in, once. Raises `NotVisible` for one of another case."""
    with acting(ANSWER_CHECK_IN, plan, by=by, texts={"words": words}) as step:
        if check_in.sustain.plan_id != plan.pk:
            raise NotVisible
        check_in.refresh_from_db()  # forgets what was read of it: the lock was waited for
        if check_in.recorded is None or check_in.answered:
            raise WrongMoment(_("This check-in is not recorded yet, or your words are there already."))
        row = CheckInAnswer(check_in=check_in, words=words, by=by.user, at=step.at)
        row.full_clean()
        row.save()
        step.facts.update(answer=row.pk, check_in=check_in.pk, number=check_in.number)
    return row
