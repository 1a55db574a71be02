"""The final review: opened by the manager, summed up by the employee, drafted before it is proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _

from cases.acting import acting, drafting
from cases.actor import Actor
from cases.refusals import NotVisible
from plans import rulesets
from plans.amending import days_in_force, in_force
from plans.calendars import today_of
from plans.models import Item, Plan
from reviews.acts.ending import OPEN_FINAL_REVIEW, SAVE_ASSESSMENT, SUMMARISE_PLAN
from reviews.final_review import current_review
from reviews.models import AssessmentDraft, EmployeeSummary, FinalReview, ItemSummary


@dataclass(frozen=True, kw_only=True)
class OwnSummary:
    """How the employee sums up one item; without words where they say nothing of it."""

    item: Item
    words: str = ""


def open_final_review(plan: Plan, *, by: Actor) -> FinalReview:
    """Ask the employee to sum up first; they have as many working days as the rules of the case say."""
    with acting(OPEN_FINAL_REVIEW, plan, by=by) as step:
        days = rulesets.get(plan.ruleset).ending.summary_days
        review = FinalReview(
            plan=plan,
            number=plan.final_reviews.count() + 1,
            version=in_force(plan),
            opened_by=by.user,
            opened_at=step.at,
            summary_by=days_in_force(plan).later(today_of(step.case), days),
        )
        review.full_clean()
        review.save()
        step.facts.update(
            review=review.pk, number=review.number, version=review.version.number, summary_by=review.summary_by
        )
    return review


def summarise_plan(plan: Plan, *, by: Actor, words: str, views: Iterable[OwnSummary] = ()) -> EmployeeSummary:
    """The employee sums up in their own words, once; also that they have nothing to add, which is no words at all.

    Raises `NotVisible` for an item that is not asked about.
    """
    said = [row for row in views if row.words]
    with acting(SUMMARISE_PLAN, plan, by=by, texts={"words": words}) as step:
        review = current_review(plan)
        asked = set(plan.asked_items.values_list("pk", flat=True))
        if review is None or any(row.item.pk not in asked for row in said):
            raise NotVisible
        summary = EmployeeSummary(review=review, words=words, by=by.user, at=step.at)
        summary.full_clean()
        summary.save()
        rows = [_summed_up(summary, row) for row in said]
        step.facts.update(
            review=review.pk, summary=summary.pk, views=[{"view": row.pk, "item": row.item_id} for row in rows]
        )
        step.texts |= {f"own:{place}": row.words for place, row in enumerate(rows, start=1)}
    return summary


def _summed_up(summary: EmployeeSummary, said: OwnSummary) -> ItemSummary:
    row = ItemSummary(summary=summary, item=said.item, words=said.words)
    row.full_clean()
    row.save()
    return row


_takes = ProhibitNullCharactersValidator()


class AssessedMeanwhile(ValidationError):
    """The draft was saved in another window since this page was loaded."""

    def __init__(self) -> None:
        super().__init__(
            _("You saved this in another window meanwhile. Here is what you typed now; save again to keep it instead.")
        )


def save_assessment(plan: Plan, *, by: Actor, content: Mapping[str, str], revision: int) -> AssessmentDraft:
    """The manager keeps what they wrote so far; nobody else reads it, so this is no event. `revision` is that of what
    the page had shown, 0 where nothing was saved. Raises `AssessedMeanwhile`, and `ValidationError` for characters that
    PostgreSQL takes in no text.
    """
    for text in (*content, *content.values()):
        _takes(text)
    with drafting(SAVE_ASSESSMENT, plan, by=by) as step:
        review = current_review(plan)
        if review is None:
            raise NotVisible
        draft = AssessmentDraft.objects.filter(review=review).first() or AssessmentDraft(review=review)
        if draft.revision != revision:
            raise AssessedMeanwhile
        draft.content, draft.revision, draft.saved_at = dict(content), revision + 1, step.at
        draft.full_clean()
        draft.save()
    return draft
