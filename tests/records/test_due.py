"""Records that nobody has to ask for: once a case has ended, and anew when something was done in it after that."""

import signal
from datetime import timedelta
from typing import Any

import pytest
import redis
import time_machine
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from cases.actions import add_comment, read_as_auditor
from cases.models import CaseEvent, CaseFile
from cases.states import Part
from cases.verify import verify
from plans.states import PlanStatus
from records import making
from records.actions import request_copy
from records.actions.due import ask_for_what_is_due
from records.claims import LEASE
from records.making import find_copies_left_behind, make_next
from records.models import RecordCopy, RecordDue
from records.queries import open_copy
from records.sealing.reading import report_of
from records.states import CopyState, Fault
from tests.pages import downloaded, signed_in, text
from tests.records.processes import elsewhere
from tests.together import faults, together
from tests.world import People, actor, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")


@pytest.fixture
def case(who: People) -> CaseFile:
    return plan_in(PlanStatus.CLOSED, who).case


def sealed_in(case: CaseFile) -> list[dict[str, Any]]:
    """What the events of this case tell of its sealed records."""
    events = CaseEvent.objects.filter(case=case).order_by("seq")
    return [event.data["facts"] for event in events if event.act == "records.seal_record"]


def make_all() -> list[RecordCopy]:
    while make_next():
        pass
    return list(RecordCopy.objects.order_by("requested_at", "part"))


def test_r40_a_closed_case_has_a_sealed_record_for_hr_and_one_for_the_employee(who: People, case: CaseFile) -> None:
    closed = CaseEvent.objects.filter(case=case).count()
    copies = make_all()
    assert [(copy.part, copy.seq, copy.state, copy.is_of_itself) for copy in copies] == [
        (Part.HR_PARTNER, closed, CopyState.READY, True), (Part.SUBJECT, closed, CopyState.READY, True),
    ]  # fmt: skip
    for copy in copies:
        kept = open_copy(copy)
        assert kept
        with kept:
            found = report_of(kept.read())
        assert (found.holds, found.certificate) == (True, copy.seal_certificate)
    assert [facts["sha256"] for facts in sealed_in(case)] == [copy.pdf_sha256 for copy in copies]
    assert verify(case.reference) == closed + 2


def test_what_is_sealed_seals_nothing_anew(case: CaseFile) -> None:
    make_all()
    assert not RecordDue.objects.exists()
    assert len(make_all()) == 2


def test_a_word_after_the_end_is_in_a_record_of_its_own(who: People, case: CaseFile) -> None:
    first = {copy.seq for copy in make_all()}
    case.refresh_from_db()
    for words in ("Thank you all.", "And good luck."):
        add_comment(case, by=actor(who.ben), text=words, topic="plan")
    later = {copy.seq for copy in make_all()} - first
    assert later == {RecordCopy.objects.latest("seq").seq}  # one head, whatever the number of comments


def test_the_employee_gets_none_of_a_case_that_they_never_saw(who: People) -> None:
    plan_in(PlanStatus.CANCELLED, who)
    assert {copy.part for copy in make_all()} == {Part.HR_PARTNER}


def test_a_running_case_has_none(who: People) -> None:
    plan_in(PlanStatus.ACTIVE, who)
    assert make_all() == []


def test_a_persons_own_copy_comes_first(who: People, case: CaseFile) -> None:
    case.refresh_from_db()
    ask_for_what_is_due()
    asked = request_copy(case, by=actor(who.ada))
    make_next()
    asked.refresh_from_db()
    assert asked.is_ready


def test_who_asks_for_what_is_made_already_is_given_that(who: People, case: CaseFile) -> None:
    ask_for_what_is_due()
    case.refresh_from_db()
    assert request_copy(case, by=actor(who.ben)) == RecordCopy.objects.get(part=Part.SUBJECT)


def test_everybody_finds_their_own_on_the_page(who: People, case: CaseFile) -> None:
    make_all()
    address = f"/cases/{case.reference}/record/"
    seen = {name: "Made by itself" in text(signed_in(getattr(who, name)).get(address)) for name in vars(who)}
    assert [name for name, sees in seen.items() if sees] == ["ben", "cleo", "dora"]
    theirs = RecordCopy.objects.get(part=Part.SUBJECT)
    assert downloaded(signed_in(who.ben).get(f"{address}{theirs.pk}/")).startswith(b"%PDF")
    for name in ("ada", "cleo", "emil", "fay"):
        assert signed_in(getattr(who, name)).get(f"{address}{theirs.pk}/").status_code == 404


def test_without_a_key_a_record_waits_and_hr_reads_why(who: People, case: CaseFile) -> None:
    with override_settings(SEAL_IS_DEMONSTRATION=False):
        for _each in range(2):
            make_next()
    waiting = RecordCopy.objects.filter(state=CopyState.WAITING, fault=Fault.KEY, put_off=1)
    assert waiting.count() == 2
    assert "The key of the seal cannot be used now" in text(signed_in(who.cleo).get(f"/cases/{case.reference}/record/"))
    assert make_next() is False  # not yet
    for minutes in (2, 6, 14):  # it is put off again and again, for longer each time, and never given up
        later = timezone.now() + timedelta(minutes=minutes)
        with time_machine.travel(later), override_settings(SEAL_IS_DEMONSTRATION=False):
            make_next()
            make_next()
    assert set(RecordCopy.objects.values_list("state", "put_off")) == {(CopyState.WAITING, 4)}
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        make_all()
    assert set(RecordCopy.objects.values_list("state", "fault")) == {(CopyState.READY, "")}


def test_the_sweep_finds_what_is_due(case: CaseFile) -> None:
    queue = redis.Redis.from_url(settings.REDIS_URL)
    for wait, found in ((timedelta(), 0), (making.PATIENCE, 1)):
        queue.delete("celery")
        find_copies_left_behind(timezone.now() + wait)
        assert queue.llen("celery") == found
    queue.delete("celery")


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_record_of_a_head(case: CaseFile) -> None:
    assert faults(together(ask_for_what_is_due, ask_for_what_is_due)) == []
    assert RecordCopy.objects.count() == 2


SWEEP: Any = settings.CELERY_BEAT_SCHEDULE["sweep"]["schedule"]


def test_a_lease_and_a_sweep_leave_time_to_make_it_within_two_minutes() -> None:
    assert LEASE + timedelta(seconds=SWEEP) <= timedelta(seconds=100)


DIES = """
import os, signal, django
django.setup()
from records import making
from records.actions import sealing
from records.sealing import seal
def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
{before}
making.make_next()
"""
BEFORE = {
    "composing": "making.composed = die",
    "printing": "making.render = die",
    "sealing": "seal.sealed = die",
    "keeping": "making.keep = die",
    "telling": "sealing.acting = die",
    "settling": "sealing.settle = die",
    "committing": "sealing.tell = die",
}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_step_leaves_a_record_that_the_next_one_seals(who: People, case: CaseFile) -> None:
    RecordDue.objects.all().delete()
    for number, (step, before) in enumerate(BEFORE.items(), start=1):
        copy = asked_anew(who, case)
        killed = elsewhere(DIES.format(before=before))
        killed.communicate()
        assert killed.returncode == -signal.SIGKILL, step
        copy.refresh_from_db()
        assert copy.lease_until
        with time_machine.travel(copy.lease_until + timedelta(seconds=1)):
            assert make_next()
        copy.refresh_from_db()
        assert (copy.state, copy.claim) == (CopyState.READY, 2), step
        assert (len(sealed_in(case)), sealed_in(case)[-1]["sha256"]) == (number, copy.pdf_sha256), step
    assert verify(case.reference)


def asked_anew(who: People, case: CaseFile) -> RecordCopy:
    case.refresh_from_db()
    read_as_auditor(case, by=actor(who.emil))  # an event, so that another head is sealed
    return request_copy(case, by=actor(who.ben))
