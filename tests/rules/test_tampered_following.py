"""What follows an outcome, and how it ended, is told by events too: whatever is changed, gone or invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock

import pytest
import time_machine

from cases.models import CaseEvent, StoredFile
from plans.states import PlanStatus
from tests.following import drop, finish, record
from tests.receipts import slip
from tests.roles import tampering
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, values
from tests.world import END, People, actor, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

SPECIAL = {
    "reviews_followon.basis": "'not_met'",
    "reviews_followon.owner_part": "'second_line'",
    "reviews_followon.part": "'subject'",
    "reviews_followonend.ending": "CASE ending WHEN 'done' THEN 'dropped' ELSE 'done' END, "
    "done_on = CASE ending WHEN 'done' THEN NULL ELSE at::date END",
    "reviews_followonend.part": "'subject'",
}
NO_DAY = "at::date, ending = 'done'"


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """One thing that was done, with a file, and one that was dropped; and a case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), clock(9), UTC), tick=True):
        plan = plan_in(PlanStatus.DECIDED, who)
        done, dropped = record(plan, who), record(plan, who, by=actor(who.ada), owner="hr_partner")
        rows = [done, dropped, finish(plan, who, done, evidence=[slip()]), drop(plan, who, dropped)]
        opened(who)
        yield Story(plan.case, rows)


def last(story: Story) -> int:
    return CaseEvent.objects.filter(case=story.case).count()


def test_every_changed_column_is_found(story: Story) -> None:
    first = last(story) - len(story.rows) + 1
    usual = values(SPECIAL, ["by_id", "owner_id"])
    missed = []
    for row, place, at in each_column_changed(
        story.rows,
        lambda row, field: NO_DAY if getattr(row, str(field.column)) is None else usual(row, field),
    ):
        has_no_files = place.endswith(".files") and not getattr(row, "files", None)
        if not has_no_files and at != (story.case.reference, first + list(story.rows).index(row)):
            missed.append((place, at))
    assert missed == []
    assert found() is None


ANOTHER = """jsonb_build_object('id', gen_random_uuid(), 'number', 77, 'follow_on_id', gen_random_uuid())"""


def test_a_row_that_is_gone_or_invented_is_found(story: Story) -> None:
    count = last(story)
    gone = [at for _row, at in each_row_gone(story.rows)]
    assert {at and at[0] for at in gone} == {story.case.reference}
    invented = [at for _row, at in each_row_doubled(story.rows[:2], ANOTHER)]
    assert invented == [(story.case.reference, count + 1)] * 2


def test_erased_words_are_no_tampering(story: Story) -> None:
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        for table in ("reviews_followon", "reviews_followonend"):
            hand.execute(f"UPDATE {table} SET words = '-'".encode())  # noqa: S608 - no value comes from outside
    assert found() is None


def test_a_file_that_shows_what_was_done_cannot_be_another(story: Story) -> None:
    """The row of the file agrees with bytes that were put in its place; the event does not."""
    assert StoredFile.objects.count() == 1
    with tampering() as hand:
        hand.execute("UPDATE cases_storedfile SET sha256 = repeat('0', 64)")
    assert found() == (story.case.reference, last(story) - 1)
