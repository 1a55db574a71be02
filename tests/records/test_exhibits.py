"""The book of exhibits: in which order, under which numbers, on which pages, and for whose eyes (R38)."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pikepdf
import pytest

from cases.actions import add_comment
from cases.files.store import remove
from cases.models import StoredFile
from people.models import User
from plans.models import Plan
from records.actions import request_copy
from records.exhibits import Exhibits, exhibits_of
from records.exhibits.states import Hindrance
from records.sealing.reading import report_of
from records.sealing.seal import sealed
from records.states import CopyKind
from tests import world
from tests.cases.files import making
from tests.records.cases import asked_for, chinese_case
from tests.records.everything import HR_ONLY, closed
from tests.records.exhibits import book_of, paged, places_in, with_exhibits, words_on, write
from tests.records.processes import elsewhere
from tests.records.reading import misread
from tests.records.test_interim import marked
from tests.world import People, actor

pytestmark = pytest.mark.usefixtures("after_the_plan")
A4 = (595, 842)
STANDARD = paged(A4, A4, A4)
FILES = {
    "standard.pdf": STANDARD,
    "letter.docx": making.office("docx"),
    "会议纪要 minutes.txt": "会议纪要：扭矩顺序。\n\tAgreed.\n\U0001f600".encode(),
}
DELIVERED = {"the standard once more.pdf": STANDARD, "bill.png": making.picture("png", (400, 300))}
HANDED_IN = {**FILES, **DELIVERED}
NAMES = ["standard.pdf", "letter.docx", "会议纪要 minutes.txt", "bill.png"]  # in their order


@pytest.fixture
def plan(who: People) -> Plan:
    return with_exhibits(who, FILES, DELIVERED)


@dataclass(frozen=True)
class Read:
    """A book, as somebody reads it: its pages' words, and on which page each named place is."""

    reference: str
    book: Exhibits

    @cached_property
    def words(self) -> list[str]:
        return words_on(self.book.pdf)

    @cached_property
    def places(self) -> dict[str, int]:
        return places_in(self.book.pdf)

    def on(self, place: str) -> str:
        return self.words[self.places[place] - 1]

    def between(self, first: str, last: str) -> str:
        return " ".join(self.words[self.places[first] - 1 : self.places[last] - 1])


def read_by(user: User, plan: Plan) -> Read:
    return Read(plan.case.reference, book_of(plan, user))


@pytest.fixture(scope="module")
def made() -> list[Read]:
    return []


@pytest.fixture
def read(made: list[Read], request: pytest.FixtureRequest) -> Read:
    """Ben's book, made once: it is bytes, and stays what it is."""
    if not made:
        made.append(read_by(request.getfixturevalue("who").ben, request.getfixturevalue("plan")))
    return made[0]


def test_each_content_is_one_exhibit_numbered_as_it_was_handed_in(read: Read) -> None:
    for number, name in enumerate(NAMES, start=1):
        assert f"Exhibit {number} {name}" in read.on(f"exhibit-{number}")
        assert hashlib.sha256(HANDED_IN[name]).hexdigest() in read.on(f"exhibit-{number}")
    assert f"exhibit-{len(NAMES) + 1}" not in read.places
    assert "the standard once more.pdf" in read.on("exhibit-1")
    index = read.between("index", "exhibit-1")
    assert index.index("the standard once more.pdf") < index.index("letter.docx")


def test_the_index_says_on_which_page_each_begins_and_where_its_file_is(read: Read) -> None:
    entry = r"SHA-256 ([0-9a-f ]{64,70}) (files/[0-9a-f]{16}\.\w+) .*?Event \d+ (\d{1,3}|–) (\d{1,3})(?= |$)"
    found = re.findall(entry, read.between("index", "exhibit-1"))
    assert [pages for _digest, _place, pages, _first in found] == ["3", "–", "1", "1"]
    for number, (digest, place, pages, first) in enumerate(found, start=1):
        sha256, name = digest.replace(" ", ""), NAMES[number - 1]
        assert sha256 == hashlib.sha256(HANDED_IN[name]).hexdigest()
        assert place == f"files/{sha256[:16]}.{name.rpartition('.')[2]}"
        assert f"Exhibit {number} {name}" in read.words[int(first) - 1]
        last = int(first) + (0 if pages == "–" else int(pages))
        assert last == read.book.pages or f"Exhibit {number + 1} " in read.words[last]


def test_the_chronology_leads_to_what_each_event_brought(read: Read) -> None:
    """By numbers for whoever reads on paper, and by links."""
    table = read.between("chronology", "index")
    standard, letter, minutes, bill = (f"{number} ({read.places[f'exhibit-{number}']})" for number in (1, 2, 3, 4))
    version = re.escape(f"{standard}, {letter}, {minutes}")
    assert re.search(r"submitted version 2 of the plan to HR\..{0,40}" + version, table)
    assert re.search(r"a resource the company committed.*" + re.escape(f"{standard}, {bill}"), table)
    assert table.count(f"{standard}") == 2
    assert "Feb. 27, 2026 10:00:00 +01:00" in table
    with pikepdf.open(BytesIO(read.book.pdf)) as document:
        pages = document.pages[read.places["chronology"] - 1 : read.places["index"] - 1]
        leads = {str(link.Dest) for page in pages for link in page.obj.get("/Annots", ()) if "/Dest" in link}
    assert {f"exhibit-{number}" for number in (1, 2, 3, 4)} <= leads


def test_every_page_of_an_exhibit_bears_its_stamp_and_every_page_its_number(read: Read) -> None:
    for number, count in ((1, 3), (3, 1), (4, 1)):
        for place in range(1, count + 1):
            page = read.places[f"exhibit-{number}-page-{place}"]
            assert page == read.places[f"exhibit-{number}"] + place
            stamp = f"Exhibit {number} · {place} / {count} · {read.reference} Page {page} of {read.book.pages}"
            assert stamp in read.words[page - 1]
    assert len(read.words) == read.book.pages
    assert all(f"Page {number} of {len(read.words)}" in said for number, said in enumerate(read.words, start=1))
    assert all(read.reference in said for said in read.words)
    assert "w3" in read.on("exhibit-1-page-3")
    assert "会议纪要：扭矩顺序。" in read.on("exhibit-3-page-1")
    assert "[U+1F600]" in read.on("exhibit-3-page-1")
    assert "[U+1F600] GRINNING FACE" in read.on("exhibit-3")


def test_r38_nobody_reads_in_it_what_the_pages_keep_from_them(who: People, plan: Plan) -> None:
    add_comment(plan.case, by=actor(who.cleo), text=f"{HR_ONLY}: among us.", topic="plan", among_hr=True)
    mine, theirs = (" ".join(read_by(user, plan).words) for user in (who.ben, who.cleo))
    assert HR_ONLY not in mine
    assert hashlib.sha256(f"{HR_ONLY}: returned.".encode()).hexdigest()[:16] not in mine
    assert theirs.count(f"{HR_ONLY}: returned.") == 1
    assert "Exhibit 1 HR ONLY.txt" in theirs
    assert "View of: Employee" in mine


def test_what_only_a_draft_names_is_its_drafters_and_says_so(who: People) -> None:
    with world.in_time():
        plan = world.drafted(who)
        write(plan, who, {"a.pdf": paged(A4)})
    assert "named in a draft, by no event yet" in read_by(who.ada, plan).between("index", "exhibit-1")
    assert "No file of this case is open to this view." in read_by(who.cleo, plan).on("index")


def test_what_is_gone_or_has_no_pages_is_told_on_its_slip_sheet(who: People, plan: Plan) -> None:
    remove(StoredFile.objects.get(name="bill.png").key)
    read = read_by(who.ben, plan)
    told = [(row.number, row.name, row.hindrance) for row in read.book.left_out]
    assert told == [(2, "letter.docx", Hindrance.KIND), (4, "bill.png", Hindrance.GONE)]
    slips = [read.on(f"exhibit-{number}") for number in (2, 4)]
    assert "is in the bundle, unchanged" in slips[0]
    assert "not in the bundle" in slips[1]
    assert "files/" not in slips[1]


def test_an_interim_copy_says_so_on_every_printed_page(read: Read, who: People, plan: Plan) -> None:
    """The pages of exhibits are shown as they are."""
    sheets = {page for name, page in read.places.items() if "-page-" in name}
    assert [number not in sheets for number in range(1, read.book.pages + 1)] == marked(read.book.pdf)
    closed(plan, who)
    assert not any(marked(book_of(plan, who.ben).pdf))


def test_one_finds_ones_way_by_bookmarks_and_by_ear(read: Read) -> None:
    with pikepdf.open(BytesIO(read.book.pdf)) as document, document.open_outline() as outline:
        titles = [row.title for row in outline.root]
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "en"
        assert str(document.docinfo.Title) == f"Chronology and exhibits of case {read.reference}"
        assert "/OutputIntents" not in document.Root  # it claims to be no PDF/A: it shows pages of others
    told = [f"Exhibit {number} · {name}" for number, name in enumerate(NAMES, start=1)]
    assert titles == ["Chronology", "Exhibit index", *told]


def test_it_can_be_sealed(read: Read) -> None:
    assert report_of(sealed(read.book.pdf).pdf).holds


def test_a_long_chronology_is_divided_by_months(who: People, plan: Plan) -> None:
    for number in range(30):
        add_comment(plan.case, by=actor(who.ben), text=f"Question {number}", topic="plan")
    read = read_by(who.ben, plan)
    pages = read.words[read.places["chronology"] - 1 : read.places["index"] - 1]
    assert len(pages) > 1
    assert all("What happened Exhibit (page)" in page for page in pages)
    assert "February 2026" in pages[0]
    assert "May 2026" in " ".join(pages)


def test_both_languages_share_one_book(who: People, plan: Plan) -> None:
    copy = request_copy(plan.case, by=actor(who.ben), kind=CopyKind.EVERYTHING, in_both_languages=True)
    read = Read(plan.case.reference, exhibits_of(copy))
    assert "2026年2月27日" in read.on("chronology")
    assert "Feb. 27, 2026" in read.on("chronology")
    assert f"Exhibit 1 · 1 / 3 · {read.reference} Page" in read.on("exhibit-1-page-1")
    assert [name for number, name in enumerate(NAMES, start=1) if name not in read.on(f"exhibit-{number}")] == []


def test_a_chinese_case_has_a_chinese_book(db: None) -> None:
    case, people = chinese_case()
    read = Read(case.reference, exhibits_of(asked_for(case, people["subject"])))
    assert "李娜 发起了案件。" in read.on("chronology")
    assert f"第 2 页，共 {len(read.words)} 页" in read.on("chronology")
    assert misread(read.book.pdf, pages=[read.places["chronology"] - 1]) < 0.05


ELSEWHERE = """
import hashlib, django
django.setup()
from records.exhibits import exhibits_of
from records.models import RecordCopy
print(hashlib.sha256(exhibits_of(RecordCopy.objects.get()).pdf).hexdigest())
"""


@pytest.mark.django_db(transaction=True)
def test_the_same_copy_gives_the_same_bytes_in_processes_that_have_nothing_in_common(who: People) -> None:
    plan = with_exhibits(who, FILES, DELIVERED)
    request_copy(plan.case, by=actor(who.ben), kind=CopyKind.EVERYTHING)
    theirs = [
        elsewhere(ELSEWHERE, TZ=zone, PYTHONHASHSEED=seed, LANG=lang, LC_ALL=lang, SOURCE_DATE_EPOCH=seed)
        for zone, seed, lang in (("UTC", "1", "C"), ("Asia/Tokyo", "2", "zh_CN.UTF-8"))
    ]
    (digest,) = {process.communicate()[0].decode().strip() for process in theirs}
    assert re.fullmatch("[0-9a-f]{64}", digest)
