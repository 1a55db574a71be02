"""A mentor helps with some items of a plan, and sees these and nothing else of the case."""

import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases import notices
from cases.acting import Step, acting
from cases.actions import end_mentor, give_mentor, show_to_mentors
from cases.actor import Actor
from cases.eligible import check_eligible
from cases.models import CasePart, Notice
from cases.refusals import NotVisible
from cases.states import Part
from people.models import User
from plans.acts import END_MENTORING, NAME_MENTOR
from plans.mentoring import MOST_MENTORS, items_in, version_to_mentor
from plans.models import Mentoring, Plan
from plans.states import MENTOR_NAMED, PlanStatus


def name_mentor(plan: Plan, *, by: Actor, mentor: User, items: Iterable[uuid.UUID]) -> list[Mentoring]:
    """Name somebody who mentors these items from now on, besides those they mentor already. They see them once the
    plan is issued: nobody reads it before the employee.

    Raises `ValidationError` for whoever cannot be it (`cases.eligible`), for an item that the plan does not have, or
    that they mentor already.
    """
    with acting(NAME_MENTOR, plan, by=by) as step:
        chosen = _checked(plan, items)
        _check_mentor(step, mentor)
        part = give_mentor(step.case, mentor, at=step.at, sees=plan.status != PlanStatus.APPROVED)
        rows = [Mentoring(plan=plan, mentor=mentor, item=item, since=step.at) for item in chosen]
        for row in rows:
            row.full_clean()
            row.save()
        step.facts.update(mentor=mentor.pk, items=chosen, mentorings=[row.pk for row in rows])
        step.facts["case_part"] = part.pk if part else None
        if plan.status != PlanStatus.APPROVED:
            _tell(step, [mentor.pk])
    return rows


def _checked(plan: Plan, items: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    known, chosen = items_in(version_to_mentor(plan)), list(dict.fromkeys(items))
    if not chosen or any(item not in known for item in chosen):
        raise ValidationError({"items": _("Choose which items they mentor.")})
    return chosen


def _check_mentor(step: Step, mentor: User) -> None:
    """Who is a mentor already may get more items, and a witness may be a mentor as well."""
    parts = CasePart.objects.current().filter(case=step.case)
    if parts.filter(part=Part.MENTOR).exclude(user=mentor).count() >= MOST_MENTORS:
        raise ValidationError({"mentor": _("A case has ten mentors at most.")})
    narrow = parts.filter(user=mentor, part__in=(Part.MENTOR, Part.WITNESS))
    try:
        check_eligible(step.case, Part.MENTOR, mentor, after=narrow)
    except ValidationError as error:
        raise ValidationError({"mentor": error.messages}) from error


def end_mentoring(plan: Plan, *, by: Actor, mentorings: Iterable[Mentoring], reason: str) -> None:
    """These people mentor these items no more; who mentors none then sees nothing of the case from the next request.

    Raises `NotVisible` for a mentoring of another plan, or one that is over, `ValidationError` for none.
    """
    with acting(END_MENTORING, plan, by=by, texts={"reason": reason}) as step:
        asked = {row.pk for row in mentorings}
        if not asked:
            raise ValidationError({"mentorings": _("Choose what ends.")})
        rows = list(plan.mentorings.filter(pk__in=asked, until=None).select_related("mentor"))
        if len(rows) != len(asked):
            raise NotVisible
        for row in rows:
            row.until = step.at
            row.full_clean()
            row.save(update_fields=["until"])
        mentors = list(dict.fromkeys(row.mentor for row in rows))
        step.facts.update(mentors=[user.pk for user in mentors], mentorings=[row.pk for row in rows])
        step.facts["case_parts"] = list(_end_parts(step, plan, mentors))


def _end_parts(step: Step, plan: Plan, mentors: list[User]) -> Iterable[int]:
    for user in mentors:
        if not plan.mentorings.filter(mentor=user, until=None).exists():
            yield end_mentor(step.case, user, at=step.at).pk


def welcome_mentors(step: Step) -> None:
    """Those who were named before the issue see their items from here on. Called inside it."""
    _tell(step, show_to_mentors(step.case))


def _tell(step: Step, mentors: Iterable[int]) -> None:
    """A mail of its own words, to nobody but them: one mentor is not told of another."""
    notices.put(
        Notice(
            case=step.case,
            recipient_id=mentor,
            kind=MENTOR_NAMED,
            about=step.subject.pk,
            dedupe_key=f"{MENTOR_NAMED}:{step.case.pk}:{mentor}:{step.at.isoformat()}",
            due_at=step.at,
            try_at=step.at,
        )
        for mentor in mentors
    )
