"""R30: the window to appeal, counted in business days, where the case is; weekends, holidays and time zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from cases.models import CaseFile
from plans import actions as plans
from plans import rulesets
from plans.amending import days_in_force
from plans.calendars import BusinessCalendar
from plans.models import Plan
from plans.states import PlanStatus
from reviews.appealing import against_filing, last_day_to_appeal
from reviews.models import Outcome
from tests import appealing
from tests.world import People, actor, document, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ["UTC", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns"]


def in_calendar(code: str, who: People) -> Plan:
    """Decided, and written with this holiday calendar."""
    draft, plan = document(), plan_in(PlanStatus.DRAFT, who)
    calendar = draft.calendar.model_copy(update={"holidays": code})
    changed = draft.model_copy(update={"calendar": calendar})
    plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=changed)
    return appealing.decided(who, plan=plan)


def counted(day: date, days: int, calendar: BusinessCalendar) -> date:
    """By hand: the day on which so many working days after this one are over."""
    passed = 0
    while passed < days:
        day += DAY
        passed += calendar.is_working(day)
    return day


@pytest.mark.parametrize("code", ["", "CN", "DE-BY"])
def test_r30_the_window_is_that_of_the_plans_calendar_and_the_cases_clock(who: People, code: str) -> None:
    plan = in_calendar(code, who)
    calendar, outcome = days_in_force(plan), plan.outcomes.get()
    assert calendar.code == code
    days = rulesets.get(plan.ruleset).ending.appeal_days

    @given(
        minutes=st.integers(0, 3 * 365 * 24 * 60),
        zone=st.sampled_from(ZONES),
    )
    @budget(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def holds(minutes: int, zone: str) -> None:
        moment = FIRST + timedelta(minutes=minutes)
        case = CaseFile(time_zone=zone, subject=plan.employee)
        asked = Plan(pk=plan.pk, case=case, ruleset=plan.ruleset, issued=plan.issued)
        decided = Outcome(decided_at=moment)
        last = last_day_to_appeal(asked, decided)
        assert last == counted(moment.astimezone(ZoneInfo(zone)).date(), days, calendar)
        assert calendar.is_working(last)

    holds()
    assert outcome.decided_at


@pytest.mark.parametrize("zone", ZONES)
def test_r30_the_last_day_is_whole_where_the_case_is(who: People, zone: str) -> None:
    plan = appealing.decided(who)
    CaseFile.objects.filter(pk=plan.case_id).update(time_zone=zone)
    plan = Plan.objects.select_related("case").get(pk=plan.pk)
    last = last_day_to_appeal(plan, plan.outcomes.get())
    over = datetime.combine(last + DAY, time(), ZoneInfo(zone))
    for moment, is_open in ((over - timedelta(seconds=1), True), (over, False)):
        with time_machine.travel(moment, tick=False):
            assert (not list(against_filing(plan))) == is_open
