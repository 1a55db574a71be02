"""Reads that join: the case's plan, and the version of it that a person may read."""

from django.db.models import Q, QuerySet

from cases.acts import Act
from cases.models import CaseFile
from cases.queries import Thread, history, threads
from cases.refusals import NotVisible
from cases.seat import Seat
from cases.states import Part
from people.models import User

from .along import with_what_there_is
from .models import Plan, PlanVersion
from .states import LIVE, AmendmentStatus, PlanStatus


def current_plan(case: CaseFile) -> Plan | None:
    """The case's plan; a case has one, cancelled or not."""
    return case.plans.first()  # which knows its case without a query


def plan_of(seat: Seat) -> Plan | None:
    """The plan of the case this person sits at, read once for a page."""
    plan: Plan | None = seat.once("plan", lambda: with_what_there_is(seat.case.plans.all()).first())
    return plan


def plan_at(seat: Seat) -> Plan:
    """The plan of this case; `NotVisible` where there is none yet."""
    plan = plan_of(seat)
    if plan is None:
        raise NotVisible
    return plan


def plan_open_to(seat: Seat, act: Act) -> Plan:
    """The plan, where this act is this person's and open now; refused otherwise, also for reading its page."""
    plan = plan_at(seat)
    seat.check(act, plan)
    return plan


def newest_for(seat: Seat) -> PlanVersion | None:
    """The newest version this person may read, read once for a page."""
    plan = plan_of(seat)
    version: PlanVersion | None = seat.once("version", lambda: version_for(seat, plan) if plan else None)
    return version


def versions_for(seat: Seat, plan: Plan) -> QuerySet[PlanVersion]:
    """The versions that this person may read. The employee reads what was opened for consultation and what was issued;
    a draft is read by nobody but its manager, so HR and auditors read what was shown.
    """
    versions = plan.versions.all()
    if seat.is_any_of(Part.SUBJECT):
        return versions.filter(Q(consultation__isnull=False) | Q(issuance__isnull=False))
    return versions


def version_for(seat: Seat, plan: Plan, number: int | None = None) -> PlanVersion | None:
    """A version as this person may read it; without a number the one in force, or the newest before the first issue."""
    versions = versions_for(seat, plan)
    number = number if number is not None else plan.issued or None
    return versions.filter(number=number).first() if number is not None else versions.last()


def live_plan_seen_by(user: User, employee: User) -> Plan | None:
    """The plan that is going on for this person, where the user may see its case; nobody else learns of it (R7)."""
    cases = CaseFile.objects.visible_to(user).filter(subject=employee)
    return Plan.objects.filter(employee=employee, status__in=LIVE, case__in=cases).select_related("case").first()


def returned_with(seat: Seat, plan: Plan) -> list[str]:
    """HR's words when it returned the plan, or its amendment, last; none where neither is returned."""
    amended = plan.amendments.filter(status=AmendmentStatus.RETURNED).exists()
    if plan.status != PlanStatus.RETURNED and not amended:
        return []
    act = "plans.return_amendment" if amended else "plans.return_plan"
    lines, _before = history(seat)
    return next((line.words for line in lines if line.act.name == act), [])


def talk_by_place(seat: Seat, plan: Plan) -> dict[str, list[Thread]]:
    """What this person may read of what was said, by the place of the draft it is about: a field such as
    `items.<id>.target` or `basis.findings`, an item (`items.<id>`), or the whole plan (""). One query for all of it.
    """
    items = {item.id for item in plan.document.items}
    found: dict[str, list[Thread]] = {}
    for (topic, topic_id), said in threads(seat).items():
        if topic == "plan" or (topic == "item" and topic_id in items):
            whole = [f"items.{topic_id}"] if topic == "item" else []
            for thread in said:
                place = ".".join([*whole, *filter(None, [thread.comment.field])])
                found.setdefault(place, []).append(thread)
    return found
