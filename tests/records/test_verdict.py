"""The public page and the command that check a record: four answers, to anybody, about any file."""

import hashlib
import logging
import re
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cases.models import CaseFile
from plans.states import PlanStatus
from records.heads.making import make
from records.making import make_next
from records.models import RecordCopy
from records.queries import open_copy
from records.sealing.seal import sealed
from records.states import Answer
from records.verdict import verdict_of
from tests.pages import text
from tests.roles import tampering
from tests.world import People, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.OPEN


@pytest.fixture
def case(who: People) -> CaseFile:
    return plan_in(PlanStatus.CLOSED, who).case


@pytest.fixture
def record(case: CaseFile) -> bytes:
    """The sealed record of a closed case, in the employee's view."""
    while make_next():
        pass
    kept = open_copy(RecordCopy.objects.get(part="subject"))
    assert kept
    with kept:
        content: bytes = kept.read()
    return content


@pytest.fixture
def blank() -> bytes:
    """A PDF that nobody sealed."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def answers(pdf: bytes) -> list[Answer]:
    """Of the seal, the naming, the chain and the checkpoint."""
    return [told.answer for told in verdict_of(pdf).answers]


def checked(pdf: bytes, query: str = "") -> str:
    """What the page says to somebody without an account."""
    response = Client().post(f"/verify/{query}", {"file": SimpleUploadedFile("record.pdf", pdf)})
    assert response.status_code == 200
    return text(response)


def test_a_record_is_good_and_the_next_checkpoint_stands_over_it(record: bytes) -> None:
    assert answers(record) == [YES, YES, YES, OPEN]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        make(wait=True)
        assert answers(record) == [YES, YES, YES, YES]
    assert "Nothing speaks against this file" in checked(record)


def test_each_thing_that_is_wrong_is_told_apart(record: bytes, blank: bytes) -> None:
    assert answers(record + b"\n") == [NO, NO, OPEN, OPEN]
    changed = bytearray(record)
    changed[len(record) // 3] ^= 1
    assert answers(bytes(changed)) == [NO, NO, OPEN, OPEN]
    assert answers(blank) == [NO, NO, OPEN, OPEN]
    assert "The file has no seal." in checked(blank)


@pytest.mark.tampers
def test_a_history_that_was_changed_is_told_by_its_first_event(case: CaseFile, record: bytes) -> None:
    with tampering() as hand:
        changed = "UPDATE case_event SET body = body || ' ' WHERE case_id = %s AND seq = 3"
        assert hand.execute(changed, [case.pk]).rowcount == 1
        assert answers(record) == [YES, YES, NO, OPEN]
        assert "Event 3 is the first that does not agree." in checked(record)


@pytest.mark.tampers
def test_a_row_that_says_more_than_the_history_names_nothing(record: bytes, blank: bytes) -> None:
    """Somebody sealed a file of their own with our key, and wrote it into the table."""
    theirs = sealed(blank).pdf
    with tampering() as hand:
        forged = [hashlib.sha256(theirs).hexdigest()]
        hand.execute("UPDATE records_recordcopy SET pdf_sha256 = %s WHERE part = 'subject'", forged)
        assert answers(theirs) == [YES, NO, OPEN, OPEN]


def test_the_code_on_paper_leads_to_what_was_sealed(record: bytes) -> None:
    head = RecordCopy.objects.get(part="subject").head
    said = text(Client().get(f"/verify/?head={head}"))
    assert "A record that ends with this hash was sealed on" in said
    assert "No record that ends with this hash" in text(Client().get(f"/verify/?head={'0' * 64}"))
    for junk in ("x", "%00", "<script>", "0" * 63):
        assert "ends with this hash" not in text(Client().get("/verify/", {"head": junk}))


def test_no_log_says_whom_the_certificate_in_somebodys_file_is_of() -> None:
    """PyHanko names them, where it trusts them not."""
    quiet = logging.getLogger("pyhanko.sign.validation.generic_cms")
    assert not quiet.isEnabledFor(logging.ERROR)


def test_nobody_reads_there_whom_a_record_is_about(record: bytes, case: CaseFile) -> None:
    said = checked(record)
    names = ("Ben", "Ada", "Cleo", case.reference, "Assembly")
    assert not [name for name in names if re.search(rf"\b{name}\b", said)]


LOOP = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1 /Prev 9>>\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize("content", [b"x", b"\0" * 1000])
def test_whatever_is_sent_is_answered(content: bytes) -> None:
    assert "cannot be read" in checked(content)
    assert "This is neither a PDF nor a zip" in checked(b"PK\x03\x04" + content)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", LOOP, b"%PDF-1.7\n" + b"[" * 1_000_000, b"%PDF-" + b"/ByteRange[" * 90_000]
)
def test_a_pdf_that_was_made_to_harm_is_answered_without_parsing_it(content: bytes) -> None:
    assert "The file has no seal." in checked(content)


def test_no_file_and_an_empty_one_are_asked_for_again() -> None:
    assert Client().post("/verify/").status_code == 422
    assert Client().post("/verify/", {"file": SimpleUploadedFile("empty.pdf", b"")}).status_code == 422
    assert Client().put("/verify/").status_code == 405


def test_guesses_are_few(settings: pytest.FixtureRequest) -> None:
    settings.VERIFY_TRIES = 2  # type: ignore[attr-defined]
    found = [Client(REMOTE_ADDR="192.0.2.99").post("/verify/", {}).status_code for _try in range(3)]
    assert found == [422, 422, 429]


def test_the_command_gives_the_same_answers(record: bytes, tmp_path: Path) -> None:
    file, out = tmp_path / "record.pdf", StringIO()
    file.write_bytes(record)
    call_command("verify", str(file), stdout=out)
    assert out.getvalue().count("Yes: ") == 3
    file.write_bytes(record + b" ")
    with pytest.raises(CommandError):
        call_command("verify", str(file), stdout=out)
    with pytest.raises(CommandError):
        call_command("verify", str(tmp_path / "nowhere.pdf"), stdout=out)
