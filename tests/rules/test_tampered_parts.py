"""Who had which part when is told by events: a row of it changed, gone or invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import psycopg
import pytest
import time_machine
from django.db.models import Model
from psycopg import sql

from cases.models import CaseEvent, CasePart
from cases.states import Part
from plans.states import PlanStatus
from tests.handing_over import change_hr_partner, change_manager, delegate, end
from tests.roles import tampering
from tests.tampering import SET, Found, Hand, Story, after, columns, each_row_doubled, each_row_gone, found, name
from tests.world import END, People, opened, pass_on, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

CHANGES = {
    "case_id": "(SELECT id FROM cases_casefile WHERE id <> case_id)",
    "user_id": "user_id + 100",
    "since": "since - interval '1 second'",
    "until": "coalesce(until, now()) + interval '1 second'",
    "part": "CASE part WHEN 'manager' THEN 'hr_partner' ELSE 'manager' END",
    "deputy_for_id": "coalesce(deputy_for_id, 0) + 100",
    "sees": "NOT sees",
}
NOT_COMPARED = {"sees", "id"}  # of given parts: told by acts of other rooms; an id is named for delegations only


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Every way in which a part begins and ends, and another case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True):
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        case = plan.case
        end(case, delegate(case, who), who.ada)
        delegate(case, who, first=3)
        delegate(case, who, who.dora, by=who.cleo, part=Part.HR_PARTNER, days=1)
        pass_on(plan, who)
        change_manager(case, who)
        end(case, case.parts.delegations().get(), who.cleo)
        change_hr_partner(case, who)
        opened(who)
        yield Story(case, list(case.parts.order_by("pk")))


def told_by(story: Story, row: CasePart) -> int:
    """The number of the event that gave this part."""
    acts = {event.seq: event.data for event in CaseEvent.objects.filter(case=story.case).order_by("seq")}
    if row.deputy_for_id:
        return next(seq for seq, data in acts.items() if data["facts"].get("delegation") == row.pk)
    given = {Part.SECOND_LINE: "second_line", Part.MANAGER: "manager", Part.HR_PARTNER: "hr_partner"}
    fact = given.get(Part(row.part), "subject")
    seqs = (seq for seq, data in acts.items() if seq > 1 and data["facts"].get(fact) == row.user_id)
    return next(seqs, 1)


def parts(story: Story) -> list[CasePart]:
    return [row for row in story.rows if isinstance(row, CasePart)]


def test_the_story_has_them_all(story: Story) -> None:
    assert [(row.part, row.user.name) for row in parts(story)] == [
        ("subject", "Ben"), ("manager", "Ada"), ("hr_partner", "Cleo"), ("manager", "Fay"), ("manager", "Fay"),
        ("hr_partner", "Dora"), ("second_line", "Hal"), ("manager", "Gus"), ("hr_partner", "Dora"),
    ]  # fmt: skip
    assert found() is None


REFUSED = ("refused", 0)


def seen_after(hand: Hand, row: CasePart, setting: str) -> Found:
    """What is found once this is set; the table's own rules may refuse it even to a superuser."""
    try:
        return after(hand, row, SET, setting=sql.SQL(setting))
    except psycopg.IntegrityError:
        return REFUSED


def test_every_changed_column_is_found(story: Story) -> None:
    wrong = []
    with tampering() as hand:
        for row in parts(story):
            for column, value in CHANGES.items():
                seen = seen_after(hand, row, f"{column} = {value}")
                compared = column not in NOT_COMPARED or row.deputy_for_id
                if seen != REFUSED and bool(seen) != bool(compared):
                    wrong.append((row.part, row.user.name, column, seen))
                if seen not in (None, REFUSED) and column in ("user_id", "until") and seen[1] != told_by(story, row):
                    wrong.append((row.part, row.user.name, column, seen))
    assert wrong == []
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    assert None not in [at for _row, at in each_row_gone(parts(story))]


ANOTHER = "jsonb_build_object('id', 9999999, 'user_id', kept.user_id + 100, 'until', kept.since + interval '1 second')"


def test_a_row_without_its_event_is_found(story: Story) -> None:
    last = CaseEvent.objects.filter(case=story.case).count()
    assert {at for _row, at in each_row_doubled(parts(story), ANOTHER)} == {(story.case.reference, last + 1)}


def test_no_column_is_left_out(story: Story) -> None:
    row: Model = story.rows[0]
    names = {name(row, field).removeprefix("cases_casepart.") for field in columns(row)}
    assert names == set(CHANGES) | {"id"}
