"""Races about coaching: two presses, two answers, a mentor who is ended while they log."""

import uuid
from functools import partial

import pytest

from plans.calendars import today_of
from plans.models import Mentoring, Plan
from plans.states import PlanStatus
from reviews.models import SessionAnswer
from tests import coaching
from tests.rules.test_races import acts_in, fresh
from tests.together import faults, together
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    plan = plan_in(PlanStatus.ACTIVE, who)
    coaching.mentor(plan, who)
    return plan


def test_a_double_press_logs_one_session(who: People, plan: Plan) -> None:
    press = [partial(coaching.log, fresh(plan), who, key=uuid.UUID(int=1)) for _press in range(3)]
    assert faults(together(*press)) == ["LoggedAlready"] * 2
    assert plan.coaching_sessions.count() == acts_in(plan.case).count("reviews.log_session") == 1


def test_a_planned_session_is_answered_once(who: People, plan: Plan) -> None:
    series = coaching.plan_weekly(plan, who, last_on=today_of(plan.case))
    told = {"series": series.pk, "planned_on": series.first_on}
    lost = faults(together(*(partial(coaching.log, fresh(plan), who, **told) for _press in range(2))))
    assert (lost, plan.coaching_sessions.count()) == (["ValidationError"], 1)


def test_the_employee_answers_once(who: People, plan: Plan) -> None:
    coaching.log(plan, who)
    assert faults(together(*(partial(coaching.answer, fresh(plan), who) for _press in range(2)))) == ["WrongMoment"]
    assert SessionAnswer.objects.count() == 1


def test_a_mentor_who_is_ended_while_they_log_has_logged_or_sees_nothing(who: People, plan: Plan) -> None:
    lost = faults(together(partial(coaching.log, fresh(plan), who), partial(coaching.end, fresh(plan), who)))
    assert lost in ([], ["NotVisible"])
    assert plan.coaching_sessions.count() == 1 - len(lost)


def test_two_name_the_same_mentor_at_once(who: People, plan: Plan) -> None:
    by = (who.ada, who.cleo)
    lost = faults(together(*(partial(coaching.mentor, fresh(plan), who, who.gus, by=actor(user)) for user in by)))
    assert (lost, Mentoring.objects.filter(mentor=who.gus).count()) == (["ValidationError"], 1)
