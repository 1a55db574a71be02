"""Three readers that share no code agree on every sealed record: ours (pyHanko), poppler's pdfsig, and mutool.

Read by their words, never by their exit code: both programs end with 0 on a file that was tampered with. What each
says of files that were changed (pdfsig 22.12, mutool 1.21), measured here:

    change                      ours              pdfsig                            mutool
    none                        holds             valid, total document signed      unchanged since signing
    junk appended               larger            "valid", NOT total document       edits since signing
    page changed by an update   larger            "valid", NOT total document       edits since signing
    one bit flipped             broken            digest mismatch                   digest error
    bit in the seal's padding   holds             "valid", NOT total document       unchanged since signing
    seal taken off              missing           no signatures                     says nothing at all
    sealed with another key     unknown, no time  valid, total: asks for no trust   unchanged: trusts no one anyway

So "Signature is Valid" alone lets three of them through, and a reader has to look for "Total document signed" as well.
The padding is the room that was kept for the signature and not used: no seal covers it, in any PDF, and nothing that is
shown comes from it. That the file is another one, its SHA-256 in the chain tells (`records.verdict`).
Neither program can tell another organisation's seal from ours without our root: `-nocert` leaves trust out, and mutool
calls every root that it does not bring along an error. Who sealed it is our reader's to say, or one's own PDF viewer.
"""

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.test import override_settings

from cases.models import CaseFile
from people.models import User
from plans.states import PlanStatus
from records.actions import request_copy
from records.making import make_next
from records.models import RecordCopy
from records.queries import open_copy
from records.sealing.reading import SealFault, report_of
from records.sealing.seal import sealed
from tests.records.cases import chinese_case, finished_case
from tests.records.tampered import taken_off, updated
from tests.world import People, actor, plan_in

LEAST, PRINTED = 50, 10
PROGRAMS = {"pdfsig": "poppler-utils", "mutool": "mupdf-tools"}
SOON = 5  # seconds
WHOLE = (True, True, True)


def said_by(*command: str | Path) -> str:
    """Everything that a program says; its exit code is nobody's business."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(autouse=True)
def programs() -> None:
    """A missing program is a failure: without it nothing here would be shown."""
    for name, package in PROGRAMS.items():
        if not shutil.which(name):
            pytest.fail(f"{name} is missing: apt-get install {package}")


def ours(file: Path) -> bool:
    return report_of(file.read_bytes()).holds


def popplers(file: Path) -> bool:
    words = said_by("pdfsig", "-nocert", file)
    return "Signature is Valid." in words and "- Total document signed" in words and "Signature #2" not in words


def mutools(file: Path) -> bool:
    words = said_by("mutool", "sign", "-v", file)
    return words.count("Verifying signature") == 1 and "The document is unchanged since signing." in words


def read_by_all(file: Path) -> tuple[bool, bool, bool]:
    """Whether each of the three calls the file whole and unchanged."""
    return ours(file), popplers(file), mutools(file)


def blank(pages: int) -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page()
        pdf.docinfo["/Title"] = f"A record of {pages} pages"
        pdf.save(out)
    return out.getvalue()


def asked_in(case: CaseFile, *users: User, both: bool = False) -> None:
    for user in users:
        case.refresh_from_db()
        request_copy(case, by=actor(user), in_both_languages=both)


def printed(who: People) -> Iterator[bytes]:
    """Records of three cases, interim and final, in every view, in English, in Chinese and in both."""
    chinese, people = chinese_case()
    asked_in(chinese, people["manager"], both=True)
    ended = finished_case(who)
    asked_in(ended, who.ada)
    running = plan_in(PlanStatus.ACTIVE, who).case
    asked_in(running, who.ada, who.ben, who.cleo)
    asked_in(running, who.emil, both=True)
    while make_next():
        pass
    for copy in RecordCopy.objects.all():
        kept = open_copy(copy)
        assert kept
        with kept:
            yield kept.read()


def as_printed(record: bytes) -> bytes:
    """Before its seal, which was added at the end: it is sealed anew, at another time."""
    return record[: record.index(b"%%EOF") + len(b"%%EOF\n")]


@pytest.mark.django_db
@pytest.mark.usefixtures("after_the_plan")
def test_three_readers_agree_on_every_record(who: People, tmp_path: Path) -> None:
    records = list(printed(who))
    assert len(records) == PRINTED
    records += [sealed(as_printed(records[number % PRINTED])).pdf for number in range(LEAST + 1 - PRINTED)]
    wrong = {}
    for number, record in enumerate(records):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(record)
        if (found := read_by_all(file)) != WHOLE:
            wrong[number] = found
    began = time.perf_counter()
    assert report_of(updated(records[0])).faults == [SealFault.LARGER]
    assert time.perf_counter() - began < SOON  # whoever looks into the update of a tagged record needs minutes
    assert len({*records}) == len(records) > LEAST
    assert wrong == {}


# What was tampered with ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def record() -> bytes:
    return sealed(blank(2)).pdf


def one_bit_flipped(record: bytes, *, within: tuple[int, int]) -> bytes:
    changed = bytearray(record)
    changed[random.Random(11).randrange(*within)] ^= 1
    return bytes(changed)


def with_another_key(record: bytes, folder: Path) -> bytes:
    with override_settings(VAR=folder):
        return sealed(taken_off(record)).pdf


def test_what_each_reader_finds_of_a_file_that_was_changed(record: bytes, tmp_path: Path) -> None:
    contents, padding = record.index(b"/Contents"), record.rindex(b">", 0, record.rindex(b"/ByteRange"))
    changed = {
        "whole": record,
        "junk": record + b"\n% and one more thing",
        "update": updated(record),
        "flip": one_bit_flipped(record, within=(16, contents)),
        "padding": one_bit_flipped(record, within=(padding - 1000, padding)),
        "off": taken_off(record),
        "key": with_another_key(record, tmp_path),
    }
    found = {}
    for name, content in changed.items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        found[name] = read_by_all(file)
    nobody = (False, False, False)
    assert found == {
        "whole": WHOLE, "junk": nobody, "update": nobody, "flip": nobody, "off": nobody,
        "padding": (True, False, True),  # no seal covers it; the chain names the whole file
        "key": (False, True, True),  # neither of the two has our root, so neither can know
    }  # fmt: skip


def test_valid_alone_is_not_enough_to_ask_poppler_for(record: bytes, tmp_path: Path) -> None:
    for content in (record + b"\n%", updated(record)):
        file = tmp_path / "changed.pdf"
        file.write_bytes(content)
        words = said_by("pdfsig", "-nocert", file)
        assert "Signature Validation: Signature is Valid." in words
        assert "Not total document signed" in words
