"""Rounds of consultation are told by events too: every column changed there, row gone or row invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db.models import Model
from psycopg import sql

from plans.models import Consultation, ConsultationAnswer, ConsultationReply
from tests.consultation import heard
from tests.roles import tampering
from tests.rules.test_tampered_rows import Story, change, columns, found, name, run, undone
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


def other_value(row: Model, column: str | None) -> str:
    if column in OF_PEOPLE:
        return f"{column} + 100"
    if column == "digest":
        return "repeat('0', 64)"
    field = next(field for field in columns(row) if field.column == column)
    return "gen_random_uuid()" if field.is_relation else change(row, field)


def test_every_changed_column_is_found(story: Story) -> None:
    seen, expected = {}, {}
    with tampering() as hand:
        for row in story.rows:
            for field in columns(row):
                with undone(hand, row) as table:
                    setting = sql.SQL(f"{field.column} = {other_value(row, field.column)}")
                    run(hand, row, "UPDATE {table} SET {setting} WHERE id = %s", table, setting=setting)
                    seen[name(row, field)] = found()
                expected[name(row, field)] = (story.case.reference, TOLD_BY[type(row)])
    assert seen == expected
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    seen = {}
    with tampering() as hand:
        for row in story.rows:
            with undone(hand, row) as table:
                run(hand, row, "DELETE FROM {table} WHERE id = %s", table)
                seen[type(row)] = found()
    assert seen == {model: (story.case.reference, seq) for model, seq in TOLD_BY.items()}


ANOTHER = """
INSERT INTO {table} SELECT (jsonb_populate_record(kept, jsonb_build_object('id', gen_random_uuid()){other})).*
FROM kept WHERE id = %s
"""


def test_a_row_without_its_event_is_found(story: Story) -> None:
    """One answer, one reply: only a second round can be invented beside the first."""
    asked = story.rows[0]
    with tampering() as hand, undone(hand, asked) as table:
        other = sql.SQL(" || jsonb_build_object('version_id', gen_random_uuid())")
        run(hand, asked, ANOTHER, table, other=other)
        assert found() == (story.case.reference, LAST + 1)
    assert found() is None
