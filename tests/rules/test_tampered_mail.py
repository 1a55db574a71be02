"""What became of a mail is told by events: a row changed, gone or invented is found, and so is an event without it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from cases import actions
from cases.actor import Actor
from cases.models import CaseEvent, Notice
from plans.states import PlanStatus
from tests.roles import tampering
from tests.tampering import Story, found, undone
from tests.world import People, actor, opened, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

CHANGES = {
    "kind": "'plans.other_act'",
    "recipient_id": "recipient_id + 100",
    "case_id": "(SELECT id FROM cases_casefile WHERE id <> case_id)",
    "message": "repeat('0', 32)",
    "round": "round + 1",
    "fault": "fault || '.'",
    "sent_at": "sent_at - interval '1 second'",
    "state": "'dropped', sent_at = NULL",
    "recorded": "NOT recorded",
}
NOT_OF_IT = {
    ("failed", "sent_at"): "there is none, and the table refuses one",
    ("settled", "fault"): "told by the event before, which is not its newest",
    ("waiting", "fault"): "what kept it from going out again is no event yet",
    ("waiting", "sent_at"): "there is none, and the table refuses one",
    ("waiting", "state"): "what was sent again may be dropped without an event",
}


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Mails that were sent, refused, came back, were dealt with and are sent again; and another case."""
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=True):
        case = plan_in(PlanStatus.ISSUED, who).case
        sent, failed, bounced, settled, again = rows = list(case.notices.order_by("pk")[:5])
        for row in (sent, bounced, settled, again):
            actions.send_notice(row, by=Actor.clock())
        actions.fail_notice(failed, by=Actor.clock(), fault="550")
        for row in (bounced, settled, again):
            actions.bounce_notice(row, by=Actor.clock(), status="5.1.1")
        actions.settle_notice(settled, by=actor(who.cleo), words="On paper.")
        actions.resend_notice(again, by=actor(who.cleo))
        opened(who)
        yield Story(case, rows)


def newest(row: Notice) -> int:
    events = CaseEvent.objects.filter(case=row.case).order_by("-seq")
    return next(event.seq for event in events if event.data["subject"]["id"] == row.pk)


def states(story: Story) -> list[str]:
    return [row.state for row in story.rows if isinstance(row, Notice)]


def test_the_story_has_them_all(story: Story) -> None:
    assert states(story) == ["sent", "failed", "bounced", "settled", "waiting"]
    assert found() is None


def test_every_changed_column_is_found(story: Story) -> None:
    missed = []
    with tampering() as hand:
        for row in story.rows:
            assert isinstance(row, Notice)
            for column, value in CHANGES.items():
                with undone(hand, row):
                    hand.execute(f"UPDATE cases_notice SET {column} = {value} WHERE id = {row.pk}".encode())  # noqa: S608
                    told = found()
                if (told is None) != ((row.state, column) in NOT_OF_IT):
                    missed.append((row.state, column))
                if told is not None and column != "case_id":
                    assert told == (story.case.reference, newest(row))
    assert missed == []


def test_a_row_that_is_gone_or_invented_is_found(story: Story) -> None:
    last = CaseEvent.objects.filter(case=story.case).latest("seq").seq
    with tampering() as hand:
        for row in story.rows:
            assert isinstance(row, Notice)
            with undone(hand, row):
                hand.execute("DELETE FROM cases_notice WHERE id = %s", [row.pk])
                assert found() == (story.case.reference, newest(row))
            with undone(hand, row):
                hand.execute(
                    """INSERT INTO cases_notice SELECT (jsonb_populate_record(n, jsonb_build_object(
                       'id', n.id + 1000, 'dedupe_key', 'other'))).* FROM cases_notice n WHERE id = %s""",
                    [row.pk],
                )
                assert found() == (story.case.reference, last + 1)
