"""Changes of a running plan, pauses and corrections of minutes are told by events too: what is altered is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db.models import Model
from psycopg import sql

from plans.models import Amendment
from plans.states import PlanStatus
from reviews import actions as reviews
from tests import amending
from tests.roles import tampering
from tests.rules.test_tampered_rows import CHANGED, Story, columns, found, name, run, undone
from tests.world import END, People, actor, hold, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

VALUES = {  # where the table's own constraints refuse the usual other value
    "plans_amendment.kind": "'extension'",
    "plans_amendment.status": "'withdrawn', in_force_at = NULL",
    "plans_amendment.asked_by": "'other'",
    "reviews_addendum.part": "'subject'",
}
PEOPLE = ("begun_by_id", "paused_by_id", "by_id")


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """A pause that is over, with the change it made; a correction; and another case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True):
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who)
        first = plan.checkpoints.get(number=1)
        addendum = reviews.add_addendum(first, by=actor(who.ada), wrong="Batch 6", right="Batch 7")
        amending.pause(plan, who)
        amending.resume(plan, who)
        opened(who)
        yield Story(plan.case, [Amendment.objects.get(), plan.pauses.get(), addendum])


def other_value(row: Model, column: str) -> str:
    if column in PEOPLE:
        return f"{column} + 100"
    field = next(field for field in columns(row) if field.column == column)
    return VALUES.get(name(row, field), CHANGED[field.get_internal_type()].format(column=f'"{column}"'))


def test_every_changed_column_is_found(story: Story) -> None:
    missed = []
    with tampering() as hand:
        for row in story.rows:
            for field in columns(row):
                with undone(hand, row) as table:
                    setting = sql.SQL(f'"{field.column}" = {other_value(row, str(field.column))}')
                    run(hand, row, "UPDATE {table} SET {setting} WHERE id = %s", table, setting=setting)
                    fault = found()
                if fault is None or fault[0] != story.case.reference:
                    missed.append(name(row, field))
    assert missed == []
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    with tampering() as hand:
        for row in story.rows:
            with undone(hand, row) as table:
                run(hand, row, "DELETE FROM {table} WHERE id = %s", table)
                fault = found()
            assert fault is not None
            assert fault[0] == story.case.reference
    assert found() is None


ANOTHER = """
INSERT INTO {table} SELECT (jsonb_populate_record(kept, jsonb_build_object(
    'id', gen_random_uuid(), 'number', 77, 'version_id', gen_random_uuid(), 'amendment_id', gen_random_uuid()
))).* FROM kept WHERE id = %s
"""


def test_a_row_without_its_event_is_found(story: Story) -> None:
    with tampering() as hand:
        for row in story.rows:
            with undone(hand, row) as table:
                run(hand, row, ANOTHER, table)
                fault = found()
            assert fault is not None
            assert fault[0] == story.case.reference
    assert found() is None
