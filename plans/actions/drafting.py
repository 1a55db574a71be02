"""Writing a draft. Nobody else sees it, so a save is no event; showing it to somebody is (`plans.actions.review`)."""

from django.utils import timezone

from cases.acting import acting, drafting
from cases.actor import Actor
from cases.models import CaseFile
from cases.refusals import WrongMoment
from people.models import User
from plans.acts import EDIT_PLAN, START_PLAN
from plans.draft import Draft
from plans.models import Plan


class StaleDraft(Exception):
    """The draft was saved by somebody else, or in another window, since this page was loaded."""


def start_plan(case: CaseFile, *, by: Actor, ruleset: str = "general") -> Plan:
    """Begin the draft under these rules. Only its manager sees it until it is shown to somebody."""
    with acting(START_PLAN, case, by=by, facts={"ruleset": ruleset}) as step:
        _check_only_one(case)
        plan = Plan(case=case, employee=case.subject, ruleset=ruleset)
        plan.full_clean()
        plan.save()
        step.facts["plan"] = plan.pk
    return plan


def _check_only_one(case: CaseFile) -> None:
    """Two cases about one person have two locks: theirs is the third, and the question is asked again under it (R7)."""
    User.objects.select_for_update(no_key=True).get(pk=case.subject_id)
    if reasons := tuple(START_PLAN.blocks(case)):
        raise WrongMoment(*reasons)


def save_draft(plan: Plan, *, by: Actor, revision: int, document: Draft) -> None:
    """Save the whole draft over the revision it was written on. Raises `StaleDraft` where there is a newer one."""
    with drafting(EDIT_PLAN, plan, by=by):
        if revision != plan.revision:
            raise StaleDraft
        put(plan, document)


def put(plan: Plan, document: Draft) -> None:
    """Set the document and what is read from it for lists. Called inside an act on the plan."""
    plan.revision += 1
    plan.saved_at = timezone.now()
    plan.draft = document.to_json()
    plan.starts_on, plan.ends_on = document.calendar.starts_on, document.calendar.ends_on
