"""Consultation: the draft is opened to the employee, who answers item by item and is answered (ADR 13)."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.acting import Step, acting
from cases.actions import show_to_subject
from cases.actor import Actor
from cases.signing import check_shown
from plans import rulesets
from plans.acts import ANSWER_CONSULTATION, OPEN_CONSULTATION, REPLY_TO_CONSULTATION
from plans.consultation import Answer, Reply, Words
from plans.models import Consultation, ConsultationAnswer, ConsultationReply, Plan
from plans.rounds import newest_round

from .review import freeze


def open_consultation(plan: Plan, *, by: Actor) -> Consultation:
    """Show the employee what is drafted, as a numbered version, and ask for their view. They see the case from now on;
    the draft itself stays the manager's.
    """
    with acting(OPEN_CONSULTATION, plan, by=by) as step:
        version = freeze(plan, step)
        plan.consulted = version.number
        show_to_subject(step.case)
        opened = Consultation(
            plan=plan, version=version, opened_by=by.user, opened_at=step.at, answer_by=last_day(plan)
        )
        opened.full_clean()
        opened.save()
        step.facts.update(consultation=opened.pk, answer_by=opened.answer_by)
    return opened


def last_day(plan: Plan) -> date:
    """The last day on which the employee is waited for, where it is opened today; a day where the case is."""
    days = rulesets.get(plan.ruleset).consultation.days
    return timezone.localdate(timezone=ZoneInfo(plan.case.time_zone)) + timedelta(days=days)


def answer_consultation(plan: Plan, *, by: Actor, digest: str, answer: Answer) -> ConsultationAnswer:
    """The employee says what they think of every item of the version with this digest, once. Also after the last day,
    as long as the manager has not gone on: nobody's words come too late for a plan that still waits.

    Raises `NotWhatWasShown`, or `ValidationError` where an item is left out or a verdict lacks what belongs to it.
    """
    with acting(ANSWER_CONSULTATION, plan, by=by) as step:
        asked = _newest(plan)
        check_shown(digest, asked.version.digest)
        answer.check(asked.version.data["items"])
        row = ConsultationAnswer(consultation=asked)
        _speak(row, answer, step)
        step.facts.update(version=asked.version.number, answer=row.pk, verdicts=answer.counts)
        step.facts["consultation"] = asked.pk
    return row


def reply_to_consultation(plan: Plan, *, by: Actor, digest: str, reply: Reply) -> ConsultationReply:
    """The manager answers everything the employee said in the answer with this digest, once.

    Raises `NotWhatWasShown`, or `ValidationError` where something is left without words.
    """
    with acting(REPLY_TO_CONSULTATION, plan, by=by) as step:
        asked = _newest(plan)
        answer = asked.answer
        check_shown(digest, answer.digest)
        reply.check(answer.said)
        row = ConsultationReply(answer=answer)
        _speak(row, reply, step)
        step.facts.update(version=asked.version.number, answer=answer.pk, reply=row.pk, decisions=reply.counts)
    return row


def _newest(plan: Plan) -> Consultation:
    asked = newest_round(plan)
    assert asked is not None  # noqa: S101 - a plan in consultation was opened
    return asked


def _speak(row: Any, words: Words, step: Step) -> None:
    row.speak(words.to_bytes())
    row.by, row.at = step.by.user, step.at
    row.full_clean()
    row.save()
    step.facts["digest"] = row.digest
