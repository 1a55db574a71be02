"""When an outcome can be appealed against, and what stands open meanwhile (R30). Rules and reads only."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.refusals import NotVisible
from cases.seat import Seat
from plans import rulesets
from plans.along import rows_of
from plans.amending import days_in_force
from plans.calendars import today_of
from plans.models import Plan
from plans.queries import plan_at
from plans.states import PlanStatus

from .ended import standing_for, standing_outcome
from .models import Appeal, Hearing, Outcome
from .states import OPEN_APPEAL, Result

UNAPPEALABLE = (Result.MET, Result.CANCELLED)
APPEALABLE = frozenset({PlanStatus.DECIDED, PlanStatus.SUSTAIN, PlanStatus.CLOSED})
HEARD = APPEALABLE | {PlanStatus.LEFT}  # whoever has appealed is heard, also after they left


def last_day_to_appeal(plan: Plan, outcome: Outcome) -> date:
    """So many business days of the plan's calendar after the day of the decision, where the case is; that day too."""
    assert outcome.decided_at  # noqa: S101 - asked of decided outcomes only
    decided_on = timezone.localdate(outcome.decided_at, ZoneInfo(plan.case.time_zone))
    return days_in_force(plan).later(decided_on, rulesets.get(plan.ruleset).ending.appeal_days)


def was_appealed(outcome: Outcome) -> bool:
    """Whether somebody appealed against it, or it is what came of an appeal: that is the last word here."""
    return outcome.varies_id is not None or Appeal.objects.filter(outcome=outcome).exists()


def open_appeal(plan: Plan) -> Appeal | None:
    """The one that waits for its decision; a plan has one at most."""
    return plan.appeals.filter(status__in=OPEN_APPEAL).first()


def against_filing(plan: Plan) -> Iterator[str]:
    """The employee appeals against an outcome once, while its window is open; against one that is met, never."""
    outcome = standing_outcome(plan)
    if outcome is None or outcome.result in UNAPPEALABLE:
        yield _("There is no outcome that you could appeal against.")
    elif was_appealed(outcome):
        yield _("You have appealed already. What was decided then is the last word inside the company.")
    elif today_of(plan.case) > (last := last_day_to_appeal(plan, outcome)):
        yield _("The last day to appeal against this outcome was %(day)s. You can still comment on it at any time.") % {
            "day": date_format(last)
        }


def against_closing(plan: Plan) -> Iterator[str]:
    """A case stays open while somebody may still appeal, or waits for what comes of it."""
    if open_appeal(plan):
        yield _("An appeal is open. The case can be closed once it is decided or withdrawn.")
        return
    if (last := open_until(plan)) and today_of(plan.case) <= last:
        yield _("The employee can appeal until %(day)s, that day included. The case can be closed after it.") % {
            "day": date_format(last)
        }


def open_until(plan: Plan) -> date | None:
    """The last day on which somebody may still appeal; None where nobody may, or somebody has."""
    outcome = standing_outcome(plan)
    if outcome is None or outcome.result in UNAPPEALABLE or was_appealed(outcome):
        return None
    return last_day_to_appeal(plan, outcome)


def filing_until(seat: Seat, plan: Plan) -> date | None:
    """The last day to appeal, as long as it is not over: `open_until`, of what the page has read."""
    outcome = standing_for(seat, plan) if plan.status in APPEALABLE else None
    if outcome is None or outcome.result in UNAPPEALABLE or outcome.varies_id:
        return None
    if any(row.outcome_id == outcome.pk for row in appeals_of(seat, plan)):
        return None
    last = last_day_to_appeal(plan, outcome)
    return last if today_of(plan.case) <= last else None


def against_stating(appeal: Appeal) -> Iterator[str]:
    """The employee adds their words to the hearing that was recorded last, once."""
    newest = appeal.hearings.select_related("statement").last()
    if newest is None or hasattr(newest, "statement"):
        yield _("Your statement on this hearing is there already. You can add a comment.")


def faults_in_hearing_day(plan: Plan, day: date) -> Iterator[str]:
    """Why no hearing can be on this day, in whole sentences."""
    if day < today_of(plan.case):
        yield _("This day is over. Choose one that lies ahead.")
    if why := days_in_force(plan).why_free(day):
        yield _("Nobody works on this day: %(why)s. Choose a working day.") % {"why": why}


def appeals_of(seat: Seat, plan: Plan) -> list[Appeal]:
    """Every appeal of the plan with its people, read once for a page; only where there can be one."""
    if plan.status not in HEARD:
        return []
    rows = plan.appeals.select_related("outcome__varied", "hearer", "filed_by", "named_by", "arranged_by")
    return rows_of(seat, plan, "appeals", lambda: list(rows))


def newest_appeal(seat: Seat) -> Appeal:
    """The appeal that pages of this case are about; `NotVisible` where there is none."""
    plan = plan_at(seat)
    found = appeals_of(seat, plan)
    if not found:
        raise NotVisible
    appeal = found[-1]
    appeal.plan = plan
    prefetch_related_objects([appeal], Prefetch("hearings", Hearing.objects.select_related("by", "statement")))
    return appeal
