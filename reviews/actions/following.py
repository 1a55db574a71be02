"""What follows an outcome is agreed, done or dropped (R28). It is help or thanks, never a dismissal."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actor import Actor
from cases.files.checks import Checked
from cases.models import CasePart
from cases.refusals import NotVisible, WrongMoment
from cases.states import Part
from people.models import User
from plans import rulesets
from plans.calendars import today_of
from plans.models import Plan
from reviews.acts.following import DROP_FOLLOW_ON, FINISH_FOLLOW_ON, RECORD_FOLLOW_ON
from reviews.following import OWNERS, bases_of, offered
from reviews.models import FollowOn, FollowOnEnd
from reviews.states import Basis, FollowOnEnding

from .receipt import keep_files


def record_follow_on(plan: Plan, *, by: Actor, kind: str, words: str, owner: str, due_on: date) -> FollowOn:
    """Agree on something that follows: which of the case's rules' options, what exactly, who sees to it, by when.

    `owner` is a part on the company's side: whoever has it sees to it, also after it passed on. Raises
    `ValidationError` for what cannot follow this outcome, a part that nobody has, or a day before the decision.
    """
    with acting(RECORD_FOLLOW_ON, plan, by=by, texts={"words": words}) as step:
        told: dict[str, Any] = {"basis": _basis(plan, kind), "kind": kind, "owner_part": owner, "due_on": due_on}
        _check_due(step, due_on)
        row = FollowOn(plan=plan, number=plan.follow_ons.count() + 1, words=words, **told)
        row.owner, row.by, row.part, row.at = _holder(step, owner), by.user, step.part, step.at
        row.full_clean()
        row.save()
        step.facts.update(told, follow_on=row.pk, number=row.number, owner=row.owner_id)
        step.tells = _told(step, row)
    return row


def _basis(plan: Plan, kind: str) -> Basis:
    """What it follows from, by the list of the rules that it stands in."""
    lists = offered(rulesets.get(plan.ruleset), bases_of(plan))
    found = next((basis for basis, texts in lists if kind in texts), None)
    if found is None:
        raise ValidationError({"kind": _("This cannot follow the outcome that was decided.")})
    return found


def _check_due(step: Step, due_on: date) -> None:
    if due_on < today_of(step.case):
        raise ValidationError({"due_on": _("This day is over. Choose today or a later one.")})


def _holder(step: Step, part: str) -> User:
    held = CasePart.objects.filter(case=step.case, part=part, until=None, sees=True, deputy_for=None)
    found = held.select_related("user").first()
    if part not in OWNERS or found is None:
        raise ValidationError({"owner": _("Nobody has this part in the case.")})
    return found.user


def _told(step: Step, row: FollowOn) -> tuple[Part, ...]:
    """The employee, the manager and HR, and whoever sees to it. The second line hears of its own alone."""
    return tuple(part for part in step.tells if part != Part.SECOND_LINE or row.owner_part == part)


def finish_follow_on(
    plan: Plan, *, by: Actor, follow_on: FollowOn, done_on: date, words: str, evidence: Iterable[Checked] = ()
) -> FollowOnEnd:
    """Record that it was done, on which day, and what shows it; once.

    Raises `NotVisible` for one of another plan, `ValidationError` for a day ahead, or before it was agreed.
    """
    with acting(FINISH_FOLLOW_ON, plan, by=by, texts={"words": words}) as step:
        _check_open(plan, follow_on)
        _check_done(step, follow_on, done_on)
        row = _ended(step, follow_on, ending=FollowOnEnding.DONE, done_on=done_on, words=words)
        row.files = keep_files(step, evidence)
        row.full_clean()
        row.save()
        step.facts["done_on"] = done_on
    return row


def drop_follow_on(plan: Plan, *, by: Actor, follow_on: FollowOn, words: str) -> FollowOnEnd:
    """HR says that it is not to be, and why; once. It stays in the case."""
    with acting(DROP_FOLLOW_ON, plan, by=by, texts={"words": words}) as step:
        _check_open(plan, follow_on)
        row = _ended(step, follow_on, ending=FollowOnEnding.DROPPED, words=words)
        row.full_clean()
        row.save()
    return row


def _check_open(plan: Plan, row: FollowOn) -> None:
    if row.plan_id != plan.pk:
        raise NotVisible
    row.refresh_from_db()  # forgets what was read of its end: the lock was waited for
    if row.ended:
        raise WrongMoment(_("This was recorded already as done, or as dropped."))


def _check_done(step: Step, row: FollowOn, done_on: date) -> None:
    if done_on > today_of(step.case):
        raise ValidationError({"done_on": _("This day lies ahead. Record it once it was done.")})
    if done_on < timezone.localdate(row.at, ZoneInfo(step.case.time_zone)):
        raise ValidationError({"done_on": _("This was not agreed yet on this day.")})


def _ended(step: Step, row: FollowOn, **said: Any) -> FollowOnEnd:
    end = FollowOnEnd(follow_on=row, by=step.by.user, part=step.part, at=step.at, **said)
    step.facts.update(end=end.pk, follow_on=row.pk, number=row.number, kind=row.kind)
    step.tells = _told(step, row)
    return end
