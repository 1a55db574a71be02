"""Rounds of consultation: how they are read, and what stands in the way of the next step of one."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from cases.seat import Seat

from . import rulesets
from .draft import DraftItem
from .models import Consultation, Plan
from .states import PlanStatus, RoundState

Reasons = Iterator[str]


def rounds_of(plan: Plan) -> list[Consultation]:
    """Every round of the plan with what was said in it, oldest first: one query, none where there was no round."""
    if not plan.consulted:
        return []
    rows = Consultation.objects.filter(plan=plan)
    rounds = list(rows.select_related("opened_by", "version", "answer__by", "answer__reply__by"))
    for row in rounds:
        row.plan = plan
    return rounds


def rounds_for(seat: Seat, plan: Plan) -> list[Consultation]:
    """For a page: everybody who may read the case reads every round, the employee those they were asked in, which is
    the same. Read once for a page.
    """
    rounds: list[Consultation] = seat.once("rounds", lambda: rounds_of(plan))
    return rounds


def beside_the_draft(seat: Seat, plan: Plan) -> dict[str, Any]:
    """For the editor: the newest round, what was said last of each item, by the item's id as hexadecimal; what of the
    consultation keeps the plan from HR, and whether the employee can be asked now.
    """
    rounds = rounds_for(seat, plan)
    newest = rounds[-1] if rounds else None
    unsettled = list(_unsettled(newest if plan.status == PlanStatus.CONSULTATION else None))
    answered = next((row for row in reversed(rounds) if row.answered), None)
    return {
        "round": newest,
        "heard": {UUID(point.item["id"]).hex: point for point in answered.points} if answered else {},
        "unheard": [*_unasked(plan), *unsettled],
        "may_ask": not unsettled and not any(_unanswerable(plan.document.items)),
    }


def newest_round(plan: Plan) -> Consultation | None:
    return next(reversed(rounds_of(plan)), None)


def going_on(plan: Plan) -> Consultation | None:
    """The round that the plan stands in now."""
    return newest_round(plan) if plan.status == PlanStatus.CONSULTATION else None


def against_opening(plan: Plan) -> Reasons:
    """The employee is asked about items that can be answered to, and once at a time."""
    yield from _unanswerable(plan.document.items)
    yield from _unsettled(going_on(plan))


def _unanswerable(items: list[DraftItem]) -> Reasons:
    if not items:
        yield _("There is nothing to ask about yet. Write at least one thing to improve first.")
    for number, item in enumerate(items, start=1):
        if not _can_be_answered(item):
            yield _("Item %(number)d: say what is to improve and from where to where, so that it can be answered.") % {
                "number": number
            }


def _can_be_answered(item: DraftItem) -> bool:
    return bool(item.area.strip() and item.direction) and item.baseline is not None and item.target is not None


def against_answering(plan: Plan) -> Reasons:
    current = going_on(plan)
    if current and current.answered:
        yield _("You have given your view already. It stands in the case; you can add comments.")


def against_replying(plan: Plan) -> Reasons:
    current = going_on(plan)
    if current is None or current.answered is None:
        yield _("The employee has not given their view yet.")
    elif current.replied:
        yield _("You have answered already. It stands in the case; you can add comments.")
    elif not current.lacks_reply:
        yield _("The employee can reach every target and asked for nothing: there is nothing to answer.")


def unheard(plan: Plan) -> Reasons:
    """What keeps a plan from HR until its employee was heard."""
    yield from _unasked(plan)
    yield from _unsettled(going_on(plan))


def _unasked(plan: Plan) -> Reasons:
    if rulesets.get(plan.ruleset).consultation.required and not plan.consulted:
        yield _("These rules let the employee speak first: ask for their view before you submit the plan.")


def _unsettled(current: Consultation | None) -> Reasons:
    """A round that is going on is waited for until its last day is over, and answered once the employee has spoken."""
    if current and current.state == RoundState.WAITING:
        day = formats.date_format(current.answer_by, "DATE_FORMAT")
        yield _("The employee has until %(day)s to give their view. You can go on once they have, or after it.") % {
            "day": day
        }
    elif current and current.state == RoundState.TO_REPLY:
        yield _("The employee has given their view. Answer it first.")
