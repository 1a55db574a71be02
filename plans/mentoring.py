"""Who mentors which items of a plan, and whom one may name. Rules and reads only: nothing is written here."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.eligible import objects_to
from cases.models import CaseFile
from cases.seat import Seat
from cases.states import Part
from people.models import User
from people.states import Role

from .along import rows_of
from .models import Mentoring, Plan, PlanVersion

MOST_MENTORS = 10  # of one case at a time


@objects_to(Part.MENTOR)
def against_mentor(case: CaseFile, user: User) -> Iterator[str]:
    """Auditors change nothing in any case, and logging a session is a change."""
    if Role.AUDITOR in user.roles:
        yield _("This person audits cases, and takes no other part in them.")


def against_ending(plan: Plan) -> Iterator[str]:
    if not plan.mentorings.filter(until=None).exists():
        yield _("Nobody mentors an item of this plan now.")


def version_to_mentor(plan: Plan) -> PlanVersion:
    """Whose items are mentored: the version in force, or before the issue the one that was approved."""
    return plan.versions.get(number=plan.issued or plan.frozen)


def items_in(version: PlanVersion) -> Mapping[uuid.UUID, dict[str, Any]]:
    """Its items by their id, in their order."""
    return {uuid.UUID(item["id"]): item for item in version.data["items"]}


def mentored_items(plan: Plan, user: User) -> frozenset[uuid.UUID]:
    """The ids of the items that this person mentors now."""
    return frozenset(plan.mentorings.filter(mentor=user, until=None).values_list("item", flat=True))


def mentorings_of(seat: Seat, plan: Plan) -> list[Mentoring]:
    """All that ever were, read once for a page."""
    rows: QuerySet[Mentoring] = plan.mentorings.select_related("mentor")
    return rows_of(seat, plan, "mentorings", lambda: list(rows))


@dataclass(frozen=True)
class Mentor:
    """One person, with the areas of the items that they mentor now."""

    user: User
    areas: list[str] = field(default_factory=list)


def mentors_in(rows: list[Mentoring], version: PlanVersion) -> list[Mentor]:
    """Those of now, in the order in which they were named. An item that the plan has no more is not told."""
    items, found = items_in(version), dict[int, Mentor]()
    for row in rows:
        if row.until is None and row.item in items:
            found.setdefault(row.mentor_id, Mentor(row.mentor)).areas.append(items[row.item]["area"])
    return list(found.values())
