"""Coaching between checkpoints: logged by whoever coached, answered by the employee, planned week by week."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cases.errands import errands_of
from cases.models import Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from plans.calendars import today_of
from plans.models import Plan
from reviews import actions as reviews
from reviews.models import CoachingSession
from reviews.states import SessionSaid
from tests import amending, coaching
from tests.coaching import on, seen
from tests.pages import signed_in, text
from tests.world import START, People, actor

pytestmark = pytest.mark.django_db
MONDAY = START  # 2 March 2026


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    with coaching.mentored(who) as plan:
        yield plan


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
                assert "planned so far: 2 (120 minutes)" in page

    def test_a_dropped_item_is_coached_no_more(self, who: People, plan: Plan) -> None:
        row = plan.asked_items.get()
        with pytest.raises(NotVisible):
            coaching.log(plan, who, about=uuid.uuid4())
        assert today_of(plan.case) == MONDAY
        assert CoachingSession.objects.filter(item=row).count() == 0
