"""Everything that one may see, in one file (R38, R40): neither more nor less than the pages show."""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import add_comment
from cases.files.readers import readable
from cases.files.store import remove
from cases.models import CaseEvent, CaseFile, StoredFile
from cases.queries import events_for
from cases.seat import Seat
from people.models import User
from plans.models import Plan
from plans.states import PlanStatus
from records import claims
from records.actions import request_copy
from records.bundle.writing import write_bundle
from records.compose import compose
from records.heads.making import make
from records.making import make_next
from records.models import RecordCopy
from records.states import CopyKind, CopyState, Fault
from tests.pages import downloaded, signed_in
from tests.records.everything import HR_ONLY, closed, data_of, opened, taken, with_files, words_in
from tests.world import People, actor, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")


@pytest.fixture
def plan(who: People) -> Plan:
    return with_files(who)


def offered(user: User, case: CaseFile) -> set[str]:
    """The digests of the files that the case's pages give to this person."""
    client = signed_in(user)
    answers = {
        file.sha256: client.get(reverse("cases:file", args=[case.reference, file.pk])).status_code
        for file in StoredFile.objects.filter(case=case)
    }
    assert set(answers.values()) <= {200, 404}
    return {digest for digest, code in answers.items() if code == 200}


def test_r38_the_files_in_it_are_those_that_the_pages_give(who: People, plan: Plan) -> None:
    """For everybody with the whole case, while it runs and once it is closed."""
    everybody = (who.ben, who.ada, who.cleo, who.dora, who.emil)
    counts = set()
    for case in (plan.case, closed(plan, who)):
        for user in everybody:
            archive = taken(case, user)
            found = {hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist() if "files/" in name}
            assert found == offered(user, case)
            assert {row["sha256"] for row in data_of(archive)["files"]} == found
            counts.add((user == who.ben, len(found)))
    assert counts == {(True, 4), (False, 5)}  # two of one content; Ben never saw the returned version, nobody the draft


def test_r38_no_words_in_it_that_the_pages_keep_from_its_reader(who: People, plan: Plan) -> None:
    case = closed(plan, who)
    add_comment(case, by=actor(who.cleo), text=f"{HR_ONLY}: among us.", topic="plan", among_hr=True)
    assert taken(case, who.cleo).read("case.json").decode().count(HR_ONLY) == 3
    mine = taken(case, who.ben)
    assert HR_ONLY not in words_in(mine)
    assert "It is not fair." in words_in(mine)  # his own words, in the refusal
    assert [row["number"] for row in data_of(mine)["versions"]] == [2]
    told = [row for row in data_of(mine)["events"] if "act" in row]
    shown = events_for(Seat(case, who.ben)).filter(seq__lte=data_of(mine)["as_of"]["number"])
    assert {row["number"] for row in told} == set(shown.values_list("seq", flat=True))
    assert not {"192.0.2.7", "Test/1.0"} & {word for row in told for word in row["words"].values()}


def test_r40_it_can_be_checked_with_nothing_but_itself(who: People, plan: Plan) -> None:
    """Each sum is right, each version has the digest that was signed, and the chain leads to the head."""
    archive = taken(closed(plan, who), who.ben)
    lines = [line.partition("  ") for line in archive.read("MANIFEST").decode().splitlines()]
    sums = {name: digest for digest, _gap, name in lines}
    assert set(sums) == set(archive.namelist()) - {"MANIFEST", "MANIFEST.p7s"}
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for name, digest in sums.items())
    data = data_of(archive)
    for row in data["versions"]:
        assert hashlib.sha256(archive.read(row["entry"])).hexdigest() == row["digest"]
    before = hashlib.sha256(b"\0" + plan.case_id.bytes).hexdigest()
    for number, row in enumerate(data["events"], start=1):
        parts = bytes.fromhex(before), plan.case_id.bytes, number.to_bytes(8, "big"), bytes.fromhex(row["body"])
        assert (row["number"], row["before"]) == (number, before)
        before = hashlib.sha256(b"\x01" + b"".join(parts)).hexdigest()
        assert row["hash"] == before
    assert data["as_of"]["hash"] == before


def test_r38_its_names_say_nothing_of_a_person(who: People, plan: Plan) -> None:
    archive = taken(plan.case, who.ben)
    assert all(entry.compress_type == ZIP_STORED for entry in archive.infolist())
    names = " ".join(archive.namelist())
    assert not any(user.name.lower() in names.lower() for user in vars(who).values())
    assert "Ben was served.txt" in archive.read("README.html").decode()


def test_it_is_the_same_however_late_and_often_it_is_made(who: People, plan: Plan) -> None:
    """Also where files were handed in since, and versions frozen: what is in it was settled when it was asked for. Only
    the seals are of their moment.
    """
    make(wait=True)
    copy = request_copy(plan.case, by=actor(who.ben), kind=CopyKind.EVERYTHING)
    make_next()
    first = opened(copy)
    html = compose(copy)
    closed(plan, who)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        make(wait=True)
        copy = RecordCopy.objects.get(pk=copy.pk)
        assert compose(copy) == html
        write_bundle(copy, first.read("record.pdf"), again := BytesIO())
    assert without_seals(ZipFile(again)) == without_seals(first)


def without_seals(archive: ZipFile) -> dict[str, bytes]:
    """All that bears no seal, and no line about what bears one. That exhibits are the same: `test_exhibits`."""
    sealed = {"exhibits.pdf", "MANIFEST", "MANIFEST.p7s"}
    return {name: archive.read(name) for name in archive.namelist() if name not in sealed}


@pytest.mark.parametrize("status", [PlanStatus.ISSUED, PlanStatus.PAUSED, PlanStatus.CLOSED])
def test_r40_the_employee_gets_it_wherever_they_see_the_case(who: People, status: PlanStatus) -> None:
    case = plan_in(status, who).case
    client, page = signed_in(who.ben), reverse("records:request_copy", args=[case.reference])
    assert client.post(page, {"kind": "everything"}).status_code == 302
    make_next()
    copy = RecordCopy.objects.get(kind=CopyKind.EVERYTHING)
    assert "Everything you may see" in client.get(page).content.decode()
    response = client.get(reverse("records:download", args=[case.reference, copy.pk]))
    assert downloaded(response).startswith(b"PK")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == f'attachment; filename="pipcases-{case.reference}-v{copy.seq}.zip"'
    assert response["Cache-Control"] == "private, no-store"
    assert signed_in(who.ada).get(reverse("records:download", args=[case.reference, copy.pk])).status_code == 404


def test_r37_asking_for_it_is_an_event_of_its_own(who: People, plan: Plan) -> None:
    for kind in (CopyKind.RECORD, CopyKind.EVERYTHING, CopyKind.EVERYTHING):
        request_copy(plan.case, by=actor(who.ben), kind=kind)
    events = CaseEvent.objects.filter(case=plan.case).order_by("seq")
    kinds = [event.data["facts"]["kind"] for event in events if event.act == "records.request_copy"]
    assert kinds == ["record", "everything"]  # the third press finds the second's copy


def test_a_file_that_is_gone_is_said_to_be(who: People, plan: Plan) -> None:
    file = StoredFile.objects.get(name="issued.txt")
    remove(file.key)
    archive = taken(plan.case, who.ben)
    assert [row["name"] for row in data_of(archive)["files"] if not row["entry"]] == ["issued.txt"]
    assert "not included" in archive.read("README.html").decode()


def test_one_that_would_be_too_large_says_so(who: People, plan: Plan, settings: Any) -> None:
    settings.COPY_BYTES = 10
    copy = request_copy(plan.case, by=actor(who.ben), kind=CopyKind.EVERYTHING)
    make_next()
    copy.refresh_from_db()
    assert (copy.state, copy.fault) == (CopyState.FAILED, Fault.TOO_MUCH)


def test_it_speaks_the_language_of_the_case(who: People, plan: Plan) -> None:
    CaseFile.objects.filter(pk=plan.case_id).update(language="zh-hans")
    archive = taken(plan.case, who.ben)
    assert data_of(archive)["case"]["language"] == "zh-hans"
    assert "年5月" in archive.read("README.html").decode()


def test_which_files_one_may_read_is_asked_in_few_queries(who: People, plan: Plan) -> None:
    with CaptureQueriesContext(connection) as few:
        assert len(readable(Seat(plan.case, who.ben))) == 5
    assert len(few) <= 12, [row["sql"][:80] for row in few]


def test_nothing_half_made_is_kept(who: People, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that comes too late changes nothing."""
    copy = request_copy(plan.case, by=actor(who.ben), kind=CopyKind.EVERYTHING)
    dead = claims.claim(timezone.now())
    assert dead == copy
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        make_next()
    claims.settle(dead, state=CopyState.FAILED, fault=Fault.BROKEN)
    assert opened(copy).testzip() is None
