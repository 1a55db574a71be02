"""Records of evidence and their withdrawals are told by events too: whatever is changed, gone or invented is found."""

from collections.abc import Iterator

import pytest
from django.db.models import Model

from reviews.models import EvidenceRecord
from tests import evidencing
from tests.roles import tampering
from tests.tampering import (
    Column,
    Story,
    columns,
    each_column_changed,
    each_row_doubled,
    each_row_gone,
    found,
    name,
    values,
)  # fmt: skip
from tests.world import People, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

TOLD_BY = [12, 13, 14, 15, 16, 17, 18]  # of the rows of the story, in their order
LAST = 18
BARE = "until_on = NULL, since_on = NULL, consulted_on = NULL, hours_planned = NULL, hours_attended = NULL, result = ''"
SPECIAL = {
    "reviews_evidencerecord.part": "'hr'",
    "reviews_evidencerecord.hours_planned": "hours_planned + 1",  # a hundredth is rounded away
    "reviews_evidencerecord.hours_attended": "hours_attended + 1",
    "reviews_evidencerecord.replaces_id": "gen_random_uuid()",
    "reviews_evidencerecord.words": "words || jsonb_build_object('content', 'Other words')",
    "reviews_evidencerecord.way": "'months_wage'",
    "reviews_evidencerecord.result": "'met'",
    "reviews_evidencewithdrawal.part": "'hr'",
}
OF_A_KIND = {  # what no check constraint of the table refuses
    ("second_assessment", "until_on"): "until_on - 1",
    ("notice", "happened_on"): "happened_on - 1",
    ("union", "kind"): "'art_42', words = words || jsonb_build_object('checked_by', 'C', 'prompts', '{}')",
}
TO_THE_UNION = f"'union', way = '', {BARE}, words = words || jsonb_build_object('told_whom', 'U', 'told_how', 'L')"


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Every kind, the last withdrawn; and a case that nobody touches."""
    with evidencing.long_after():
        plan = evidencing.not_met(who)
        rows: list[Model] = [*evidencing.record_all(plan, who), evidencing.record(plan, who, "transfer")]
        assert isinstance(rows[-1], EvidenceRecord)
        rows.append(evidencing.withdraw(plan, who, rows[-1]))
        opened(who)
        yield Story(plan.case, rows)


def other_value(row: Model, field: Column) -> str:
    kind, column = getattr(row, "kind", ""), str(field.column)
    usual = TO_THE_UNION if column == "kind" else values(SPECIAL, ["by_id"])(row, field)
    return OF_A_KIND.get((kind, column), usual)


def of_other_kinds(row: Model) -> set[str]:
    """Columns that the table's constraints keep empty for this kind."""
    kept = {"replaces_id"}
    empty = [field for field in columns(row) if getattr(row, str(field.column)) in (None, "")]
    return {name(row, field) for field in empty if field.column not in kept}


def test_every_changed_column_is_found(story: Story) -> None:
    missed = []
    for told_by, row in zip(TOLD_BY, story.rows, strict=True):
        for _row, place, at in each_column_changed([row], other_value, but=of_other_kinds(row)):
            if at != (story.case.reference, told_by):
                missed.append((row, place, at))
    assert missed == []
    assert found() is None


ANOTHER = """jsonb_build_object(
    'id', gen_random_uuid(), 'key', gen_random_uuid(),
    'record_id', (SELECT id FROM reviews_evidencerecord ORDER BY at LIMIT 1)
)"""


def test_a_row_that_is_gone_or_invented_is_found(story: Story) -> None:
    assert [at for _row, at in each_row_gone(story.rows)] == [(story.case.reference, seq) for seq in TOLD_BY]
    invented = [at for _row, at in each_row_doubled(story.rows, ANOTHER)]
    assert invented == [(story.case.reference, LAST + 1)] * len(TOLD_BY)


ERASED = """
    UPDATE reviews_evidencerecord SET words = (SELECT jsonb_object_agg(k, '-') FROM jsonb_object_keys(words) k)
"""


def test_erased_words_are_no_tampering(story: Story) -> None:
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        hand.execute("UPDATE reviews_evidencewithdrawal SET reason = '-'")
        hand.execute(ERASED)
    assert found() is None
