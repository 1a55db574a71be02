"""Moves of checkpoints, and where each stands, are told by events too: what is altered is found."""

from collections.abc import Iterator

import pytest
from psycopg import sql

from plans.states import PlanStatus
from reviews.models import Checkpoint
from tests.moving import arrange_and_move, on
from tests.roles import tampering
from tests.rules.test_tampered_rows import CHANGED, Story, columns, found, name, run, undone
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
    missed = []
    with tampering() as hand:
        for row in story.rows:
            for field in columns(row):
                column = str(field.column)
                value = f"{column} + 100" if column == "by_id" else VALUES.get(name(row, field))
                value = value or CHANGED[field.get_internal_type()].format(column=f'"{column}"')
                with undone(hand, row) as table:
                    setting = sql.SQL(f'"{column}" = {value}')
                    run(hand, row, "UPDATE {table} SET {setting} WHERE id = %s", table, setting=setting)
                    if found() is None:
                        missed.append(name(row, field))
    assert missed == []
    assert found() is None


def test_where_a_checkpoint_stands_is_told(story: Story) -> None:
    moved, other = (Checkpoint.objects.get(number=number) for number in (1, 2))
    missed = []
    with tampering() as hand:
        for row, column, value in [*((moved, *pair) for pair in ARRANGED.items()), (other, "due_on", "due_on + 1")]:
            with undone(hand, row) as table:
                setting = sql.SQL(f"{column} = {value}")
                run(hand, row, "UPDATE {table} SET {setting} WHERE id = %s", table, setting=setting)
                if found() is None:
                    missed.append((row.number, column))
    assert missed == []


def test_a_move_that_is_gone_is_found(story: Story) -> None:
    with tampering() as hand:
        for row in story.rows:
            with undone(hand, row) as table:
                run(hand, row, "DELETE FROM {table} WHERE id = %s", table)
                assert found() is not None
    assert found() is None
