"""Moves of checkpoints, and where each stands, are told by events too: what is altered is found."""

from collections.abc import Iterator

import pytest
from psycopg import sql

from plans.states import PlanStatus
from reviews.models import Checkpoint
from tests.moving import arrange_and_move, on
from tests.roles import tampering
from tests.tampering import SET, Story, after, each_column_changed, each_row_gone, found, values
from tests.world import START, People, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

VALUES = {
    "reviews_rescheduling.was_on": "was_on - 1",
    "reviews_rescheduling.wish": "'manager', is_postponed = false",
    "reviews_rescheduling.part": "'hr', is_postponed = false",
    "reviews_rescheduling.is_postponed": "NOT is_postponed, part = 'subject', wish = 'employee'",
    "reviews_rescheduling.agreed": "NOT agreed, is_postponed = false",
}
ARRANGED = {"due_on": "due_on + 1", "meets_at": "meets_at + interval '1 hour'", "place": "place || '.'"}


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """A checkpoint that was arranged, moved and postponed; and another case that nobody touches."""
    with on(START):
        plan = plan_in(PlanStatus.ACTIVE, who)
        arrange_and_move(plan, who)
        opened(who)
        yield Story(plan.case, list(plan.checkpoints.get(number=1).reschedulings.all()))


def test_every_changed_column_of_a_move_is_found(story: Story) -> None:
    changed = each_column_changed(story.rows, values(VALUES, ["by_id"]))
    assert [place for _row, place, at in changed if at is None] == []
    assert found() is None


def test_where_a_checkpoint_stands_is_told(story: Story) -> None:
    moved, other = (Checkpoint.objects.get(number=number) for number in (1, 2))
    tries = [*((moved, f"{column} = {value}") for column, value in ARRANGED.items()), (other, "due_on = due_on + 1")]
    with tampering() as hand:
        for row, setting in tries:
            assert after(hand, row, SET, setting=sql.SQL(setting)) is not None, (row.number, setting)


def test_a_move_that_is_gone_is_found(story: Story) -> None:
    assert None not in [at for _row, at in each_row_gone(story.rows)]
    assert found() is None
