"""Appeals, hearings and what was decided on them are told by events: whatever is changed, gone or invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock

import pytest
import time_machine

from cases.models import CasePart
from reviews.models import Appeal, HearingStatement, ItemResult, Outcome
from tests import appealing
from tests.receipts import slip
from tests.roles import tampering
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, values
from tests.world import END, People, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

UNDECIDED = "decision = '', reasons = '', digest = '', decided_at = NULL"
SPECIAL = {
    "reviews_appeal.status": f"'withdrawn', withdrawn_at = now(), {UNDECIDED}",
    "reviews_appeal.grounds": "ARRAY['unfair']",
    "reviews_appeal.decision": "'upheld'",
    "reviews_appeal.meets_at": "meets_at + interval '1 hour'",
    "reviews_appeal.withdrawal": f"'x', status = 'withdrawn', withdrawn_at = now(), {UNDECIDED}",
    "reviews_appeal.withdrawn_at": f"now(), status = 'withdrawn', {UNDECIDED}",
    **{
        f"reviews_appeal.{name}": f"{name} + interval '1 microsecond'"
        for name in ("filed_at", "named_at", "arranged_at")
    },
    "reviews_appeal.digest": "repeat('0', 64)",
    "reviews_outcome.proposed_at": "proposed_at - interval '1 second'",
    "reviews_outcome.digest": "repeat('0', 64)",
    "reviews_hearing.came": "NOT came",
    "reviews_outcome.result": "'met'",
    "reviews_itemresult.result": "'met'",
    "cases_casepart.id": "id + 1000000",
    "cases_casepart.since": "since - interval '1 second'",
    "cases_casepart.until": "until + interval '1 second'",
    "cases_casepart.sees": "NOT sees",
    "cases_casepart.deputy_for_id": "user_id",
}
PEOPLE = [
    "filed_by_id", "hearer_id", "named_by_id", "arranged_by_id", "by_id", "proposed_by_id", "decided_by_id", "user_id",
]  # fmt: skip
NOT_TOLD = {  # of another kind, or worked out: ids of the row, and what no event says of it
    "reviews_outcome.id", "reviews_outcome.schema", "reviews_outcome.review_id", "reviews_outcome.version_id",
    "reviews_itemresult.id",
    "cases_casepart.part", "cases_casepart.sees", "cases_casepart.deputy_for_id",
}  # fmt: skip


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Filed with a file, named, arranged, heard, stated and varied; and a case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), clock(9), UTC), tick=True):
        plan = appealing.decided(who)
        appealing.file(plan, who, evidence=[slip()])
        for step in (appealing.name, appealing.arrange):
            step(plan, who)
        hearing = appealing.hear(plan, who)
        appealing.state(plan, who)
        appealing.rule(plan, who)
        opened(who)
        outcome = Outcome.objects.get(varies__isnull=False)
        rows = [
            Appeal.objects.get(), hearing, HearingStatement.objects.get(), outcome,
            ItemResult.objects.get(outcome=outcome), CasePart.objects.get(part="hearer"),
        ]  # fmt: skip
        yield Story(plan.case, rows)


def test_every_changed_column_is_found(story: Story) -> None:
    changed = each_column_changed(story.rows, values(SPECIAL, PEOPLE), NOT_TOLD)
    missed = [place for _row, place, at in changed if at is None or at[0] != story.case.reference]
    assert missed == []
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    gone = [at for _row, at in each_row_gone(story.rows)]
    assert [at[0] for at in gone if at] == [story.case.reference] * len(story.rows)


def test_a_hearing_that_never_was_is_found(story: Story) -> None:
    another = "jsonb_build_object('id', gen_random_uuid(), 'number', 77)"
    assert all(at and at[0] == story.case.reference for _row, at in each_row_doubled(story.rows[1:2], another))


def test_erased_words_are_no_tampering(story: Story) -> None:
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        hand.execute("UPDATE reviews_appeal SET words = '-', reasons = '-', place = '-'")
        hand.execute("UPDATE reviews_hearing SET attended = '-', employee_said = '-', company_said = '-'")
        hand.execute("UPDATE reviews_hearingstatement SET words = '-'")
        hand.execute("UPDATE reviews_outcome SET summary = '-' WHERE varies_id IS NOT NULL")
    assert found() is None
