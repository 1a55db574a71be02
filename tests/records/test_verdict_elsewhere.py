"""What the public page and the command say of a whole bundle, and of a record whose case is no longer kept here."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cases.models import CaseFile
from records.heads.making import make
from records.models import RecordCopy
from records.queries import open_copy
from records.states import Answer
from records.verdict import Verdict, verdict_of, verdict_of_file
from tests.pages import text
from tests.records.everything import closed, taken, with_files
from tests.roles import tampering
from tests.world import People

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.OPEN
Entries = dict[str, bytes]


@pytest.fixture
def case(who: People) -> CaseFile:
    return closed(with_files(who), who)


@pytest.fixture
def bundle(who: People, case: CaseFile) -> Entries:
    archive = taken(case, who.cleo)
    return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Entries) -> bytes:
    with ZipFile(out := BytesIO(), "w", ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def told(entries: Entries, folder: Path) -> Verdict:
    file = folder / "bundle.zip"
    file.write_bytes(packed(entries))
    return verdict_of_file(file)


def answers(verdict: Verdict) -> list[Answer]:
    return [row.answer for row in verdict.answers]


def test_a_bundle_gets_the_answers_of_its_record_and_one_of_its_own(bundle: Entries, tmp_path: Path) -> None:
    assert answers(told(bundle, tmp_path)) == [YES, YES, YES, OPEN, YES]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        make(wait=True)
        assert answers(told(bundle, tmp_path)) == [YES, YES, YES, YES, YES]
    response = Client().post("/verify/", {"file": SimpleUploadedFile("bundle.zip", packed(bundle))})
    said = text(response)
    assert "Nothing speaks against this file" in said
    assert "Everything else in the ZIP agrees with it" in said
    zh = text(Client(headers={"accept-language": "zh-hans"}).post("/verify/", {"file": BytesIO(packed(bundle))}))
    assert "个文件的 SHA-256 与清单一致" in zh


def changed(name: str, content: bytes) -> Callable[[Entries], Entries]:
    return lambda entries: entries | {name: content}


def with_a_manifest_of_its_own(entries: Entries) -> Entries:
    """A file is another one, and the list says so: its seal does not."""
    name = next(name for name in entries if name.startswith("files/"))
    entries = entries | {name: b"another"}
    listed = {name: content for name, content in entries.items() if not name.startswith("MANIFEST")}
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(listed.items()))
    return entries | {"MANIFEST": "".join(lines).encode()}


@pytest.mark.parametrize(
    "change",
    [
        changed("case.json", b"{}"),
        changed("chain/events", b"pipcases-chain 1"),
        changed("besides.txt", b"x"),
        changed("MANIFEST.p7s", b""),
        lambda entries: {name: content for name, content in entries.items() if name != "chain/texts.json"},
        with_a_manifest_of_its_own,
    ],
)
def test_what_is_wrong_beside_the_record_is_told(
    bundle: Entries, tmp_path: Path, change: Callable[[Entries], Entries]
) -> None:
    verdict = told(change(bundle), tmp_path)
    assert answers(verdict) == [YES, YES, YES, OPEN, NO]
    assert verdict.answers[-1].why
    assert not verdict.is_good


def test_a_record_that_was_changed_is_no_better_in_a_zip(bundle: Entries, tmp_path: Path) -> None:
    assert answers(told(bundle | {"record.pdf": bundle["record.pdf"] + b"\n"}, tmp_path)) == [NO, NO, OPEN, OPEN, NO]


@pytest.mark.parametrize("content", [b"PK", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(300)])
def test_a_zip_that_is_none_of_ours_has_no_record(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "other.zip"
    file.write_bytes(content)
    assert answers(verdict_of_file(file)) == [NO, OPEN, OPEN, OPEN]


@pytest.mark.tampers
def test_a_case_whose_words_were_erased_still_answers_for_its_record(bundle: Entries, case: CaseFile) -> None:
    with tampering() as hand:
        assert hand.execute("DELETE FROM cases_eventtext WHERE case_id = %s", [case.pk]).rowcount
        assert answers(verdict_of(bundle["record.pdf"])) == [YES, YES, YES, OPEN]


@pytest.mark.tampers
def test_a_case_that_is_no_longer_here_is_answered_for_by_its_file_and_the_checkpoints(
    who: People, case: CaseFile, bundle: Entries, tmp_path: Path
) -> None:
    """The checkpoint of the day before the last record was sealed knows how far the case had come."""
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        make(wait=True)
        taken(case, who.ben)
        copy = RecordCopy.objects.order_by("seq").last()
        assert copy
        with open_copy(copy) or BytesIO() as kept, ZipFile(kept) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        gone(case)
        assert answers(verdict_of(entries["record.pdf"])) == [YES, OPEN, YES, YES]
        assert answers(verdict_of(entries["record.pdf"] + b" ")) == [NO, NO, OPEN, OPEN]
        assert answers(told(entries, tmp_path)) == [YES, OPEN, YES, YES, YES]
        assert answers(verdict_of(bundle["record.pdf"])) == [YES, OPEN, YES, OPEN]


def gone(case: CaseFile) -> None:
    """Nothing of it is left in the tables that name cases by their chain."""
    with tampering() as hand:
        for table, column in (
            ("records_recordcopy", "case_id"), ("case_event", "case_id"), ("case_chain", "case_id"),
            ("cases_eventtext", "case_id"), ("cases_casefile", "id"),
        ):  # fmt: skip
            assert hand.execute(f"DELETE FROM {table} WHERE {column} = %s", [case.pk]).rowcount, table  # noqa: S608
