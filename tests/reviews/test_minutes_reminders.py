"""Reminders of minutes that wait for a signature, and the window to sign them, which stands still during a pause."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from cases.delivery import deliver_waiting
from cases.errands import errands_of
from cases.mailing import mail_for
from cases.models import Notice
from cases.reminding import RULES, put
from cases.states import NoticeState
from people.models import User
from plans import rulesets
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.minutes import asked_until
from tests import amending
from tests.coaching import on
from tests.mail import Sink
from tests.meetings import minutes_digest, sign_minutes
from tests.world import CHECKPOINTS, People, actor, hold, plan_in

pytestmark = pytest.mark.django_db
KIND = "reviews.minutes_unsigned"
DAY = timedelta(days=1)
HELD = CHECKPOINTS[0]  # a Monday
LAST = HELD + rulesets.default().receipt.window_days * DAY


@pytest.fixture
def plan(who: People) -> Plan:
    """Running; its first checkpoint was held and recorded at noon."""
    with on(HELD):
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who, 1)
    return plan


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def told(*moments: datetime) -> list[tuple[str, date]]:
    """Look at these moments; who was told by then, and when."""
    for moment in moments:
        put(RULES[KIND], moment)
    rows = Notice.objects.filter(kind=KIND).order_by("due_at", "recipient__name").select_related("recipient")
    return [(row.recipient.name, row.due_at.date()) for row in rows]


def days(first: date, last: date) -> list[datetime]:
    return [at(first + each * DAY) for each in range((last - first).days + 1)]


def window(plan: Plan, today: date) -> date:
    minutes = plan.checkpoints.select_related("minutes").get(number=1).minutes
    return asked_until(minutes, plan.pauses.all(), today)


def asked(user: User) -> list[date | None]:
    return [row.due_on for row in errands_of(user) if "/checkpoints/1/sign/" in row.url]


class TestReminders:
    def test_both_sides_twice_before_the_window_is_over(self, plan: Plan) -> None:
        both = [(name, LAST - each * DAY) for each in (3, 1) for name in ("Ada", "Ben")]
        assert told(*days(HELD, LAST + 20 * DAY)) == both

    def test_not_before_eight_where_the_case_is(self, plan: Plan) -> None:
        assert told(at(LAST - 3 * DAY, 6)) == []
        assert len(told(at(LAST - 3 * DAY, 7))) == 2

    def test_who_signed_or_refused_is_not_told(self, who: People, plan: Plan) -> None:
        with on(HELD + DAY):
            sign_minutes(plan, who.ada)
            assert told(at(LAST - 3 * DAY)) == [("Ben", LAST - 3 * DAY)]
            first = plan.checkpoints.get(number=1)
            reviews.refuse_minutes(first, by=actor(who.ben), digest=minutes_digest(plan))
        assert len(told(at(LAST - DAY))) == 1

    def test_what_was_signed_meanwhile_is_not_sent(self, who: People, plan: Plan, smtp_sink: Sink) -> None:
        told(at(LAST - DAY))
        with time_machine.travel(at(LAST - DAY, 13), tick=True):
            for user in (who.ada, who.ben):
                sign_minutes(plan, user)
            deliver_waiting()
        assert {*Notice.objects.filter(kind=KIND).values_list("state", flat=True)} == {NoticeState.DROPPED}

    def test_the_mail_names_nobody(self, plan: Plan) -> None:
        told(at(LAST - DAY))
        mails = [mail_for(row) for row in Notice.objects.filter(kind=KIND).select_related("case", "recipient")]
        assert {mail.subject for mail in mails} == {"You have a document to read in pipcases"}
        assert not any(word in mail.body for mail in mails for word in ("Ben", "Ada", "performance", "late"))


class TestPause:
    """From two days after the minutes were recorded, for nine days: five of the seven days of the window are left."""

    AWAY, BACK = HELD + 2 * DAY, HELD + 11 * DAY

    @pytest.fixture
    def paused(self, who: People, plan: Plan) -> Plan:
        with on(self.AWAY):
            amending.pause(plan, who, from_on=self.AWAY)
        return plan

    def resume(self, plan: Plan, who: People) -> None:
        with on(self.BACK):
            amending.resume(plan, who, until_on=self.BACK)

    def test_nobody_is_told_and_the_window_stands_still(self, who: People, paused: Plan) -> None:
        assert told(*days(self.AWAY, self.BACK)) == []
        with on(LAST + DAY):
            assert window(paused, LAST + DAY) == LAST + (LAST + DAY - self.AWAY)
            assert asked(who.ben) == asked(who.ada) == [window(paused, LAST + DAY)]

    def test_it_goes_on_where_it_stood(self, who: People, paused: Plan) -> None:
        """Both sides are told before the end of the longer window, which the statement and the page agree on."""
        self.resume(paused, who)
        last = LAST + (self.BACK - self.AWAY)
        for today in (self.BACK, last):
            with on(today):
                assert window(paused, today) == last
                assert asked(who.ben) == asked(who.ada) == [last]
        with on(last + DAY):
            assert asked(who.ben) == []
        both = [(name, last - each * DAY) for each in (3, 1) for name in ("Ada", "Ben")]
        assert told(*days(self.BACK, last + 9 * DAY)) == both

    def test_a_pause_from_before_they_were_recorded_counts_from_then(self, who: People, plan: Plan) -> None:
        """Paused on the day after for a day that lies back: only days since the minutes put the window off."""
        with on(HELD + DAY):
            amending.pause(plan, who, from_on=HELD)
        with on(HELD + 3 * DAY):
            amending.resume(plan, who, until_on=HELD + 3 * DAY)
        assert window(plan, LAST) == LAST + 3 * DAY

    def test_a_pause_after_the_window_opens_it_no_more(self, who: People, plan: Plan) -> None:
        with on(LAST + DAY):
            amending.pause(plan, who, from_on=LAST + DAY)
            assert (window(plan, LAST + DAY), asked(who.ben)) == (LAST, [])
        with on(LAST + 9 * DAY):
            amending.resume(plan, who, until_on=LAST + 9 * DAY)
            assert (window(plan, LAST + 9 * DAY), asked(who.ben)) == (LAST, [])
        assert told(*days(LAST + 9 * DAY, LAST + 20 * DAY)) == []
