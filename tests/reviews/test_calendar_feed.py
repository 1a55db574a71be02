"""The private feed of one's meetings, and its address."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override, pgettext

from cases.models import CasePart, Notice, Reading
from cases.states import NoticeState
from people.actions import deactivate
from people.models import CalendarFeed, User
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from tests import amending, receipts
from tests.handing_over import delegate, end
from tests.pages import signed_in, text, unchanging
from tests.reviews.calendars import address_of, days, read_feed
from tests.world import CHECKPOINTS, People, actor, hold, plan_in

FIRST, SECOND = CHECKPOINTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries", "after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    plan = plan_in(PlanStatus.ACTIVE, who)
    Notice.objects.update(state=NoticeState.DROPPED)
    return plan


def cancel(plan: Plan, who: People) -> None:
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")


class TestFeed:
    def test_it_holds_ones_meetings_past_and_to_come(self, who: People, plan: Plan) -> None:
        hold(plan, who, 1)
        for user in (who.ben, who.ada, who.cleo):
            file = read_feed(address_of(user))
            assert (file.method, [event["DTSTART"].value for event in file.events]) == (
                "", [f"{FIRST:%Y%m%d}", f"{SECOND:%Y%m%d}"],
            )  # fmt: skip
            assert {event["SUMMARY"].text for event in file.events} == {"Meeting"}

    def test_it_names_nobody_and_nothing(self, who: People, plan: Plan) -> None:
        hold(plan, who, 1)
        page = Client().get(address_of(who.ada)).content.decode()
        words = ("Ben", "Ada", "Cleo", "example.com", "mproveme", "erforman", "Assembly", "heckpoint", "progress")
        assert [word for word in words if word in page] == []

    def test_reading_it_is_no_reading_of_the_case(self, who: People, plan: Plan) -> None:
        before = Reading.objects.count()
        read_feed(address_of(who.ben))
        assert Reading.objects.count() == before

    def test_those_who_only_see_or_were_asked_one_thing_have_none(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        receipts.refuse_before_a_witness(plan, who)
        assert plan.checkpoints.count() == len(CHECKPOINTS)
        assert CasePart.objects.filter(case=plan.case, user=who.gus).exists()
        for user in (who.gus, who.dora, who.emil, who.hal, who.fay, who.ivy):
            assert days(address_of(user)) == []
        assert len(days(address_of(who.ben))) == len(CHECKPOINTS)

    def test_it_ends_with_the_part(self, who: People, plan: Plan) -> None:
        address = address_of(who.fay)
        delegation = delegate(plan.case, who)
        assert days(address) == list(CHECKPOINTS)
        end(plan.case, delegation, who.ada)
        assert days(address) == []

    def test_what_is_not_held_any_more_is_not_in_it(self, who: People, plan: Plan) -> None:
        hold(plan, who, 1)
        address = address_of(who.ben)
        cancel(plan, who)
        assert days(address) == [FIRST]

    def test_a_paused_plan_is_uncertain(self, who: People, plan: Plan) -> None:
        amending.pause(plan, who)
        assert {event["STATUS"].value for event in read_feed(address_of(who.ben)).events} == {"TENTATIVE"}

    def test_it_speaks_the_readers_language_whatever_the_browser_asks_for(self, who: People, plan: Plan) -> None:
        User.objects.filter(pk=who.ben.pk).update(language="zh-hans")
        (event, _other) = read_feed(address_of(who.ben)).events
        with override("zh-hans"):
            assert event["SUMMARY"].text == pgettext("calendar", "Meeting")

    def test_it_costs_the_same_however_many_cases(
        self, who: People, plan: Plan, django_assert_num_queries: Any
    ) -> None:
        address = address_of(who.ada)
        with django_assert_num_queries(4):  # whose it is, the parts, the checkpoints, how often they moved
            read_feed(address)


class TestAddress:
    def unknown(self, address: str) -> None:
        """Like an address that never was, byte for byte."""
        gone, never = (Client().get(path) for path in (address, "/calendar/" + "x" * 43 + ".ics"))
        assert (gone.status_code, unchanging(gone)) == (404, unchanging(never))

    def test_it_is_shown_once_and_kept_as_a_hash(self, who: People, plan: Plan) -> None:
        client = signed_in(who.ben)
        assert "/calendar/" not in text(client.get("/settings/calendar/")).replace("/settings/calendar/", "")
        page = text(client.post("/settings/calendar/"))
        address = page.split(">http://127.0.0.1:8000", 1)[1].split("<", 1)[0]
        assert len(read_feed(address).events) == len(CHECKPOINTS)
        secret = address.removeprefix("/calendar/").removesuffix(".ics")
        assert len(secret) == 43
        assert secret not in CalendarFeed.objects.get(user=who.ben).digest
        assert secret not in text(client.get("/settings/calendar/"))

    def test_one_that_was_taken_back_opens_nothing(self, who: People, plan: Plan) -> None:
        address = address_of(who.ben)
        client = signed_in(who.ben)
        assert client.post("/settings/calendar/revoke/")["Location"] == "/settings/calendar/"
        self.unknown(address)
        assert client.post("/settings/calendar/revoke/").status_code == 302

    def test_a_new_one_takes_the_place_of_the_old(self, who: People, plan: Plan) -> None:
        old, new = address_of(who.ben), address_of(who.ben)
        self.unknown(old)
        assert len(days(new)) == len(CHECKPOINTS)
        assert CalendarFeed.objects.count() == 1

    def test_a_leaver_has_none(self, who: People, plan: Plan) -> None:
        address = address_of(who.ben)
        deactivate(who.ben)
        self.unknown(address)

    def test_guesses_are_few(self, who: People, plan: Plan, settings: Any) -> None:
        """And no hindrance to whoever has an address."""
        settings.CALENDAR_GUESSES = 3
        address = address_of(who.ben)
        answers = [Client().get(f"/calendar/guess{number}.ics").status_code for number in range(5)]
        assert answers == [404, 404, 404, 429, 429]
        assert len(days(address)) == len(CHECKPOINTS)

    def test_one_address_is_not_asked_without_end(self, who: People, plan: Plan, settings: Any) -> None:
        settings.CALENDAR_READS = 2
        address = address_of(who.ben)
        assert [Client().get(address).status_code for _time in range(3)] == [200, 200, 429]
        assert Client().get(address_of(who.ada)).status_code == 200

    def test_it_is_read_and_nothing_else(self, who: People, plan: Plan) -> None:
        address = address_of(who.ben)
        client = Client()
        assert (client.head(address).status_code, client.post(address).status_code) == (200, 405)
