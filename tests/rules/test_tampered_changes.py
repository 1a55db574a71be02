"""Changes of a running plan, pauses and corrections of minutes are told by events too: what is altered is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from plans.models import Amendment
from plans.states import PlanStatus
from reviews import actions as reviews
from tests import amending
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, values
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


def test_every_changed_column_is_found(story: Story) -> None:
    changed = each_column_changed(story.rows, values(VALUES, PEOPLE))
    assert [place for _row, place, at in changed if at is None or at[0] != story.case.reference] == []
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    assert {at and at[0] for _row, at in each_row_gone(story.rows)} == {story.case.reference}
    assert found() is None


ANOTHER = """jsonb_build_object(
    'id', gen_random_uuid(), 'number', 77, 'version_id', gen_random_uuid(), 'amendment_id', gen_random_uuid()
)"""


def test_a_row_without_its_event_is_found(story: Story) -> None:
    assert {at and at[0] for _row, at in each_row_doubled(story.rows, ANOTHER)} == {story.case.reference}
    assert found() is None
