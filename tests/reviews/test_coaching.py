"""Coaching between checkpoints: logged by whoever coached, answered by the employee, planned week by week."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.errands import errands_of
from cases.models import Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from people.models import User
from plans.actions import cancel_plan, save_draft
from plans.calendars import today_of
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.coaching import coaching_of
from reviews.coaching_days import sessions_planned
from reviews.models import CoachingSession
from reviews.states import SessionSaid, SessionState
from tests import amending, coaching
from tests.pages import signed_in, text
from tests.world import START, People, actor, assessed, document, drafted, hold, plan_in

pytestmark = pytest.mark.django_db
MONDAY = START  # 2 March 2026


def on(day: date, hour: int = 12) -> Any:
    return time_machine.travel(datetime.combine(day, time(hour)), tick=True)


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    """Runs since Monday, its first day; Fay mentors its item."""
    with on(MONDAY):
        plan = plan_in(PlanStatus.ACTIVE, who)
        coaching.mentor(plan, who)
        yield plan


def seen(plan: Plan, user: User) -> Any:
    return coaching_of(Seat(plan.case, user), plan)


def propose_early(plan: Plan, who: People) -> None:
    hold(plan, who)
    said = {"result": "met", "summary": "x", "early_reason": "y"}
    reviews.propose_outcome(plan, by=actor(who.ada), assessed=assessed(plan), **said)


def cancel(plan: Plan, who: People) -> None:
    cancel_plan(plan, by=actor(who.cleo), reason="Moved.")


class TestLogging:
    def test_what_was_done_stands_with_who_did_it(self, who: People, plan: Plan) -> None:
        coaching.log(plan, who)
        (row,) = seen(plan, who.ben).sessions
        assert (row.by, row.part, row.minutes, row.done) == (who.fay, "mentor", 45, coaching.DONE)
        assert (row.about, row.answered) == ("Assembly errors", None)

    def test_about_a_support_measure_or_the_whole_plan(self, who: People, plan: Plan) -> None:
        support = plan.asked_items.get().support.get()
        coaching.log(plan, who, about=support.pk)
        coaching.log(plan, who, by=actor(who.ada), about=None)
        one, whole = seen(plan, who.ada).sessions
        assert (one.support, one.about) == (support, "Assembly errors: One-to-one at the bench")
        assert (whole.item, whole.about) == (None, "")

    @pytest.mark.parametrize(("days", "words"), [(1, "lies ahead"), (-1, "did not run yet")])
    def test_the_day_makes_sense(self, who: People, plan: Plan, days: int, words: str) -> None:
        with pytest.raises(ValidationError, match=words):
            coaching.log(plan, who, held_on=MONDAY + timedelta(days=days))

    def test_not_on_a_day_of_a_pause(self, who: People, plan: Plan) -> None:
        with on(MONDAY + timedelta(days=9)):
            amending.pause(plan, who, from_on=MONDAY + timedelta(days=7))
            with pytest.raises(WrongMoment):
                coaching.log(plan, who, held_on=MONDAY + timedelta(days=4))
            amending.resume(plan, who, until_on=MONDAY + timedelta(days=9))
            with pytest.raises(ValidationError, match="paused on this day"):
                coaching.log(plan, who, held_on=MONDAY + timedelta(days=8))
            coaching.log(plan, who, held_on=MONDAY + timedelta(days=4))

    @pytest.mark.parametrize("minutes", [0, -1, 601])
    def test_some_minutes_and_no_more_than_ten_hours(self, who: People, plan: Plan, minutes: int) -> None:
        with pytest.raises(ValidationError):
            coaching.log(plan, who, minutes=minutes)

    def test_the_same_entry_is_logged_once(self, who: People, plan: Plan) -> None:
        key = uuid.uuid4()
        coaching.log(plan, who, key=key)
        with pytest.raises(reviews.LoggedAlready):
            coaching.log(plan, who, key=key)
        coaching.log(plan, who, by=actor(who.ada), key=key)
        assert plan.coaching_sessions.count() == 2

    def test_the_form_is_filled_in_and_sent_twice_logs_one(self, who: People, plan: Plan) -> None:
        client, page = signed_in(who.fay), f"/cases/{plan.case.reference}/"
        form = client.get(f"{page}coaching/log/").context["form"]
        sent = {**form.initial, "done": "Torque."}
        assert sent["held_on"] == MONDAY
        for _press in range(2):
            assert client.post(f"{page}coaching/log/", sent).status_code == 302
        (row,) = plan.coaching_sessions.all()
        assert (row.minutes, row.done) == (30, "Torque.")
        coaching.log(plan, who, minutes=20)
        assert client.get(page).context["panels"]
        assert client.get(f"{page}coaching/log/").context["form"].initial["minutes"] == 20

    def test_what_lacks_comes_back_with_the_words(self, who: People, plan: Plan) -> None:
        client = signed_in(who.ada)
        page = f"/cases/{plan.case.reference}/coaching/log/"
        sent = {
            "key": str(uuid.uuid4()),
            "held_on": "2026-03-03",
            "minutes": "30",
            "about": "plan",
            "done": "My own words",
        }
        response = client.post(page, sent)
        assert (response.status_code, "My own words" in text(response)) == (422, True)
        assert "This day lies ahead." in text(response)

    def test_only_the_employee_is_told_by_mail(self, who: People, plan: Plan) -> None:
        coaching.log(plan, who)
        assert [row.recipient for row in Notice.objects.filter(kind="reviews.log_session")] == [who.ben]


class TestAnswer:
    def test_once_that_it_was_so(self, who: People, plan: Plan) -> None:
        coaching.log(plan, who)
        coaching.answer(plan, who)
        with pytest.raises(WrongMoment):
            coaching.answer(plan, who, SessionSaid.OTHERWISE, "x")
        assert seen(plan, who.fay).total.confirmed == 1

    def test_that_it_was_otherwise_needs_words(self, who: People, plan: Plan) -> None:
        coaching.log(plan, who)
        with pytest.raises(ValidationError):
            coaching.answer(plan, who, SessionSaid.OTHERWISE)
        coaching.answer(plan, who, SessionSaid.OTHERWISE, "It was ten minutes.")
        assert (seen(plan, who.ada).total.otherwise, seen(plan, who.ada).total.waits) == (1, 0)
        for user in (who.ada, who.fay, who.cleo):
            assert "It was ten minutes." in text(signed_in(user).get(f"/cases/{plan.case.reference}/coaching/"))

    def test_whoever_coached_is_told(self, who: People, plan: Plan) -> None:
        coaching.log(plan, who)
        coaching.answer(plan, who)
        told = {row.recipient for row in Notice.objects.filter(kind="reviews.confirm_session")}
        assert told == {who.fay, who.ada}

    def test_it_stands_on_home_until_it_is_answered(self, who: People, plan: Plan) -> None:
        for _time in range(2):
            coaching.log(plan, who)
        (errand,) = [task for task in errands_of(who.ben) if "session" in str(task.label)]
        assert str(errand.label) == "Say whether 2 sessions were so"
        page = text(signed_in(who.ben).get(f"/cases/{plan.case.reference}/"))
        assert page.count("It was so") == 2
        client = signed_in(who.ben)
        for row in plan.coaching_sessions.all():
            address = f"/cases/{plan.case.reference}/coaching/{row.pk}/"
            assert client.post(address, {"said": "confirmed"}).status_code == 302
            assert client.post(address, {"said": "confirmed"}).status_code == 409
        assert [task for task in errands_of(who.ben) if "session" in str(task.label)] == []

    @pytest.mark.parametrize("person", ["ada", "cleo", "dora", "emil"])
    def test_nobody_answers_for_the_employee(self, who: People, plan: Plan, person: str) -> None:
        row = coaching.log(plan, who)
        with pytest.raises(NotYourPart):
            reviews.confirm_session(plan, by=actor(getattr(who, person)), session=row, said=SessionSaid.CONFIRMED)


class TestPlanned:
    def days(self, plan: Plan, who: People) -> list[tuple[int, str]]:
        """Days since the first Monday, and what became of each."""
        return [((row.day - MONDAY).days, row.state) for row in seen(plan, who.ada).planned]

    def test_every_week_until_the_last_day(self, who: People, plan: Plan) -> None:
        coaching.plan_weekly(plan, who, last_on=MONDAY + timedelta(days=21))
        with on(MONDAY + timedelta(days=7)):
            coaching.log(plan, who)
            states = [SessionState.MISSED, SessionState.TODAY, SessionState.AHEAD, SessionState.AHEAD]
            assert self.days(plan, who) == list(zip((0, 7, 14, 21), states, strict=True))

    def test_a_session_answers_a_planned_one_once(self, who: People, plan: Plan) -> None:
        series = coaching.plan_weekly(plan, who)
        with on(MONDAY + timedelta(days=8)):
            coaching.log(plan, who, series=series.pk, planned_on=MONDAY + timedelta(days=7))
            assert self.days(plan, who)[:2] == [(0, SessionState.MISSED), (7, SessionState.GIVEN)]
            for day in (7, 8, 14):
                with pytest.raises(ValidationError, match="not open"):
                    coaching.log(plan, who, series=series.pk, planned_on=MONDAY + timedelta(days=day))

    def test_the_form_offers_the_one_of_today(self, who: People, plan: Plan) -> None:
        series = coaching.plan_weekly(plan, who)
        form = signed_in(who.fay).get(f"/cases/{plan.case.reference}/coaching/log/").context["form"]
        assert (form.initial["occasion"], form.initial["minutes"]) == (f"{series.pk}/{MONDAY}", 60)
        sent = {**form.initial, "done": "x"}
        assert signed_in(who.fay).post(f"/cases/{plan.case.reference}/coaching/log/", sent).status_code == 302
        assert self.days(plan, who)[0] == (0, SessionState.GIVEN)
        assert (
            "occasion"
            not in signed_in(who.ada).get(f"/cases/{plan.case.reference}/coaching/log/").context["form"].fields
        )

    def test_a_pause_falls_out_and_a_saturday_stays(self, who: People, plan: Plan) -> None:
        """The general rules know weekends only; a Saturday that somebody plans is meant so."""
        saturday = MONDAY + timedelta(days=5)
        coaching.plan_weekly(plan, who, weekday=5, last_on=MONDAY + timedelta(days=27))
        with on(MONDAY + timedelta(days=13)):
            amending.pause(plan, who, from_on=MONDAY + timedelta(days=8))
            assert [day for day, _state in self.days(plan, who)] == [5]
        with on(MONDAY + timedelta(days=20), 13):
            amending.resume(plan, who, until_on=MONDAY + timedelta(days=18))
            assert [day for day, _state in self.days(plan, who)] == [5, 19, 26]
        assert saturday.weekday() == 5

    def test_once_ended_nothing_more_is_planned(self, who: People, plan: Plan) -> None:
        coaching.plan_weekly(plan, who)
        with on(MONDAY + timedelta(days=8)):
            coaching.end_weekly(plan, who)
            assert [day for day, _state in self.days(plan, who)] == [0, 7]
            with pytest.raises(WrongMoment):
                coaching.end_weekly(plan, who)

    def test_without_its_mentor_nothing_more_is_planned(self, who: People, plan: Plan) -> None:
        coaching.plan_weekly(plan, who)
        with on(MONDAY + timedelta(days=8)):
            coaching.end(plan, who)
        with on(MONDAY + timedelta(days=9)):
            assert [day for day, _state in self.days(plan, who)] == [0, 7]

    def test_once_the_outcome_is_proposed_nothing_more_is_expected(self, who: People, plan: Plan) -> None:
        coaching.plan_weekly(plan, who)
        with on(MONDAY + timedelta(days=16)):
            propose_early(plan, who)
        with on(MONDAY + timedelta(days=30)):
            assert [day for day, _state in self.days(plan, who)] == [0, 7, 14]

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"first_on": MONDAY - timedelta(days=1)}, "Begin today or later"),
            ({"last_on": date(2026, 12, 31)}, "ends before this day"),
            ({"last_on": MONDAY + timedelta(days=2), "weekday": 4}, "No such day"),
            ({"weekday": 7}, "No such day"),
            ({"about": None}, "does not mentor"),
        ],
    )
    def test_what_cannot_be_planned(self, who: People, plan: Plan, said: dict[str, Any], words: str) -> None:
        with pytest.raises(ValidationError, match=words):
            coaching.plan_weekly(plan, who, **said)

    def test_a_mentor_plans_and_ends_their_own_only(self, who: People, plan: Plan) -> None:
        mine = coaching.plan_weekly(plan, who, by=actor(who.fay))
        with pytest.raises(NotYourPart):
            coaching.plan_weekly(plan, who, by=actor(who.fay), mentor=None)
        theirs = coaching.plan_weekly(plan, who, mentor=None, about=None)
        with pytest.raises(NotVisible):
            coaching.end_weekly(plan, who, by=actor(who.fay))
        assert seen(plan, who.fay).series == [mine]
        assert seen(plan, who.ben).series == [mine, theirs]

    def test_planned_on_its_page(self, who: People, plan: Plan) -> None:
        sent = {
            "kind": "team_review", "mentor": "manager", "about": "plan", "weekday": "3", "starts_at": "16:00",
            "minutes": "45", "first_on": MONDAY, "last_on": plan.ends_on,
        }  # fmt: skip
        client, page = signed_in(who.ada), f"/cases/{plan.case.reference}/coaching/plan/"
        assert client.post(page, {**sent, "mentor": who.fay.pk}).status_code == 422
        assert client.post(page, {**sent, "last_on": "2026-03-01"}).status_code == 422
        assert client.post(page, sent).status_code == 302
        assert "every week on Thursday at 4 p.m." in text(client.get(f"/cases/{plan.case.reference}/coaching/"))


class TestDays:
    """What reminders ask of the tables is what the page of one plan says."""

    def test_the_statement_and_the_page_agree_on_every_day(self, who: People, plan: Plan) -> None:
        for said in ({}, {"weekday": 2, "mentor": None}, {"weekday": 5}, {"weekday": 3, "first_on": date(2026, 3, 9)}):
            coaching.plan_weekly(plan, who, **said)
        with on(MONDAY + timedelta(days=8)):
            coaching.log(plan, who, series=plan.session_series.earliest("at").pk, planned_on=MONDAY + timedelta(days=7))
            coaching.end_weekly(plan, who)
        with on(MONDAY + timedelta(days=10)):
            planned = seen(plan, who.ada).planned
            for ahead in range(40):
                day = MONDAY + timedelta(days=10 + ahead)
                asked = {(row.series, row.day) for row in sessions_planned(timezone.now(), ahead=ahead)}
                assert asked == {(row.series.pk, row.day) for row in planned if row.day == day and not row.session}

    @pytest.mark.parametrize("over", [coaching.end, propose_early, cancel])
    def test_nothing_is_planned_once_it_is_over(self, who: People, plan: Plan, over: Any) -> None:
        coaching.plan_weekly(plan, who)
        with on(MONDAY + timedelta(days=14)):
            assert len(sessions_planned(timezone.now())) == 1
            over(plan, who)
            assert sessions_planned(timezone.now()) == []

    @pytest.mark.parametrize(("zone", "hours", "number"), [("Asia/Shanghai", 15, 1), ("Asia/Shanghai", 17, 0)])
    def test_the_day_is_that_of_where_the_case_is(
        self, who: People, plan: Plan, zone: str, hours: int, number: int
    ) -> None:
        coaching.plan_weekly(plan, who)
        plan.case.time_zone = zone
        plan.case.save()
        now = datetime.combine(MONDAY, time(hours), UTC)
        assert len(sessions_planned(now)) == number

    def test_a_public_holiday_falls_out(self, who: People) -> None:
        """Good Friday, 3 April 2026, by the calendar of the United Kingdom."""
        with on(MONDAY):
            plan = drafted(who)
            told = document()
            told.calendar.holidays = "GB"
            save_draft(plan, by=actor(who.ada), revision=plan.revision, document=told)
            plan = plan_in(PlanStatus.ACTIVE, who, plan)
            coaching.plan_weekly(plan, who, mentor=None, weekday=4)
            assert date(2026, 4, 3) not in {row.day for row in seen(plan, who.ada).planned}
            assert sessions_planned(timezone.now(), ahead=32) == []
            assert len(sessions_planned(timezone.now(), ahead=25)) == 1


class TestHelp:
    def test_it_counts_as_support_that_was_given(self, who: People, plan: Plan) -> None:
        item = plan.asked_items.get()
        support = item.support.get()
        coaching.plan_weekly(plan, who, about=support.pk, last_on=MONDAY + timedelta(days=14))
        coaching.log(plan, who, about=support.pk)
        coaching.answer(plan, who)
        coaching.log(plan, who)
        coaching.answer(plan, who, SessionSaid.OTHERWISE, "Shorter.")
        with on(MONDAY + timedelta(days=7)):
            sums = seen(plan, who.ben).tallies
            of_support, of_item = sums[str(support.pk)], sums[str(item.pk)]
            assert (of_support.planned, of_support.planned_minutes, of_support.given, of_support.minutes) == (
                2,
                120,
                1,
                45,
            )
            assert (of_item.given, of_item.minutes, of_item.confirmed, of_item.otherwise) == (2, 90, 1, 1)
            for user in (who.ben, who.ada):
                page = text(signed_in(user).get(f"/cases/{plan.case.reference}/"))
                assert "Coaching: 2 sessions, 90 minutes" in page
                assert "planned so far: 2, 120 minutes" in page

    def test_a_dropped_item_is_coached_no_more(self, who: People, plan: Plan) -> None:
        row = plan.asked_items.get()
        with pytest.raises(NotVisible):
            coaching.log(plan, who, about=uuid.uuid4())
        assert today_of(plan.case) == MONDAY
        assert CoachingSession.objects.filter(item=row).count() == 0
