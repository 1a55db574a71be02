"""Meetings in people's calendars: what is enclosed in mails, what moves and calls them off, and the private feed."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils.translation import override, pgettext

from cases.delivery import deliver_waiting
from cases.models import Notice
from cases.states import NoticeState
from cases.sweep import sweep
from people.models import User
from plans import actions as plans
from plans.models import Plan
from reviews import actions as reviews
from reviews.states import MEETING_CALLED_OFF
from tests import amending, ics, moving
from tests.mail import Sink
from tests.notices import running_in_silence
from tests.reviews.calendars import address_of, read_feed
from tests.world import CHECKPOINTS, People, actor, hold

FIRST, SECOND = CHECKPOINTS
BEFORE = datetime.combine(FIRST - timedelta(days=1), time(12), UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries")]


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(who: People) -> Plan:
    return running_in_silence(who)


def enclosed(letter: Any) -> list[ics.Calendar]:
    """The calendar files of a letter, each saying in its header what it says inside."""
    found = []
    for part in letter.iter_attachments():
        assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "meeting.ics")
        read = ics.read(part.get_content().replace("\r\n", "\n").replace("\n", "\r\n"))
        assert part["Content-Type"].params["method"] == read.method
        found.append(read)
    return found


def sent(sink: Sink, who: str) -> list[ics.Calendar]:
    """What was enclosed for this person, in order."""
    return [file for letter in sink.letters if letter["To"] == f"{who}@example.com" for file in enclosed(letter)]


def go_out() -> None:
    sweep()
    deliver_waiting()


def test_a_reminder_invites(who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
    go_out()
    for name in ("ada", "ben"):
        (file,) = sent(smtp_sink, name)
        (event,) = file.events
        checkpoint = plan.checkpoints.get(number=1)
        assert file.method == "REQUEST"
        assert event["UID"].text == f"{checkpoint.pk}@127.0.0.1"
        assert (event["SEQUENCE"].value, event["STATUS"].value) == ("0", "CONFIRMED")
        assert (event["DTSTART"].value, event["DTSTART"].more) == (f"{FIRST:%Y%m%d}", {"VALUE": "DATE"})
        assert event["DTEND"].value == f"{FIRST + timedelta(days=1):%Y%m%d}"
        assert event["ATTENDEE"].value == f"mailto:{name}@example.com"
        assert event["ORGANIZER"].value == "mailto:pipcases@localhost"
        assert event["DTSTAMP"].value == f"{BEFORE:%Y%m%dT%H%M%SZ}"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_says_nothing_of_what_it_is_about(
    who: People, plan: Plan, clock: Any, smtp_sink: Sink, language: str
) -> None:  # fmt: skip
    User.objects.update(language=language)
    go_out()
    (file,) = sent(smtp_sink, "ben")
    (event,) = file.events
    with override(language):
        assert event["SUMMARY"].text == pgettext("calendar", "Meeting")
    assert event["DESCRIPTION"].text == event["URL"].value == f"http://127.0.0.1:8000/cases/{plan.case.reference}/"
    assert (event["CLASS"].value, "LOCATION" in event) == ("PRIVATE", False)


def test_the_next_mail_is_about_the_same_entry(who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
    go_out()
    clock.shift(timedelta(days=1))
    go_out()
    soon, today = sent(smtp_sink, "ben")
    assert soon.events[0]["UID"] == today.events[0]["UID"]
    assert int(today.events[0]["SEQUENCE"].value) >= int(soon.events[0]["SEQUENCE"].value)


def test_arranging_and_moving_it_moves_the_entry(who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
    """From the first mail on, whoever moves it."""
    clock.move_to(BEFORE - timedelta(days=9))
    on, why = FIRST + timedelta(days=1), "The line stands still that day."
    moving.arrange(moving.next_of(plan), by=actor(who.ada))
    deliver_waiting()
    reviews.reschedule_checkpoint(moving.next_of(plan), by=actor(who.cleo), to_on=on, wish="company", reason=why)
    deliver_waiting()
    later = on + timedelta(days=1)
    reviews.postpone_checkpoint(moving.next_of(plan), by=actor(who.ben), to_on=later, reason=why)
    deliver_waiting()
    said = [(f.method, f.events[0]["SEQUENCE"].value, f.events[0]["DTSTART"].value) for f in sent(smtp_sink, "ben")]
    assert said == [("REQUEST", "1", "20260316T133000Z"), ("REQUEST", "2", "20260317T133000Z")]  # 14:30 in Berlin
    said = [(f.method, f.events[0]["SEQUENCE"].value, f.events[0]["DTSTART"].value) for f in sent(smtp_sink, "ada")]
    assert said == [("REQUEST", "2", "20260317T133000Z"), ("REQUEST", "3", "20260318T133000Z")]
    assert len({f.events[0]["UID"].value for name in ("ada", "ben") for f in sent(smtp_sink, name)}) == 1
    assert all("Room" not in str(letter) for letter in smtp_sink.letters)
    (first, _second) = read_feed(address_of(who.ben)).events
    assert (first["SEQUENCE"].value, first["DTSTART"].value) == ("3", "20260318T133000Z")
    assert first["DTEND"].value == "20260318T143000Z"


def test_one_that_was_moved_and_moves_on_after_a_pause_has_a_higher_sequence(
    who: People, plan: Plan, clock: Any, smtp_sink: Sink
) -> None:  # fmt: skip
    """And whoever was invited gets the new day with it."""
    clock.move_to(BEFORE - timedelta(days=9))
    address = address_of(who.ben)
    why = "The line stands still that day."
    on = FIRST + timedelta(days=3)
    reviews.reschedule_checkpoint(moving.next_of(plan), by=actor(who.cleo), to_on=on, wish="company", reason=why)
    deliver_waiting()
    before = read_feed(address).events[0]
    clock.move_to(datetime.combine(FIRST + timedelta(days=2), time(12), UTC))
    amending.pause(plan, who, FIRST + timedelta(days=1))
    amending.resume(plan, who, FIRST + timedelta(days=2))
    after = next(event for event in read_feed(address).events if event["UID"] == before["UID"])
    assert (before["SEQUENCE"].value, after["SEQUENCE"].value) == ("1", "2")
    assert after["DTSTART"].value > before["DTSTART"].value
    deliver_waiting()
    for name in ("ada", "ben"):
        of_it = [file for file in sent(smtp_sink, name) if file.events[0]["UID"] == before["UID"]]
        assert [(file.method, file.events[0]["DTSTART"]) for file in of_it] == [
            ("REQUEST", before["DTSTART"]),
            ("REQUEST", after["DTSTART"]),
        ]


def test_other_mails_enclose_nothing(who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
    clock.move_to(BEFORE + timedelta(days=3))  # overdue
    go_out()
    hold(plan, who, 1)
    deliver_waiting()
    assert len(smtp_sink.letters) > 2
    assert [list(letter.iter_attachments()) for letter in smtp_sink.letters] == [[]] * len(smtp_sink.letters)


def cancel(plan: Plan, who: People) -> None:
    plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")


def replace(plan: Plan, who: People) -> None:
    """All that is planned stands for another day after a pause."""
    amending.pause(plan, who, FIRST - timedelta(days=4))
    amending.resume(plan, who, FIRST - timedelta(days=1))


@pytest.mark.parametrize("step", [cancel, replace])
def test_whoever_was_invited_is_told_that_it_is_off(
    who: People, plan: Plan, clock: Any, smtp_sink: Sink, step: Any
) -> None:  # fmt: skip
    go_out()
    clock.shift(timedelta(hours=1))
    step(plan, who)
    clock.shift(timedelta(hours=1))
    deliver_waiting()
    for name in ("ada", "ben"):
        invited, off = sent(smtp_sink, name)
        assert off.method == "CANCEL"
        (event,) = off.events
        assert (event["UID"], event["STATUS"].value) == (invited.events[0]["UID"], "CANCELLED")
        assert int(event["SEQUENCE"].value) > int(invited.events[0]["SEQUENCE"].value)
    told = Notice.objects.filter(kind=MEETING_CALLED_OFF)
    assert told.count() == 2
    assert set(told.values_list("state", flat=True)) == {NoticeState.SENT}


def test_whoever_was_not_invited_is_told_nothing(who: People, plan: Plan, clock: Any) -> None:
    """Nor is one whose invitation was still waiting: it is dropped."""
    sweep()
    cancel(plan, who)
    assert not Notice.objects.filter(kind=MEETING_CALLED_OFF).exists()


def test_a_held_meeting_is_never_called_off(who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
    go_out()
    clock.shift(timedelta(days=1))
    hold(plan, who, 1)
    cancel(plan, who)
    assert not Notice.objects.filter(kind=MEETING_CALLED_OFF).exists()
