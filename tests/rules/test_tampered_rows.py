"""What events tell also stands in tables: every column changed there, row gone or row invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Model

from cases import actions as cases
from cases.models import CaseEvent, CaseFile, Comment
from cases.verify import HistoryBroken, verify
from plans.models import Issuance, Plan, PlanVersion, SignOff
from plans.states import Answer, PlanStatus
from reviews import actions as reviews
from reviews.models import Checkpoint, ItemResult, LearningStep, Outcome, Progress
from tests.learning import tick
from tests.roles import tampering
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, places, values
from tests.world import END, People, actor, decide, opened, plan_in, sign_outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

TOLD_BY = {
    PlanVersion: 3,
    Issuance: 5,
    SignOff: 6,
    Checkpoint: 7,
    Progress: 7,
    Outcome: 11,
    ItemResult: 11,
    Comment: 13,
    LearningStep: 14,
}
LAST = 15
COLUMNS_TOLD_BY = {
    "plans_planversion.id": 4,  # what HR signed is another version
    "reviews_checkpoint.employee_note": 12,
    "reviews_checkpoint.employee_noted_at": 12,
    "reviews_checkpoint.planned_on": LAST + 1,  # moved or arranged, and no event says so
    "reviews_checkpoint.meets_at": LAST + 1,
    "reviews_checkpoint.place": LAST + 1,
    "reviews_outcome.decided_by_id": LAST,
    "reviews_outcome.decided_at": LAST,
}
TOLD_BY_NONE = {
    "plans_issuance.id": "nothing names it; plan and version do",
    "reviews_progress.id": "nothing names it; checkpoint and item do",
    "reviews_itemresult.id": "nothing names it; outcome and item do",
    "reviews_checkpoint.replaced_in": "a held one is never replaced: the table refuses it",
}
WITHIN_ITS_RULES = {  # where the table's own constraints refuse the usual other value
    "plans_planversion.digest": "repeat('0', 64)",
    "reviews_signoff.step": "'outcome'",
    "reviews_signoff.number": "1, step = 'minutes'",
    "reviews_signoff.part": "'manager'",
    "reviews_signoff.deputy_for_id": "user_id + 1",
    "reviews_signoff.factor": "'totp'",
    "reviews_signoff.digest": "repeat('0', 64)",
    "reviews_signoff.answer": "'agreed'",
    "reviews_checkpoint.status": "'planned', held_on = NULL, submitted_at = NULL",
    "reviews_checkpoint.meets_at": "'09:00', place = 'Room 1'",
    "reviews_checkpoint.place": "'Room 1', meets_at = '09:00'",
    "reviews_progress.judgement": "'off_track'",
    "reviews_progress.suggested": "'met'",
    "reviews_itemresult.result": "'not_met'",
    "reviews_outcome.result": "'not_met'",
    "reviews_learningstep.said": "'confirmed'",
    "reviews_outcome.proposed_at": "proposed_at - interval '1 second'",
    "reviews_outcome.digest": "repeat('0', 64)",
}
PEOPLE = ("frozen_by_id", "user_id", "proposed_by_id", "decided_by_id", "author_id", "by_id")


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """A case with one row or more in every table, and another one that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True):
        plan = plan_in(PlanStatus.FINAL_REVIEW, who)
        first: Any = plan.checkpoints.get(number=1)
        reviews.add_employee_note(first, by=actor(who.ben), note="I saw it so.")
        comment = cases.add_comment(plan.case, by=actor(who.ben), text="Which batch?", topic="plan")
        tick(plan, who, "Shown to Gus.")
        decide(plan, who)
        opened(who)
        yield Story(plan.case, [*rows_of(plan, first), comment])


def rows_of(plan: Plan, checkpoint: Checkpoint) -> list[Model]:
    outcome = plan.outcomes.get()
    return [
        plan.versions.get(), plan.issuances.get(), plan.sign_offs.get(step="receipt"), checkpoint,
        checkpoint.progress.get(), outcome, outcome.items.get(), plan.learning_steps.get(),
    ]  # fmt: skip


def test_every_changed_column_is_found(story: Story) -> None:
    seen = {place: at for _row, place, at in each_column_changed(story.rows, values(WITHIN_ITS_RULES, PEOPLE))}
    told_by = {place: COLUMNS_TOLD_BY.get(place, TOLD_BY[type(row)]) for row, place in places(story.rows)}
    expected = {place: (story.case.reference, seq) for place, seq in told_by.items()}
    assert seen == expected | dict.fromkeys(TOLD_BY_NONE)
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    seen = {type(row): at for row, at in each_row_gone(story.rows)}
    assert seen == {model: (story.case.reference, seq) for model, seq in TOLD_BY.items()}


ANOTHER = """jsonb_build_object(
    'id', gen_random_uuid(), 'version_id', gen_random_uuid(), 'step', 'outcome', 'key', NULL,
    'number', CASE WHEN NOT to_jsonb(kept) ? 'wording' THEN 77 END,
    'item_id', gen_random_uuid(), 'decided_by_id', NULL, 'decided_at', NULL
)"""


def test_a_row_without_its_event_is_found(story: Story) -> None:
    """It is named by the number that the missing event would have."""
    seen = {type(row): at for row, at in each_row_doubled(story.rows, ANOTHER)}
    assert seen == dict.fromkeys(TOLD_BY, (story.case.reference, LAST + 1))


def test_the_reason_names_the_column(story: Story) -> None:
    with tampering() as hand:
        hand.execute("UPDATE reviews_progress SET value = 1, evidence = 'None'")
    with pytest.raises(HistoryBroken, match="event 7: its progress was changed: value, evidence"):
        verify(story.case.reference)


WORDS = (
    ("cases_comment", "text"),
    ("reviews_signoff", "address"),
    ("reviews_signoff", "user_agent"),
    ("reviews_checkpoint", "manager_note"),
    ("reviews_checkpoint", "next_steps"),
    ("reviews_checkpoint", "employee_note"),
    ("reviews_progress", "evidence"),
    ("reviews_outcome", "summary"),
    ("reviews_override", "reason"),
    ("reviews_employeesummary", "words"),
    ("reviews_itemsummary", "words"),
    ("reviews_itemresult", "evidence"),
    ("reviews_itemresult", "improved"),
    ("reviews_learningstep", "words"),
)


def test_erased_words_are_no_tampering(story: Story) -> None:
    """Neither where they stand beside the event, nor where they stood in its row."""
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        assert found() is None
        for table, column in WORDS:
            hand.execute(f"UPDATE {table} SET {column} = '-' WHERE {column} <> ''".encode())  # noqa: S608
    assert found() is None


def test_words_put_where_none_were_are_found(story: Story) -> None:
    """An empty text has no commitment, so nothing may stand in its place, erased or not."""
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        hand.execute("UPDATE reviews_signoff SET comment = 'I agree with all of it.' WHERE step = 'receipt'")
    assert found() == (story.case.reference, TOLD_BY[SignOff])


def test_a_comment_moved_to_another_field_is_found(story: Story) -> None:
    with tampering() as hand:
        hand.execute("UPDATE cases_comment SET field = 'basis.rating'")
    with pytest.raises(HistoryBroken, match="its comment was changed: field"):
        verify(story.case.reference)


def test_another_case_is_verified_without_looking_at_this_one(story: Story) -> None:
    with tampering() as hand:
        hand.execute("UPDATE cases_comment SET text = 'Other words'")
    other = CaseFile.objects.exclude(pk=story.case.pk).get()
    assert verify(other.reference) == 1
    with pytest.raises(HistoryBroken, match="its comment was changed: text"):
        verify(story.case.reference)


def test_a_signature_on_the_outcome_is_compared(story: Story, who: People) -> None:
    plan = Plan.objects.get(case=story.case)
    sign_outcome(plan, who, Answer.AGREED)
    assert CaseEvent.objects.filter(case=story.case).count() == LAST + 1
    assert found() is None
    with tampering() as hand:
        hand.execute("UPDATE reviews_signoff SET answer = 'received' WHERE step = 'outcome'")
    assert found() == (story.case.reference, LAST + 1)
