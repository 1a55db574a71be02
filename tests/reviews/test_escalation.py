"""R21: a checkpoint that was missed goes up, from the manager to the HR partner to the HR lead, by the case's rules."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from cases.delivery import deliver_waiting
from cases.mailing import mail_for
from cases.models import CaseFile, Notice
from cases.reminding import RULES, put
from cases.seat import Seat
from cases.states import NoticeState, Part
from people.actions import add_user, deactivate, grant_role
from people.models import User
from people.states import Role
from plans.models import Plan
from plans.states import PlanStatus
from reviews.models import Checkpoint
from tests import amending
from tests.mail import Sink
from tests.world import CHECKPOINTS, People, hold, plan_in

pytestmark = pytest.mark.django_db
KINDS = ("reviews.missed_by_manager", "reviews.missed_to_hr_partner", "reviews.missed_to_hr_lead")
MANAGER, PARTNER, LEAD = ("by_manager", "Ada"), ("to_hr_partner", "Cleo"), ("to_hr_lead", "Lea")


def at(days: int, hour: int = 12) -> datetime:
    """So many days from the first checkpoint, in UTC; the case is in Berlin, an hour or two ahead."""
    return datetime.combine(CHECKPOINTS[0] + timedelta(days=days), time(hour), UTC)


@pytest.fixture
def lea(who: People) -> User:
    return add_user("lea@example.com", name="Lea", roles=(Role.HR_LEAD,))


@pytest.fixture
def plan(who: People, lea: User) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def missed(*moments: datetime) -> list[tuple[str, str]]:
    """Look at these moments; who was told of the first checkpoint by which step, in the order of time."""
    for moment in moments:
        for kind in KINDS:
            put(RULES[kind], moment)
    first = Checkpoint.objects.get(number=1)
    rows = Notice.objects.filter(kind__in=KINDS, about=first.pk).order_by("due_at", "pk")
    return [(kind.removeprefix("reviews.missed_"), name) for kind, name in rows.values_list("kind", "recipient__name")]


def test_it_goes_up_step_by_step(plan: Plan) -> None:
    whole = [MANAGER, PARTNER, LEAD, LEAD]
    told = {day: len(missed(at(day))) for day in range(25)}
    assert missed() == whole
    assert {day for day in told if told[day] > told.get(day - 1, 0)} == {3, 5, 10, 17}


@pytest.mark.parametrize(("hour", "expected"), [(6, []), (7, [MANAGER])])
def test_not_before_the_hour_where_the_case_is(plan: Plan, hour: int, expected: list[Any]) -> None:
    """Seven in UTC is eight in Berlin; two hours before that the day has begun, and nobody is woken."""
    assert missed(at(3, hour)) == expected


def test_whoever_was_away_is_not_told_of_the_steps_that_are_over(plan: Plan) -> None:
    """Nobody looked for a month: each step still holds, and is said once."""
    assert sorted(missed(at(30), at(30), at(31))) == sorted([MANAGER, PARTNER, LEAD])


@pytest.mark.parametrize(("rules", "days"), [("us", [2, 4, 7, 14]), ("cn", [4, 8, 14, 21]), ("gone", [3, 5, 10, 17])])
def test_the_rules_of_the_case_say_the_days(plan: Plan, rules: str, days: list[int]) -> None:
    """A ruleset that a company has taken away leaves the days of the product."""
    Plan.objects.filter(pk=plan.pk).update(ruleset=rules)
    told = {day: len(missed(at(day))) for day in range(25)}
    assert [day for day in told if told[day] > told.get(day - 1, 0)] == days


def _their_own_case(lea: User, who: People, plan: Plan) -> None:
    CaseFile.objects.filter(pk=plan.case_id).update(subject=lea)


def _above_the_subject(lea: User, who: People, plan: Plan) -> None:
    User.objects.filter(pk=who.hal.pk).update(manager=lea)


@pytest.mark.parametrize(
    "but",
    [_their_own_case, _above_the_subject, lambda lea, who, plan: deactivate(lea)],
    ids=["subject", "line", "leaver"],
)
def test_never_who_may_not_see_the_case(who: People, plan: Plan, lea: User, but: Any) -> None:
    but(lea, who, plan)
    grant_role(who.gus, Role.HR_LEAD)  # every other one is told
    assert missed(at(12))[-1] == ("to_hr_lead", "Gus")
    assert "Lea" not in {name for _step, name in missed()}


def test_an_hr_lead_sees_what_hr_sees_and_is_no_partner_by_that(who: People, plan: Plan, lea: User) -> None:
    assert CaseFile.objects.visible_to(lea).count() == CaseFile.objects.visible_to(who.dora).count() == 1
    assert Seat(plan.case, lea).parts == Seat(plan.case, who.dora).parts == {Part.HR}


@pytest.mark.parametrize("meanwhile", [lambda plan, who: hold(plan, who, 1), amending.pause], ids=["held", "paused"])
def test_what_was_overtaken_is_not_sent(who: People, plan: Plan, smtp_sink: Sink, meanwhile: Any) -> None:
    missed(at(10))
    with time_machine.travel(at(10, 13), tick=True):
        meanwhile(plan, who)
        deliver_waiting()
    states = Notice.objects.filter(kind__in=KINDS).values_list("state", flat=True)
    assert set(states) == {NoticeState.DROPPED}


def test_a_step_that_another_has_followed_is_not_sent(plan: Plan, smtp_sink: Sink) -> None:
    """The mail server was down for a week: the HR lead gets the second mail, not both."""
    missed(at(10), at(17))
    with time_machine.travel(at(17, 13), tick=True):
        deliver_waiting()
    rows = Notice.objects.filter(kind="reviews.missed_to_hr_lead").order_by("due_at")
    assert [row.state for row in rows] == [NoticeState.DROPPED, NoticeState.SENT]


def test_the_mail_names_nobody_and_blames_nobody(who: People, plan: Plan, lea: User) -> None:
    missed(at(12))
    mails = [mail_for(row) for row in Notice.objects.filter(kind__in=KINDS)]
    assert {mail.subject for mail in mails} == {"You have a document to read in pipcases"}
    for word in ("Ben", "Ada", "Cleo", "performance", "fault", "failed", "blame"):
        assert not any(word in mail.body for mail in mails)
