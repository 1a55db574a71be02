"""Rounds of consultation are told by events too: every column changed there, row gone or row invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db.models import Model

from plans.models import Consultation, ConsultationAnswer, ConsultationReply
from tests.consultation import heard
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, places, values
from tests.world import END, People, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

TOLD_BY: dict[type[Model], int] = {Consultation: 3, ConsultationAnswer: 4, ConsultationReply: 5}
LAST = 5
OF_PEOPLE = ("opened_by_id", "by_id")


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """A round with both sides' words, and another case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True):
        plan = heard(who)
        opened(who)
        asked = plan.consultations.get()
        yield Story(plan.case, [asked, asked.answer, asked.answer.reply])


def test_every_changed_column_is_found(story: Story) -> None:
    other = values(
        {place: "repeat('0', 64)" for _row, place in places(story.rows) if place.endswith(".digest")}, OF_PEOPLE
    )
    seen = {place: at for _row, place, at in each_column_changed(story.rows, other)}
    assert seen == {place: (story.case.reference, TOLD_BY[type(row)]) for row, place in places(story.rows)}
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    seen = {type(row): at for row, at in each_row_gone(story.rows)}
    assert seen == {model: (story.case.reference, seq) for model, seq in TOLD_BY.items()}


def test_a_row_without_its_event_is_found(story: Story) -> None:
    """One answer, one reply: only a second round can be invented beside the first."""
    another = "jsonb_build_object('id', gen_random_uuid(), 'version_id', gen_random_uuid())"
    assert [at for _row, at in each_row_doubled(story.rows[:1], another)] == [(story.case.reference, LAST + 1)]
    assert found() is None
