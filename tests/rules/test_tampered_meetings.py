"""Minutes, what was prepared and what was refused are told by events too: whatever is altered or gone is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db.models import Model

from plans.models import SignOff
from plans.states import PlanStatus, Step
from reviews.models import Minutes, MinutesRefusal, Preparation, SelfAssessment
from tests.meetings import with_every_word
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, values
from tests.world import END, People, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

OTHER = {  # where the table's own constraints refuse the usual other value, or it would be none
    "reviews_minutes.digest": "repeat('0', 64)",
    "reviews_selfassessment.standing": "'met'",
    "reviews_signoff.step": "'outcome', number = NULL",
    "reviews_signoff.part": "'manager', answer = 'signed'",
    "reviews_signoff.answer": "'agreed'",
    "reviews_signoff.deputy_for_id": "user_id + 1",
    "reviews_signoff.factor": "'totp'",
    "reviews_signoff.digest": "repeat('0', 64)",
    "reviews_signoff.number": "number + 1",
}
PEOPLE = ("by_id", "user_id")
NOT_TOLD = {
    "reviews_preparation.revision": "how often a draft was saved",
    "reviews_preparation.saved_at": "when a draft was saved last",
}


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Everything a checkpoint can have, and another case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True):
        plan = plan_in(PlanStatus.ACTIVE, who)
        with_every_word(plan, who, "Word")
        opened(who)
        tables: list[type[Model]] = [Minutes, MinutesRefusal, Preparation, SelfAssessment]
        yield Story(
            plan.case, [*(table._default_manager.get() for table in tables), SignOff.objects.get(step=Step.MINUTES)]
        )


def test_every_changed_column_is_found(story: Story) -> None:
    missed = []
    for _row, place, at in each_column_changed(story.rows, values(OTHER, PEOPLE)):
        if (at is None) != (place in NOT_TOLD) or (at and at[0] != story.case.reference):
            missed.append(place)
    assert missed == []
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    assert {at and at[0] for _row, at in each_row_gone(story.rows)} == {story.case.reference}


ANOTHER = """jsonb_build_object(
    'id', gen_random_uuid(), 'number', 77, 'item_id', gen_random_uuid(), 'key', gen_random_uuid()
)"""
ELSEWHERE = {  # a second one of these belongs to another checkpoint of the plan
    "reviews_minutes": "checkpoint_id",
    "reviews_minutesrefusal": "minutes_id",
    "reviews_preparation": "checkpoint_id",
}
UNHELD = "(SELECT id FROM reviews_checkpoint WHERE status = 'planned' LIMIT 1)"


def test_a_row_without_its_event_is_found(story: Story) -> None:
    missed = []
    for row in story.rows:
        column = ELSEWHERE.get(row._meta.db_table)
        elsewhere = f" || jsonb_build_object('{column}', {UNHELD})" if column else ""
        missed += [row._meta.db_table for _row, at in each_row_doubled([row], ANOTHER + elsewhere) if at is None]
    assert missed == []


def test_the_story_has_them_all(story: Story) -> None:
    assert SignOff.objects.filter(step=Step.MINUTES).count() == 1
    assert found() is None
