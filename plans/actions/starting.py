"""What a draft begins with: the content of a template, or of an earlier plan."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import drafting
from cases.actor import Actor
from cases.refusals import WrongMoment
from plans.acts import EDIT_PLAN
from plans.draft import MOST_REMOVED, Draft, Removed
from plans.models import Plan

from .drafting import StaleDraft, put


class DraftHasContent(ValidationError):
    """The draft holds something already, and nobody said that it may be replaced."""

    def __init__(self) -> None:
        super().__init__(_("The draft holds something already. Say that it may be replaced."), code="content")


def begin_from(plan: Plan, content: Draft, *, by: Actor, revision: int, replace: bool = False) -> None:
    """Put this content into the draft. Raises `StaleDraft`, and `DraftHasContent` unless it may be replaced.

    What only the manager can say of the person stays, and items that give way can be brought back.
    """
    with drafting(EDIT_PLAN, plan, by=by):
        if revision != plan.revision:
            raise StaleDraft
        if plan.issued:
            raise WrongMoment(_("The plan was issued: it goes on from what it says."))
        before = plan.document
        if holds_something(before) and not replace:
            raise DraftHasContent
        put(plan, _merged(before, content))


def holds_something(draft: Draft) -> bool:
    """Whether there is anything that would be replaced."""
    return bool(draft.items or draft.consequences.if_met or draft.consequences.if_not_met)


def _merged(before: Draft, content: Draft) -> Draft:
    draft = content.model_copy(deep=True)
    standard = {"standard": content.basis.standard, "standard_version": content.basis.standard_version}
    draft.basis = before.basis if before.basis.standard else before.basis.model_copy(update=standard)
    if not content.calendar.starts_on and before.calendar.starts_on:
        draft.calendar = before.calendar
    draft.currency = content.currency or before.currency
    gone = [Removed(place=place, item=item) for place, item in enumerate(before.items)]
    draft.removed = [*before.removed, *gone][-MOST_REMOVED:]
    return draft
