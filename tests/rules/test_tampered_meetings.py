"""Minutes, what was prepared and what was refused are told by events too: whatever is altered or gone is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db.models import Model
from psycopg import sql

from plans.models import SignOff
from plans.states import PlanStatus, Step
from reviews.models import Minutes, MinutesRefusal, Preparation, SelfAssessment
from tests.meetings import with_every_word
from tests.roles import tampering
from tests.rules.test_tampered_rows import CHANGED, Story, columns, found, name, run, undone
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


def other_value(row: Model, column: str) -> str:
    field = next(field for field in columns(row) if field.column == column)
    if column in PEOPLE:
        return f"{column} + 100"
    return OTHER.get(name(row, field), CHANGED[field.get_internal_type()].format(column=column))


def test_every_changed_column_is_found(story: Story) -> None:
    missed = []
    with tampering() as hand:
        for row in story.rows:
            for field in columns(row):
                with undone(hand, row) as table:
                    setting = sql.SQL(f"{field.column} = {other_value(row, str(field.column))}")
                    run_on(hand, row, "UPDATE {table} SET {setting} WHERE {key} = %s", table, setting=setting)
                    fault = found()
                if (fault is None) != (name(row, field) in NOT_TOLD) or (fault and fault[0] != story.case.reference):
                    missed.append(name(row, field))
    assert missed == []
    assert found() is None


def run_on(hand: object, row: Model, statement: str, table: sql.Identifier, **parts: sql.Composable) -> None:
    """Minutes have the key of their checkpoint."""
    run(hand, row, statement, table, key=sql.Identifier(str(row._meta.pk.column)), **parts)  # type: ignore[arg-type]


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    with tampering() as hand:
        for row in story.rows:
            with undone(hand, row) as table:
                run_on(hand, row, "DELETE FROM {table} WHERE {key} = %s", table)
                fault = found()
            assert fault is not None
            assert fault[0] == story.case.reference


ANOTHER = """
INSERT INTO {table} SELECT (jsonb_populate_record(kept, jsonb_build_object(
    'id', gen_random_uuid(), 'number', 77, 'item_id', gen_random_uuid(), 'key', gen_random_uuid()
) || {other})).* FROM kept WHERE {key} = %s
"""
ELSEWHERE = {  # a second one of these belongs to another checkpoint of the plan
    "reviews_minutes": "checkpoint_id",
    "reviews_minutesrefusal": "minutes_id",
    "reviews_preparation": "checkpoint_id",
}


def test_a_row_without_its_event_is_found(story: Story) -> None:
    missed = []
    with tampering() as hand:
        for row in story.rows:
            column = ELSEWHERE.get(row._meta.db_table)
            value = "(SELECT id FROM reviews_checkpoint WHERE status = ''planned'' LIMIT 1)".replace("''", "'")
            other = f"jsonb_build_object('{column}', {value})" if column else "'{}'::jsonb"
            with undone(hand, row) as table:
                run_on(hand, row, ANOTHER, table, other=sql.SQL(other))
                if found() is None:
                    missed.append(row._meta.db_table)
    assert missed == []


def test_the_story_has_them_all(story: Story) -> None:
    assert SignOff.objects.filter(step=Step.MINUTES).count() == 1
    assert found() is None
