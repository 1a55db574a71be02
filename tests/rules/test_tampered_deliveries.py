"""Deliveries and the answers to them are told by events too: whatever is changed, gone or invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock

import pytest
import time_machine
from django.db.models import Model
from psycopg import sql

from cases.models import StoredFile
from plans.states import PlanStatus
from reviews.models import Delivery, DeliveryAnswer
from tests.deliveries import deliver, dispute, support_of
from tests.receipts import slip
from tests.roles import tampering
from tests.rules.test_tampered_rows import CHANGED, Story, columns, found, name, run, undone
from tests.world import END, People, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

TOLD_BY = [7, 8, 9]  # of the rows of the story, in their order
LAST = 9
SPECIAL = {
    "reviews_delivery.commitment_id": "NULL, support_id = gen_random_uuid()",
    "reviews_delivery.support_id": "NULL, commitment_id = gen_random_uuid()",
    "reviews_delivery.part": "'hr_partner'",
    "reviews_deliveryanswer.answer": "'confirmed'",
}
OTHER = {  # of the column that is empty in this row
    ("reviews_delivery.commitment_id", True): "gen_random_uuid(), support_id = NULL",
    ("reviews_delivery.support_id", True): "gen_random_uuid(), commitment_id = NULL",
}


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Mentoring and a mentor's time delivered, the latter with a file, and disputed; and a case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), clock(9), UTC), tick=True):
        plan = plan_in(PlanStatus.ACTIVE, who)
        rows = [
            deliver(plan, who, promised=support_of(plan)),
            deliver(plan, who, evidence=[slip()]),
            dispute(plan, who),
        ]
        opened(who)
        yield Story(plan.case, rows)


def other_value(row: Model, column: str) -> str:
    field = next(field for field in columns(row) if field.column == column)
    place = name(row, field)
    if (special := OTHER.get((place, getattr(row, column) is None)) or SPECIAL.get(place)) is not None:
        return special
    if column == "by_id":
        return "by_id + 100"
    return CHANGED[field.get_internal_type()].format(column=column)


def test_every_changed_column_is_found(story: Story) -> None:
    seen, expected = {}, {}
    with tampering() as hand:
        for row, told_by in zip(story.rows, TOLD_BY, strict=True):
            for field in columns(row):
                if field.column == "files" and not getattr(row, "files", None):
                    continue
                key = (told_by, name(row, field))
                with undone(hand, row) as table:
                    setting = sql.SQL(f"{field.column} = {other_value(row, field.column or '')}")
                    run(hand, row, "UPDATE {table} SET {setting} WHERE id = %s", table, setting=setting)
                    seen[key] = found()
                expected[key] = (story.case.reference, told_by)
    assert seen == expected
    assert found() is None


def test_a_row_that_is_gone_or_invented_is_found(story: Story) -> None:
    gone, invented = [], []
    another = """
        INSERT INTO {table} SELECT (jsonb_populate_record(kept, jsonb_build_object(
            'id', gen_random_uuid(), 'number', 77, 'delivery_id', (SELECT id FROM reviews_delivery ORDER BY at LIMIT 1)
        ))).* FROM kept WHERE id = %s
    """
    with tampering() as hand:
        for row in story.rows:
            with undone(hand, row) as table:
                run(hand, row, "DELETE FROM {table} WHERE id = %s", table)
                gone.append(found())
            with undone(hand, row) as table:
                run(hand, row, another, table)
                invented.append(found())
    assert gone == [(story.case.reference, seq) for seq in TOLD_BY]
    assert invented == [(story.case.reference, LAST + 1)] * 3


def test_a_file_that_is_not_what_the_event_names_is_found(story: Story) -> None:
    assert StoredFile.objects.count() == 1
    with tampering() as hand:
        hand.execute("UPDATE cases_storedfile SET size = size + 1")
    assert found() == (story.case.reference, TOLD_BY[1])


def test_erased_words_are_no_tampering(story: Story) -> None:
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        for model in (Delivery, DeliveryAnswer):
            hand.execute(sql.SQL("UPDATE {} SET words = '-'").format(sql.Identifier(model._meta.db_table)))
    assert found() is None
