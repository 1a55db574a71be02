"""Who keeps the library: HR the company's, a manager templates of their own (ADR 12)."""

from cases.refusals import NotYourPart
from cases.seat import Seat
from cases.states import Part
from people.models import User
from plans.draft import Draft
from plans.models import Plan, Template
from plans.snapshot import draft_of


def keeps_the_library(user: User) -> bool:
    """HR, for the whole company. No administrator, no auditor."""
    return user.is_active and user.is_hr


def reads_the_library(user: User) -> bool:
    """Those who write plans, and those who keep the library."""
    return user.is_active and (user.is_hr or user.has_reports)


def keeps(user: User, template: Template) -> bool:
    """The company's templates are HR's; a manager's own are nobody else's."""
    return keeps_the_library(user) if template.owner_id is None else user.is_active and template.owner_id == user.pk


def keeps_as(seat: Seat) -> Part | None:
    """The part in which this person may keep the case's plan as a template; none where they may not."""
    return next((part for part in (Part.MANAGER, Part.HR_PARTNER) if seat.is_any_of(part)), None)


def may_keep(seat: Seat, plan: Plan) -> bool:
    """HR reads no draft that is with its manager, so it cannot keep one either."""
    part = keeps_as(seat)
    return part == Part.MANAGER or (part == Part.HR_PARTNER and not plan.is_editable)


def draft_to_keep(plan: Plan) -> Draft:
    """What a template is made of: the version in force, so that nobody reads in it what is only drafted; else the
    draft.
    """
    return draft_of(plan.versions.get(number=plan.issued)) if plan.issued else plan.document


def check_keeps_the_library(user: User) -> None:
    if not keeps_the_library(user):
        raise NotYourPart


def check_keeps(user: User, template: Template) -> None:
    if not keeps(user, template):
        raise NotYourPart
