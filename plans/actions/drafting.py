"""Writing a draft. Nobody else sees it, so a save is no event; showing it to somebody is (`plans.actions.review`)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.utils import timezone

from cases.acting import Step, acting, drafting
from cases.actions import keep_file
from cases.actor import Actor
from cases.files.checks import Checked
from cases.models import CaseFile
from cases.refusals import WrongMoment
from people.models import User
from plans.acts import EDIT_PLAN, START_PLAN
from plans.amending import with_held_days
from plans.draft import Draft
from plans.files import check_files, ref_to
from plans.models import LearningFile, Plan
from plans.states import LearningKind

FILED = (LearningKind.FILE, LearningKind.MANUAL)
NOTHING: Mapping[str, Iterable[Checked]] = MappingProxyType({})


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


def save_draft(
    plan: Plan, *, by: Actor, revision: int, document: Draft, uploads: Mapping[str, Iterable[Checked]] = NOTHING
) -> None:
    """Save the whole draft over the revision it was written on, with files for places of it (`Draft.files_at`).

    Raises `StaleDraft` where there is a newer revision, `ValidationError` where the files find no room, `NotVisible`
    where the document names a file of somewhere else.
    """
    with drafting(EDIT_PLAN, plan, by=by) as step:
        if revision != plan.revision:
            raise StaleDraft
        for place, files in uploads.items():
            _attach(step, document, place, files)
        _fetch_learning_files(step, document)
        check_files(step.case, document)
        put(plan, with_held_days(document, plan) if plan.issued else document)


def _attach(step: Step, document: Draft, place: str, files: Iterable[Checked]) -> None:
    """A file that is there already, byte for byte, is not kept twice; one for an item that just went is not kept."""
    kept = document.files_at(place)
    if kept is None:
        return
    for file in files:
        if file.sha256 not in {ref.digest for ref in kept}:
            kept.append(ref_to(keep_file(step.case, file, by=step.by)))


def _fetch_learning_files(step: Step, document: Draft) -> None:
    """A resource of the library with a file of its own: the case gets a copy, which stays whatever HR does later."""
    chosen = [learning for item in document.items for row in item.support for learning in row.learning]
    wanted = [one for one in chosen if one.entry and one.kind in FILED and one.file is None]
    for upload in LearningFile.objects.filter(entry__in=[one.entry for one in wanted]) if wanted else ():
        kept = ref_to(keep_file(step.case, upload.checked, by=step.by))
        for learning in wanted:
            if learning.entry == upload.entry_id:
                learning.file = kept


def put(plan: Plan, document: Draft) -> None:
    """Set the document and what is read from it for lists. Called inside an act on the plan. The dates of a plan that
    was issued are those of the version in force, whatever is drafted meanwhile.
    """
    plan.revision += 1
    plan.saved_at = timezone.now()
    plan.draft = document.to_json()
    if not plan.issued:
        plan.starts_on, plan.ends_on = document.calendar.starts_on, document.calendar.ends_on
