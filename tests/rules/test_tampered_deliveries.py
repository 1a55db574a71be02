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
from tests.tampering import Column, Story, each_column_changed, each_row_doubled, each_row_gone, found, name, values
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


def other_value(row: Model, field: Column) -> str:
    empty = OTHER.get((name(row, field), getattr(row, str(field.column)) is None))
    return empty or values(SPECIAL, ["by_id"])(row, field)


def test_every_changed_column_is_found(story: Story) -> None:
    missed = []
    for row, place, at in each_column_changed(story.rows, other_value):
        has_no_files = place.endswith(".files") and not getattr(row, "files", None)
        if not has_no_files and at != (story.case.reference, TOLD_BY[list(story.rows).index(row)]):
            missed.append((place, at))
    assert missed == []
    assert found() is None


ANOTHER = """jsonb_build_object(
    'id', gen_random_uuid(), 'number', 77, 'delivery_id', (SELECT id FROM reviews_delivery ORDER BY at LIMIT 1)
)"""


def test_a_row_that_is_gone_or_invented_is_found(story: Story) -> None:
    assert [at for _row, at in each_row_gone(story.rows)] == [(story.case.reference, seq) for seq in TOLD_BY]
    invented = [at for _row, at in each_row_doubled(story.rows, ANOTHER)]
    assert invented == [(story.case.reference, LAST + 1)] * len(TOLD_BY)


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
