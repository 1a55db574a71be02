"""Sessions that are planned: on which days they fall, what is missed, and how they end."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cases.refusals import NotVisible, NotYourPart, WrongMoment
from plans.models import Plan
from reviews.states import SessionState
from tests import amending, coaching
from tests.coaching import on, propose_early, seen
from tests.pages import signed_in, text
from tests.world import START, People, actor

pytestmark = pytest.mark.django_db
MONDAY = START  # 2 March 2026


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    with coaching.mentored(who) as plan:
        yield plan


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
