"""R29: days in the wrong order are refused: by the action with both days, by the database whoever writes the row."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from plans.models import Plan
from reviews.models import EvidenceRecord
from reviews.states import NoticeWay
from tests.evidencing import (
    ASSESSED,
    EFFECT,
    LATER,
    NOTICE,
    TRAINED,
    UNION_TOLD,
    day,
    long_after,
    not_met,
    record,
    withdraw,
)
from tests.evidencing import told as told_of
from tests.world import START, People

pytestmark = pytest.mark.django_db

ISSUED = START - timedelta(days=3)
Row = tuple[str, tuple[str, ...], dict[str, Any], str, Any, str]
# Kind, what stands already, what is said otherwise, the field refused, the other day in its sentence, the constraint.
WRONG: list[Row] = [
    ("training", (), {"happened_on": ISSUED - timedelta(days=1)}, "happened_on", ISSUED, "evidence_after_issue"),
    ("transfer", (), {"happened_on": ISSUED - timedelta(days=1), "consulted_on": None}, "happened_on", ISSUED,
        "evidence_after_issue"),
    ("union", (), {"happened_on": ISSUED - timedelta(days=1)}, "happened_on", ISSUED, "evidence_after_issue"),
    ("training", (), {"until_on": LATER + timedelta(days=1)}, "until_on", LATER, "evidence_not_ahead"),
    ("training", (), {"until_on": TRAINED - timedelta(days=1)}, "until_on", TRAINED, "evidence_ends_after_it_began"),
    ("transfer", (), {"happened_on": LATER + timedelta(days=1)}, "happened_on", LATER, "evidence_not_ahead"),
    ("transfer", (), {"happened_on": TRAINED, "consulted_on": day(6)}, "consulted_on", TRAINED,
        "evidence_consulted_before_transfer"),
    ("second_assessment", (), {"happened_on": LATER + timedelta(days=1)}, "happened_on", LATER, "evidence_not_ahead"),
    ("second_assessment", ("training",), {"happened_on": day(20), "until_on": day(20)}, "happened_on", day(20),
        "evidence_assessed_after_help"),
    ("second_assessment", ("transfer",), {"happened_on": day(20), "until_on": day(20)}, "happened_on", day(20),
        "evidence_assessed_after_help"),
    ("second_assessment", (), {"until_on": day(61)}, "until_on", ASSESSED, "evidence_assessed_after_its_period"),
    ("second_assessment", (), {"since_on": day(30), "until_on": day(29)}, "until_on", day(30),
        "evidence_assessed_after_its_period"),
    ("training", ("second_assessment",), {"until_on": ASSESSED}, "until_on", ASSESSED,
        "evidence_help_before_assessment"),
    ("transfer", ("second_assessment",), {"happened_on": ASSESSED}, "happened_on", ASSESSED,
        "evidence_help_before_assessment"),
    ("second_assessment", ("notice",), {"happened_on": day(71)}, "happened_on", NOTICE,
        "evidence_assessed_before_notice"),
    ("union", ("notice",), {"happened_on": day(71)}, "happened_on", NOTICE, "evidence_union_before_notice"),
    ("notice", ("second_assessment",), {"happened_on": day(59)}, "happened_on", ASSESSED,
        "evidence_notice_after_assessment"),
    ("notice", ("union",), {"happened_on": day(61)}, "happened_on", UNION_TOLD, "evidence_notice_after_union"),
    ("notice", (), {"happened_on": LATER + timedelta(days=1), "until_on": LATER + timedelta(days=40)}, "happened_on",
        LATER, "evidence_not_ahead"),
    ("notice", (), {"until_on": EFFECT - timedelta(days=1)}, "until_on", EFFECT, "evidence_notice_of_thirty_days"),
    ("notice", (), {"way": NoticeWay.MONTHS_WAGE, "until_on": NOTICE - timedelta(days=1)}, "until_on", NOTICE,
        "evidence_ends_after_it_began"),
    ("notice", ("notice",), {"happened_on": day(72), "until_on": day(110)}, "happened_on", NOTICE,
        "evidence_one_notice"),
    ("art_42", ("notice",), {"happened_on": NOTICE - timedelta(days=1)}, "happened_on", NOTICE,
        "evidence_checked_from_notice_on"),
    ("art_42", ("notice",), {"happened_on": EFFECT + timedelta(days=1)}, "happened_on", EFFECT,
        "evidence_checked_before_effect"),
    ("art_42", (), {"happened_on": LATER + timedelta(days=1)}, "happened_on", LATER, "evidence_not_ahead"),
]  # fmt: skip


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    with long_after():
        yield not_met(who)


def test_r29_each_wrong_order_is_refused_by_the_action_and_by_the_database(who: People, plan: Plan) -> None:
    wrong = []
    for row in WRONG:
        with transaction.atomic():
            for before in row[1]:
                record(plan, who, before)
            wrong += [said_by_the_action(plan, who, row), said_by_the_database(plan, who, row)]
            transaction.set_rollback(True)
    assert list(filter(None, wrong)) == []


def said_by_the_action(plan: Plan, who: People, row: Row) -> str:
    kind, _before, otherwise, field, other, name = row
    try:
        record(plan, who, kind, **otherwise)
    except ValidationError as refusal:
        said = refusal.message_dict.get(field, [])
        days = (date_format({**told_days(kind), **otherwise}[field]), date_format(other))
        return "" if any(all(day in text for day in days) for text in said) else f"{name}: said {refusal.message_dict}"
    return f"{name}: the action takes it"


def told_days(kind: str) -> dict[str, Any]:
    said = told_of(kind)
    return {name: getattr(said, name) for name in ("happened_on", "until_on", "since_on", "consulted_on")}


def said_by_the_database(plan: Plan, who: People, row: Row) -> str:
    """Written past the action, as another program with the app's rights would."""
    kind, _before, otherwise, _field, _other, name = row
    piece = told_of(kind, **otherwise)
    columns = {column: getattr(piece, column) for column in ("happened_on", "since_on", "until_on", "consulted_on")}
    columns |= {column: getattr(piece, column) for column in ("hours_planned", "hours_attended", "result", "way")}
    found = EvidenceRecord(plan=plan, kind=kind, key=uuid.uuid4(), words=piece.texts, by=who.cleo, **columns)
    found.part, found.at = "hr_partner", timezone.now()
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError as refusal:
        constraint = getattr(refusal.__cause__, "diag").constraint_name  # noqa: B009 - of psycopg's error
        return "" if constraint == name else f"{name}: refused by {constraint}"
    return f"{name}: the database takes it"


def test_r29_the_same_day_is_taken_where_both_can_lie_on_it(who: People, plan: Plan) -> None:
    """Told and given notice on one day; assessed on the day of the notice; checked when it takes effect."""
    record(plan, who, "training", happened_on=ISSUED, until_on=ISSUED)
    record(plan, who, "second_assessment", happened_on=NOTICE, since_on=ISSUED, until_on=NOTICE)
    record(plan, who, "union", happened_on=NOTICE)
    record(plan, who, "notice")
    record(plan, who, "art_42", happened_on=EFFECT)
    assert plan.evidence_records.count() == 5


def test_r29_what_was_withdrawn_or_corrected_stands_in_nobodys_way(who: People, plan: Plan) -> None:
    withdraw(plan, who, record(plan, who, "notice"))
    late = record(plan, who, "training", until_on=day(65))
    record(plan, who, "training", replaces=late)
    record(plan, who, "second_assessment")
    record(plan, who, "notice", happened_on=day(80), until_on=day(110))
    standing = plan.evidence_records.filter(replaced=None, withdrawal=None)
    assert [row.kind for row in standing] == ["training", "second_assessment", "notice"]


def test_r29_further_training_may_follow_an_assessment(who: People, plan: Plan) -> None:
    """What an assessment rests on is one training or transfer before it; another may come later."""
    record(plan, who, "training")
    record(plan, who, "second_assessment")
    assert record(plan, who, "training", happened_on=day(61), until_on=day(65)).pk


ANOTHER = """
    INSERT INTO reviews_evidencerecord SELECT (jsonb_populate_record(e, jsonb_build_object(
        'id', gen_random_uuid(), 'key', gen_random_uuid(), {but_for}
    ))).* FROM reviews_evidencerecord e WHERE e.kind = 'training'
"""
PAST_THE_ACTION = {
    "evidence_replaces_its_like": """'replaces_id', e.id, 'kind', 'union', 'until_on', null, 'hours_planned', null,
        'hours_attended', null, 'words', '{"told_whom": "U", "told_how": "L"}'::jsonb""",
    "evidence_says_what": "'words', '{}'::jsonb",
    "evidence_after_decision": "'at', e.at - interval '1 year'",
}


@pytest.mark.parametrize("name", PAST_THE_ACTION)
def test_r29_the_database_refuses_what_no_form_sends(who: People, plan: Plan, name: str) -> None:
    record(plan, who, "training")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ANOTHER.replace("{but_for}", PAST_THE_ACTION[name]))
    assert getattr(refusal.value.__cause__, "diag").constraint_name == name  # noqa: B009 - of psycopg's error
