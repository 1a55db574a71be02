"""Links to copies are told by events: whatever is changed, gone or invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock

import pytest
import time_machine

from plans.states import PlanStatus
from tests.links import send_fetch_and_revoke
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, values
from tests.world import END, People, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

SPECIAL = {
    "records_copylink.status": "'open', revoked_at = NULL",
    "records_copylink.digest": "repeat('0', 64)",
}
ANOTHER = "jsonb_build_object('id', gen_random_uuid(), 'copy_id', gen_random_uuid())"


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """A link that was fetched and taken back; and a case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), clock(9), UTC), tick=True):
        plan = plan_in(PlanStatus.ACTIVE, who)
        link = send_fetch_and_revoke(plan, who)
        link.refresh_from_db()
        opened(who)
        yield Story(plan.case, [link])


def test_whatever_is_changed_gone_or_invented_is_found(story: Story) -> None:
    changed = each_column_changed(story.rows, values(SPECIAL, ["made_by_id"]))
    assert [place for _row, place, at in changed if at is None] == []
    assert None not in [at for _row, at in each_row_gone(story.rows)]
    assert None not in [at for _row, at in each_row_doubled(story.rows, ANOTHER)]
    assert found() is None
