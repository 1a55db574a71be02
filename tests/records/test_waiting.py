"""HR reads which records wait and why, over all cases, and has those tried again that failed; nobody else does."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import read_as_auditor
from cases.errands import errands_of
from cases.models import CaseEvent, CaseFile
from cases.refusals import WrongMoment
from people.actions import deactivate
from people.models import User
from plans.states import PlanStatus
from records.actions import request_copy, retry_copies
from records.actions.due import ask_for_what_is_due
from records.claims import claim, settle
from records.making import MOST_CLAIMS, make_next
from records.models import RecordCopy, RecordDue
from records.states import CopyState, Fault
from records.waiting import LATE, page_of_waiting
from tests.pages import signed_in, text
from tests.world import People, actor, opened, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

NAMES = ("ada", "ben", "cleo", "dora", "emil", "fay", "hal")


@pytest.fixture
def case(who: People) -> CaseFile:
    """It has ended; its records are due and nobody has made them."""
    case = plan_in(PlanStatus.CLOSED, who).case
    case.refresh_from_db()
    return case


def fails(fault: Fault = Fault.BROKEN) -> RecordCopy:
    copy = claim(timezone.now())
    assert copy
    settle(copy, state=CopyState.FAILED, fault=fault)
    return copy


def tasks(user: User) -> list[str]:
    return [str(task.label) for task in errands_of(User.objects.get(pk=user.pk)) if task.url == "/records/"]


def readers(words: str) -> set[str]:
    pages = {user.name.lower(): text(signed_in(user).get("/records/")) for user in User.objects.all()}
    return {name for name in NAMES if words in pages[name]}


def test_hr_reads_why_a_record_waits_how_often_and_until_when(case: CaseFile) -> None:
    with override_settings(SEAL_IS_DEMONSTRATION=False):
        make_next()
    found = text(signed_in(User.objects.get(name="Cleo")).get("/records/"))
    assert "The key of the seal cannot be used now" in found
    assert "tried 1 time" in found
    assert "tried again at" in found
    assert readers("The key of the seal") == {"cleo", "dora"}  # Hal is of HR, and the employee is below him


def test_nothing_waits_where_all_is_sealed(who: People) -> None:
    assert "No record waits" in text(signed_in(who.cleo).get("/records/"))


def test_records_that_no_worker_has_come_to_are_told_of(case: CaseFile) -> None:
    assert RecordDue.objects.exists()
    assert readers("no worker has come to them yet") == {"cleo", "dora"}


def test_the_hr_partner_finds_it_at_home_once_it_is_late(who: People, case: CaseFile) -> None:
    assert tasks(who.cleo) == []
    line = "See why the record of 1 case waits"
    for is_in_queue in (False, True):
        if is_in_queue:
            ask_for_what_is_due()
        with time_machine.travel(timezone.now() + LATE + timedelta(seconds=1)):
            found = {name: tasks(getattr(who, name)) for name in NAMES}
            assert {name: told for name, told in found.items() if told} == {"cleo": [line]}
            assert line in text(signed_in(who.cleo).get("/"))
    deactivate(who.cleo)
    with time_machine.travel(timezone.now() + LATE + timedelta(seconds=1)):
        assert tasks(who.dora) == [line]


def test_what_failed_is_told_at_once(who: People, case: CaseFile) -> None:
    ask_for_what_is_due()
    fails()
    assert tasks(who.cleo) == ["See why the record of 1 case waits"]


def test_a_later_copy_stands_in_for_one_that_failed(who: People, case: CaseFile) -> None:
    RecordDue.objects.all().delete()
    request_copy(case, by=actor(who.ben))
    fails()
    assert len(page_of_waiting(who.cleo).rows) == 1
    read_as_auditor(case, by=actor(who.emil))
    again = request_copy(case, by=actor(who.ben))
    assert [row.copy for row in page_of_waiting(who.cleo).rows] == [again]


def test_r37_hr_has_what_failed_tried_again_and_the_history_tells(who: People, case: CaseFile) -> None:
    ask_for_what_is_due()
    failed = fails(Fault.LOST)
    RecordCopy.objects.filter(pk=failed.pk).update(claim=MOST_CLAIMS + 1)
    answer = signed_in(who.cleo).post(f"/cases/{case.reference}/record/again/", follow=True)
    assert "It is tried again now" in text(answer)
    event = CaseEvent.objects.filter(case=case).latest("seq")
    assert (event.act, event.data["facts"]) == ("records.retry_copies", {"copies": [str(failed.pk)]})
    while make_next():
        pass
    assert set(RecordCopy.objects.values_list("state", flat=True)) == {CopyState.READY}
    failed.refresh_from_db()
    assert (failed.seq, failed.claim) == (event.seq - 1, MOST_CLAIMS + 2)
    assert page_of_waiting(who.cleo).rows == []
    assert not RecordDue.objects.exists()  # trying again is nothing that a new record would tell of
    assert "had a record tried again" in text(signed_in(who.ben).get(f"/cases/{case.reference}/history/"))


def test_what_waits_by_itself_cannot_be_tried_again(who: People, case: CaseFile) -> None:
    ask_for_what_is_due()
    with pytest.raises(WrongMoment) as refusal:
        retry_copies(case, by=actor(who.cleo))
    assert "No record of this case failed." in map(str, refusal.value.reasons)


def test_who_asks_for_a_record_that_failed_by_itself_has_it_tried_again(who: People, case: CaseFile) -> None:
    ask_for_what_is_due()
    for _part in range(2):
        fails()
    asked = signed_in(who.ben).post(f"/cases/{case.reference}/record/", {"kind": "record"})
    assert asked.status_code == 302
    assert RecordCopy.objects.count() == 2
    assert make_next()
    states = dict(RecordCopy.objects.values_list("part", "state"))
    assert states == {"subject": CopyState.READY, "hr_partner": CopyState.FAILED}


def test_it_is_read_page_by_page_longest_first(who: People, case: CaseFile) -> None:
    for number in range(5):
        row = RecordCopy(case=case, part="manager", language="en", seq=number + 1, head=f"{number}" * 64)
        row.requested_at = timezone.now() - timedelta(minutes=number // 2)
        row.save()
    RecordDue.objects.update(at=timezone.now() - timedelta(hours=1))
    keys, after = [], None
    while page := page_of_waiting(who.dora, after, size=2):
        keys += [(row.since, row.copy and row.copy.pk) for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(set(keys)) == len(keys) == 6
    assert [since for since, _pk in keys] == sorted(since for since, _pk in keys)
    assert keys[0][1] is None
    for nonsense in ("", "x", "2026-01-01_x", f"9999-12-31T23:59:59-23:00_{'0' * 32}", "\0"):
        assert signed_in(who.dora).get("/records/", {"after": nonsense}).status_code in (200, 400)


@pytest.mark.parametrize("address", ["/records/", "/"])
def test_it_takes_as_many_queries_whatever_waits(who: People, case: CaseFile, address: str) -> None:
    client = signed_in(who.cleo)
    ask_for_what_is_due()
    fails()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(12):
        other = opened(who)
        RecordDue.objects.create(case=other, seq=1, at=timezone.now() - timedelta(hours=1))
        RecordCopy.objects.create(case=other, part="manager", language="en", seq=number + 1, head="0" * 64)
    assert asked() == few
