"""The final review: what stands in the way of its steps, and how far the employee's own summary is (R27).

The employee sums up first, before they read what the manager wrote; who says nothing inside the window is not waited
for any longer, and silence is no agreement.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from plans.amending import against_two
from plans.calendars import today_of
from plans.models import Pause, Plan
from plans.states import ChangeKind

from .minutes import put_off
from .models import EmployeeSummary, FinalReview, ItemSummary, Outcome
from .states import CheckpointStatus, Result


def current_review(plan: Plan) -> FinalReview | None:
    """The one that no decision has ended yet, with its summary: two queries."""
    decided = plan.outcomes.filter(decided_at__isnull=False, review__isnull=False).values("review")
    views = Prefetch("summary__views", ItemSummary.objects.select_related("item"))
    rows = plan.final_reviews.exclude(pk__in=decided).select_related("summary__by", "opened_by", "version")
    found = rows.prefetch_related(views).last()
    if found:
        found.plan = plan
    return found


def summary_of(review: FinalReview) -> EmployeeSummary | None:
    return getattr(review, "summary", None)


def asked_until(review: FinalReview, pauses: Iterable[Pause] | None = None) -> date:
    """The last day on which the employee is waited for; it is put off by the days the plan was paused (R22). `pauses`
    are the plan's, where they were read already.
    """
    case = review.plan.case
    opened_on = timezone.localdate(review.opened_at, ZoneInfo(case.time_zone))
    paused = review.plan.pauses.all() if pauses is None else pauses
    return put_off(opened_on, review.summary_by, paused, today_of(case))


def waits_for_summary(review: FinalReview) -> bool:
    return summary_of(review) is None and today_of(review.plan.case) <= asked_until(review)


def to_be_extended(plan: Plan) -> Outcome | None:
    """The decision to extend the plan, as long as nobody has begun that change."""
    newest = plan.outcomes.filter(decided_at__isnull=False).last()
    if newest is None or newest.result != Result.EXTENDED:
        return None
    begun = plan.amendments.filter(kind=ChangeKind.EXTENSION, begun_at__gte=newest.decided_at)
    return None if begun.exists() else newest


def against_opening_review(plan: Plan) -> Iterator[str]:
    yield from _nothing_measured(plan)
    yield from against_two(plan)
    if current_review(plan):
        yield _("The final review is open already.")
    elif to_be_extended(plan):
        yield _("It was decided to extend the plan. Write that change first.")


def against_summarising(plan: Plan) -> Iterator[str]:
    review = current_review(plan)
    if review is None:
        yield _("Your manager has not opened the final review yet.")
    elif summary_of(review):
        yield _("You have summed up already. You can add a comment.")


def against_drafting(plan: Plan) -> Iterator[str]:
    if current_review(plan) is None:
        yield _("Open the final review first: the employee sums up before you propose an outcome.")


def against_proposing(plan: Plan) -> Iterator[str]:
    yield from _nothing_measured(plan)
    yield from against_two(plan)
    yield from against_drafting(plan)
    review = current_review(plan)
    if review and waits_for_summary(review):
        day = formats.date_format(asked_until(review))
        yield _("The employee has until %(day)s to sum up. You can propose an outcome once they have, or after it.") % {
            "day": day
        }


def _nothing_measured(plan: Plan) -> Iterator[str]:
    if not plan.checkpoints.filter(status=CheckpointStatus.HELD).exists():
        yield _("Hold at least one checkpoint first: an outcome rests on what was measured.")
