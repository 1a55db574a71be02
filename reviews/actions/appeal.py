"""The appeal on its way to a hearing: filed, withdrawn, and given to somebody who hears it (R30)."""

from collections.abc import Iterable
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actions import end_hearer, give_hearer
from cases.actor import Actor
from cases.eligible import check_eligible
from cases.files.checks import Checked
from cases.states import Part
from people.models import User
from plans.models import Plan
from reviews import hearers  # noqa: F401 - it says who cannot hear an appeal
from reviews.acts.appeal import ARRANGE_HEARING, FILE_APPEAL, NAME_HEARER, WITHDRAW_APPEAL
from reviews.appealing import faults_in_hearing_day, last_day_to_appeal
from reviews.ended import standing_outcome
from reviews.models import Appeal
from reviews.moving import against_short_notice
from reviews.states import Ground

from .receipt import keep_files


def file_appeal(
    plan: Plan, *, by: Actor, grounds: Iterable[str], words: str, evidence: Iterable[Checked] = ()
) -> Appeal:
    """The employee appeals against the outcome that stands, once, in its window. The outcome itself stays as it is.

    Raises `ValidationError` for no ground or one that is not known, or without words.
    """
    with acting(FILE_APPEAL, plan, by=by, texts={"words": words}) as step:
        outcome = standing_outcome(plan)
        assert outcome  # noqa: S101 - the act is blocked where there is none
        appeal = Appeal(
            plan=plan,
            number=plan.appeals.count() + 1,
            outcome=outcome,
            grounds=_in_order(grounds),
            words=words,
            files=keep_files(step, evidence),
            filed_by=by.user,
            filed_at=step.at,
        )
        appeal.full_clean()
        appeal.save()
        step.facts.update(
            appeal=appeal.pk, number=appeal.number, outcome=outcome.number, digest=outcome.digest,
            grounds=appeal.grounds, last_day=last_day_to_appeal(plan, outcome),
        )  # fmt: skip
    return appeal


def _in_order(grounds: Iterable[str]) -> list[str]:
    """Each once, as the list has them; what is not known stays and is refused by the table."""
    asked = set(grounds)
    return [*(ground.value for ground in Ground if ground in asked), *sorted(asked - set(Ground.values))]


def withdraw_appeal(appeal: Appeal, *, by: Actor, words: str = "") -> None:
    """The employee lets it rest: the outcome stands, and whoever was to hear it sees nothing of the case any more."""
    with acting(WITHDRAW_APPEAL, appeal, by=by, texts={"words": words}) as step:
        appeal.withdrawn_at, appeal.withdrawal = step.at, words
        step.facts["number"] = appeal.number
        end_part(step)


def end_part(step: Step) -> None:
    """Nobody hears the appeal any more. Called inside the acts that end it, or name somebody else."""
    row = end_hearer(step.case, at=step.at)
    step.facts["ended_part"] = row.pk if row else None


def name_hearer(appeal: Appeal, *, by: Actor, hearer: User, reason: str = "") -> None:
    """Name somebody who took no part in the case to hear the appeal and decide it; they see it from now on. Where
    another was named before, with the reason: a hearing is then arranged anew.

    Raises `ValidationError` for whoever cannot be it (`reviews.hearers`), or where the reason lacks.
    """
    with acting(NAME_HEARER, appeal, by=by, texts={"reason": reason}) as step:
        _check_hearer(step, hearer)
        if appeal.hearer and not reason:
            raise ValidationError({"reason": _("Say why somebody else hears the appeal from now on.")})
        end_part(step)
        part = give_hearer(step.case, hearer, at=step.at)
        step.facts.update(number=appeal.number, hearer=hearer.pk, was=appeal.hearer_id, case_part=part.pk)
        appeal.hearer, appeal.named_by, appeal.named_at = hearer, by.user, step.at
        appeal.meets_on = appeal.meets_at = appeal.arranged_by = appeal.arranged_at = None
        appeal.place = ""


def _check_hearer(step: Step, hearer: User) -> None:
    try:
        check_eligible(step.case, Part.HEARER, hearer)
    except ValidationError as error:
        raise ValidationError({"hearer": list(dict.fromkeys(error.messages))}) from error


def arrange_hearing(
    appeal: Appeal, *, by: Actor, meets_on: date, meets_at: time, place: str, reason: str = "", agreed: bool = False
) -> None:
    """Say when and where the employee is heard, in the case's time zone; anew with a reason, also once more after a
    hearing. `agreed` notes that the employee agreed to less notice than the rules promise (R23).

    Raises `ValidationError` for a day that is over or free, for short notice, or where the reason lacks.
    """
    with acting(ARRANGE_HEARING, appeal, by=by, texts={"place": place, "reason": reason}) as step:
        faults = list(faults_in_hearing_day(appeal.plan, meets_on))
        if not faults and not agreed:
            faults = list(against_short_notice(appeal.plan, meets_on))
        if faults:
            raise ValidationError({"meets_on": faults})
        if appeal.arranged_at and not reason:
            raise ValidationError({"reason": _("Say why the hearing is arranged anew.")})
        step.facts.update(
            number=appeal.number, meets_on=meets_on, meets_at=meets_at.isoformat(), was_on=appeal.meets_on,
            agreed=agreed,
        )  # fmt: skip
        appeal.meets_on, appeal.meets_at, appeal.place = meets_on, meets_at, place
        appeal.arranged_by, appeal.arranged_at = by.user, step.at
