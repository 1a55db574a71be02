"""From a waiting row to a file, whatever happens to the worker."""

import hashlib
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import redis
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from cases.sweep import sweep
from plans.states import PlanStatus
from records import claims, making
from records import render as printing
from records.claims import claim
from records.compose import compose
from records.export import attached_to
from records.making import identifier_of, make_next
from records.models import RecordCopy
from records.queries import open_copy
from records.render import Limits, render
from records.states import CopyState, Fault
from tests.records.cases import asked_for
from tests.records.processes import WORKER, elsewhere
from tests.world import People, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")


@pytest.fixture
def copy(who: People) -> RecordCopy:
    return asked_for(plan_in(PlanStatus.ACTIVE, who).case, who.ben)


def test_a_waiting_copy_becomes_a_file_named_after_its_content(copy: RecordCopy) -> None:
    assert make_next()
    copy.refresh_from_db()
    assert copy.state == CopyState.READY
    kept = open_copy(copy)
    assert kept is not None
    with kept:
        content = kept.read()
    assert content.startswith(b"%PDF-1.7")
    assert copy.file.name == f"records/{copy.sha256[:2]}/{hashlib.sha256(content).hexdigest()}.pdf"
    assert copy.pages is not None
    assert copy.pages >= 5
    assert not make_next()


def test_a_copy_that_takes_too_long_fails_and_says_why(copy: RecordCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LIMITS", Limits(wall=0.1))
    make_next()
    copy.refresh_from_db()
    assert (copy.state, copy.fault, copy.file.name) == (CopyState.FAILED, Fault.TOO_LONG, "")
    assert "too long" in copy.get_fault_display()


def test_a_lost_nudge_is_made_up_for_by_the_sweep(copy: RecordCopy) -> None:
    assert nudged_by_the_sweep() == 0  # it may still be on its way
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert nudged_by_the_sweep() == 1


def nudged_by_the_sweep() -> int:
    queue = redis.Redis.from_url(settings.REDIS_URL)
    queue.delete("celery")
    sweep()
    nudged = sum(b"records.tasks.make_next_copy" in message for message in queue.lrange("celery", 0, -1))
    queue.delete("celery")
    return nudged


def test_a_dead_workers_copy_goes_to_the_next_and_the_dead_one_changes_nothing(copy: RecordCopy) -> None:
    dead = claim(timezone.now())
    assert dead is not None
    assert claim(timezone.now()) is None
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        assert make_next()
    claims.settle(dead, state=CopyState.FAILED, fault=Fault.BROKEN)
    copy.refresh_from_db()
    assert (copy.state, copy.claim) == (CopyState.READY, 2)


def test_a_copy_that_kills_every_worker_is_given_up(copy: RecordCopy) -> None:
    for minutes in (0, 4, 8):
        assert claim(timezone.now() + timedelta(minutes=minutes))
    with time_machine.travel(timezone.now() + timedelta(minutes=12)):
        make_next()
    copy.refresh_from_db()
    assert (copy.state, copy.fault) == (CopyState.FAILED, Fault.LOST)


def test_a_file_half_written_by_a_dying_worker_is_replaced() -> None:
    whole = BytesIO(b"%PDF whole")
    sha256, name = making.keep(whole, ending=".pdf")
    Path(default_storage.path(name)).write_bytes(b"%PDF ha")
    assert making.keep(whole, ending=".pdf") == (sha256, name)
    assert Path(default_storage.path(name)).read_bytes() == whole.getvalue()
    assert making.keep(whole, ending=".pdf") == (sha256, name)


ELSEWHERE = """
import hashlib, sys, django
django.setup()
from records.compose import compose
from records.export import attached_to
from records.making import identifier_of
from records.models import RecordCopy
from records.render import render
copy = RecordCopy.objects.select_related("case__subject__department", "requested_by").get()
printed = render(compose(copy), identifier=identifier_of(copy), attached=attached_to(copy))
print(hashlib.sha256(printed.pdf).hexdigest())
"""


@pytest.mark.django_db(transaction=True)
def test_the_same_head_gives_the_same_bytes_in_processes_that_have_nothing_in_common(copy: RecordCopy) -> None:
    ours = render(compose(copy), identifier=identifier_of(copy), attached=attached_to(copy))
    theirs = [
        elsewhere(ELSEWHERE, TZ=zone, PYTHONHASHSEED=seed, LANG=lang, LC_ALL=lang, SOURCE_DATE_EPOCH=seed)
        for zone, seed, lang in (("UTC", "1", "C"), ("Asia/Tokyo", "2", "zh_CN.UTF-8"))
    ]
    digests = {process.communicate()[0].decode().strip() for process in theirs}
    assert digests == {hashlib.sha256(ours.pdf).hexdigest()}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_prints_harms_nothing(copy: RecordCopy) -> None:
    worker = elsewhere(WORKER)
    until = time.monotonic() + 20
    while time.monotonic() < until and RecordCopy.objects.get().state != CopyState.RENDERING:
        time.sleep(0.02)
    worker.kill()
    worker.communicate()
    copy.refresh_from_db()
    assert copy.state == CopyState.RENDERING
    assert copy.lease_until is not None
    with time_machine.travel(copy.lease_until + timedelta(seconds=1)):
        make_next()
    copy.refresh_from_db()
    assert (copy.state, copy.claim) == (CopyState.READY, 2)
