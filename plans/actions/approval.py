"""HR's review, and the second-line manager's: whoever approves has neither written the plan nor is its subject (R5)."""

from typing import Any

from cases.acting import Step as ActStep
from cases.acting import acting
from cases.actions import give_second_line
from cases.actor import Actor
from cases.refusals import NotYourPart, WrongMoment
from cases.signing import Proof, check_shown
from people.models import User
from plans import rulesets
from plans.acts import APPROVE_PLAN, APPROVE_SECOND_LINE, PASS_TO_SECOND_LINE, RETURN_PLAN
from plans.fairness import Answers, facts_of
from plans.models import Plan
from plans.second_line import Hindrance, drafters_of, is_wanted, second_line_of
from plans.states import Step

from .review import newest_facts, newest_version
from .signing import sign


def return_plan(plan: Plan, *, by: Actor, comment: str) -> None:
    """HR, or after HR the second-line manager, sends the plan back with comments, which are kept for ever and not shown
    to the employee (R5).
    """
    with acting(RETURN_PLAN, plan, by=by, texts={"comment": comment}) as step:
        step.facts.update(newest_facts(plan))


def approve_plan(plan: Plan, *, by: Actor, digest: str, fairness: Answers, proof: Proof) -> None:
    """HR approves the version it read, which has this digest, with its answers to the fairness questions (R8), and
    signs it.

    Raises `NotWhatWasShown` where there is a newer one, `NotProven`, `ValidationError` where an answer lacks or says
    stop. Where the rules want the second line and nobody could be asked, the reason stands in the event.
    """
    with acting(APPROVE_PLAN, plan, by=by, facts=_rules(plan), texts={"fairness": fairness.to_text()}) as step:
        _check_reviewed(step, digest, fairness)
        _sign(step, digest, proof)
        if is_wanted(plan) and isinstance(hindrance := second_line_of(step.case), Hindrance):
            step.facts["without_second_line"] = hindrance.value


def pass_to_second_line(plan: Plan, *, by: Actor, digest: str, fairness: Answers, proof: Proof) -> None:
    """HR approves for its part, as in `approve_plan`, and asks the second-line manager, who sees it from then on."""
    with acting(PASS_TO_SECOND_LINE, plan, by=by, facts=_rules(plan), texts={"fairness": fairness.to_text()}) as step:
        _check_reviewed(step, digest, fairness)
        _sign(step, digest, proof)
        asked = second_line_of(step.case)
        if not isinstance(asked, User):
            raise WrongMoment(asked.label)
        give_second_line(step.case, asked, at=step.at)
        step.facts.update(second_line=asked.pk, since=step.at)


def approve_second_line(plan: Plan, *, by: Actor, digest: str, proof: Proof) -> None:
    """The second-line manager approves the version that HR passed on, and signs it. Raises `NotWhatWasShown` for any
    other, `NotProven`.
    """
    with acting(APPROVE_SECOND_LINE, plan, by=by) as step:
        _check_shown_to_another(step, digest)
        _sign(step, digest, proof)


def _sign(step: ActStep, digest: str, proof: Proof) -> None:
    sign(step, Step.ISSUE, newest_version(step.subject), digest=digest, proof=proof)


def _check_reviewed(step: ActStep, digest: str, fairness: Answers) -> None:
    _check_shown_to_another(step, digest)
    fairness.check(rulesets.get(step.subject.ruleset))


def _check_shown_to_another(step: ActStep, digest: str) -> None:
    """Who drafted the plan, under whatever part they had then, or is its subject, approves at no step (R5)."""
    if step.by.user.pk in {step.case.subject_id, *drafters_of(step.case)}:
        raise NotYourPart
    step.facts.update(newest_facts(step.subject))
    check_shown(digest, step.facts["digest"])


def _rules(plan: Plan) -> dict[str, Any]:
    return facts_of(rulesets.get(plan.ruleset))
