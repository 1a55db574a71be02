"""Mentors, sessions, answers and series are told by events too: whatever is changed, gone or invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

import pytest
import time_machine
from django.db.models import Model

from cases.models import CasePart
from plans.calendars import today_of
from plans.models import Mentoring
from plans.states import PlanStatus
from reviews.models import CoachingSession, SeriesEnd, SessionAnswer, SessionSeries
from tests import coaching
from tests.roles import tampering
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, places, values
from tests.world import END, People, actor, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

# Events 1 to 6 are the case's up to its receipt.
TOLD_BY: dict[type[Model], int] = {
    Mentoring: 7, CasePart: 7, SessionSeries: 8, CoachingSession: 9, SessionAnswer: 10, SeriesEnd: 11,
}  # fmt: skip
LAST = 12
OF_PEOPLE = ("by_id", "mentor_id", "user_id")
SPECIAL = {
    "plans_mentoring.since": "since - interval '1 second'",
    "cases_casepart.since": "since - interval '1 second'",
    "plans_mentoring.until": "until + interval '1 second'",
    "cases_casepart.id": "id + 1000000",
    "cases_casepart.until": "until + interval '1 second'",
    "reviews_sessionseries.kind": "'team_review'",
    "reviews_sessionseries.part": "'mentor'",
    "reviews_sessionseries.item_id": "NULL, support_id = NULL",
    "reviews_sessionseries.mentor_id": "NULL",
    "reviews_sessionseries.first_on": "first_on - 1",
    "reviews_sessionseries.starts_at": "starts_at + interval '1 minute'",
    "reviews_sessionseries.weekday": "(weekday + 1) %% 7",
    "reviews_sessionseries.support_id": "gen_random_uuid()",
    "reviews_seriesend.part": "'manager'",
    "reviews_coachingsession.part": "'manager'",
    "reviews_coachingsession.item_id": "NULL, support_id = NULL",
    "reviews_coachingsession.support_id": "gen_random_uuid()",
    "reviews_sessionanswer.said": "'otherwise', words = 'x'",
}
NOT_TOLD = {"cases_casepart.sees", "cases_casepart.deputy_for_id", "cases_casepart.part"}


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Fay was named, a series planned, a session logged and answered, the series and the mentoring ended."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), clock(9), UTC), tick=True):
        plan = plan_in(PlanStatus.ACTIVE, who)
        coaching.mentor(plan, who)
        series = coaching.plan_weekly(plan, who, last_on=today_of(plan.case))
        told = {"series": series.pk, "planned_on": series.first_on}
        rows: list[Any] = [series, coaching.log(plan, who, **told), coaching.answer(plan, who)]
        rows.append(coaching.end_weekly(plan, who, by=actor(who.fay)))
        coaching.end(plan, who)
        opened(who)
        yield Story(plan.case, [*rows, Mentoring.objects.get(), CasePart.objects.get(part="mentor")])


def test_every_changed_column_is_found(story: Story) -> None:
    changed = each_column_changed(story.rows, values(SPECIAL, OF_PEOPLE), but=NOT_TOLD)
    seen = {place: at for _row, place, at in changed}
    told_by = {place: TOLD_BY[type(row)] for row, place in places(story.rows) if place not in NOT_TOLD}
    assert seen == {place: (story.case.reference, seq) for place, seq in told_by.items()}
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    seen = {type(row): at for row, at in each_row_gone(story.rows)}
    assert seen == {model: (story.case.reference, seq) for model, seq in TOLD_BY.items()}


ANOTHER = """CASE jsonb_typeof(to_jsonb(kept) -> 'id')
    WHEN 'number' THEN jsonb_build_object('id', 1000000)
    ELSE jsonb_build_object('id', gen_random_uuid(), 'key', gen_random_uuid(), 'planned_on', '2027-01-01')
END"""
ONCE = (SessionAnswer, SeriesEnd)  # there can be no second one


def test_a_row_without_its_event_is_found(story: Story) -> None:
    rows = [row for row in story.rows if not isinstance(row, ONCE)]
    seen = {type(row): at for row, at in each_row_doubled(rows, ANOTHER)}
    assert seen == {model: (story.case.reference, LAST + 1) for model in TOLD_BY if model not in ONCE}


def test_erased_words_are_no_tampering(story: Story) -> None:
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        hand.execute("UPDATE reviews_coachingsession SET done = '-', next_steps = '-'")
        hand.execute("UPDATE reviews_seriesend SET reason = '-'")
    assert found() is None
