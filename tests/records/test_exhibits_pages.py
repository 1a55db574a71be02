"""The pages of exhibits: whole, upright, stamped beside and not upon what they show; and files that mean harm."""

import json
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageFilter

from cases.files.store import put
from cases.models import StoredFile
from records.child import Limits, run
from records.exhibits import pages, showing
from records.exhibits.listing import Exhibit, HandedIn
from records.exhibits.showing import Shown
from records.exhibits.stamper import sheet_for
from records.exhibits.states import Hindrance
from tests.cases.files import making
from tests.records.exhibits import as_it_came, book_of, paged, places_in, saved, with_exhibits
from tests.world import People

A4 = (595.0, 842.0)
GREY = (204, 204, 204)
ODD = {
    "upright.pdf": (paged(A4), (595, 842), "right lower"),
    "quarter turn.pdf": (paged(A4, Rotate=90), (842, 595), "left lower"),
    "half turn.pdf": (paged(A4, Rotate=180), (595, 842), "left upper"),
    "three quarters.pdf": (paged(A4, Rotate=270), (842, 595), "right upper"),
    "off the origin.pdf": (
        paged(A4, MediaBox=Array([-50, 100, 545, 942]), CropBox=Array([0, 200, 400, 800]), Rotate=90),
        (600, 400),
        "left lower",
    ),
    "cut by a printer.pdf": (paged(A4, TrimBox=Array([200, 200, 300, 300])), (595, 842), "right lower"),
    "landscape.pdf": (paged((842, 595)), (842, 595), "right lower"),
    "a3.pdf": (paged((1191, 842)), (1191, 842), "right lower"),
    "in double units.pdf": (paged((300, 400), UserUnit=2), (600, 800), "right lower"),
    "a receipt.pdf": (paged((160, 60)), (283, 283), "right lower"),
}


@pytest.mark.usefixtures("after_the_plan")
def test_pages_keep_their_size_and_side_and_the_stamp_covers_nothing(who: People) -> None:
    plan = with_exhibits(who, {name: content for name, (content, _size, _corner) in ODD.items()})
    book = book_of(plan, who.ben)
    assert book.left_out == []
    places = places_in(book.pdf)
    with pypdfium2.PdfDocument(book.pdf) as document:
        for number, (name, (_content, size, corner)) in enumerate(ODD.items(), start=1):
            page = document[places[f"exhibit-{number}-page-1"] - 1]
            assert page.get_size() == pytest.approx(size, abs=0.5), name
            grey = grey_in(page)
            assert where("w1", page, grey) == corner, name
            left, bottom, right, top = box_of(f"Exhibit {number}", page)
            assert top < grey[1], name  # below the page's own lowest line
            assert 0 < left < right < size[0], name
            assert bottom > 0, name
            assert grey[2] - grey[0] > 0.9 * min(size[0], 160), name


def grey_in(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Where the paper of the exhibit's own page lies: left, bottom, right, top in points."""
    picture = page.render(scale=1).to_pil().convert("RGB")
    mask = Image.eval(picture.convert("L"), lambda light: 255 if light == GREY[0] else 0)
    box = mask.filter(ImageFilter.MinFilter(9)).filter(ImageFilter.MaxFilter(9)).getbbox()  # no edges of letters
    assert box is not None
    left, upper, right, lower = box
    return left, picture.height - lower, right, picture.height - upper


def box_of(words: str, page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found is not None, words
    boxes = [text.get_charbox(found[0] + place) for place in range(found[1])]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def where(words: str, page: pypdfium2.PdfPage, paper: tuple[float, float, float, float]) -> str:
    left, bottom, right, top = box_of(words, page)
    middle = (paper[0] + paper[2]) / 2, (paper[1] + paper[3]) / 2
    across = "left" if (left + right) / 2 < middle[0] else "right"
    return f"{across} {'lower' if (bottom + top) / 2 < middle[1] else 'upper'}"


@pytest.mark.parametrize("size", [(595, 842), (842, 595), (120, 60), (20, 14400), (50_000, 30_000)])
def test_a_sheet_has_room_for_page_and_stamp(size: tuple[float, float]) -> None:
    sheet = sheet_for(*size)
    scale, right, up = sheet.place(*size)
    assert 283 <= min(sheet.width, sheet.height) <= max(sheet.width, sheet.height) <= 14400
    assert right >= 0
    assert right + scale * size[0] <= sheet.width + 0.01
    assert up >= sheet.strip - 0.01 >= 2 * sheet.letters
    assert up + scale * size[1] <= sheet.height + 0.01


def prepared(kind: str, content: bytes) -> tuple[list[list[float]], bytes]:
    said = run(pages.__file__, kind, files={"": content}, limits=Limits(wall=30, cpu=20))
    sizes, _newline, pdf = said.partition(b"\n")
    return json.loads(sizes), pdf


def lively() -> bytes:
    """A PDF with a field, a stamp, a note that is hidden, a layer that is not shown, scripts, links and files."""
    with pikepdf.open(BytesIO(paged(A4))) as pdf:
        page = pdf.pages[0]

        def drawing(colour: str) -> pikepdf.Stream:
            keys = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 50]))
            keys.AF = Array([Dictionary(Type=Name.Filespec, EF=Dictionary(F=pdf.make_stream(b"harm")))])
            return pdf.make_stream(f"{colour} rg 0 0 100 50 re f".encode(), keys)

        def note(kind: str, y: int, colour: str, **keys: Any) -> Dictionary:
            look = Dictionary(N=drawing(colour))
            return pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=[100, y, 200, y + 50], AP=look, F=4, **keys)
            )

        field = note("/Widget", 600, "1 0 0", FT=Name.Tx, T=String("name"), V=String("x"))
        field.AA = Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
        link.A = Dictionary(S=Name.URI, URI=String("http://127.0.0.1/"))
        page.obj.Annots = Array([field, note("/Stamp", 500, "0 1 0"), note("/Text", 400, "0 0 1"), link])
        page.obj.Annots[2].F = 2  # hidden
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        page.obj.Resources.Properties = Dictionary(
            L=layer, X=Dictionary(AF=Array([Dictionary(EF=Dictionary(F=pdf.make_stream(b"harm")))]))
        )
        page.contents_add(b"/OC /L BDC 0 0 1 rg 300 300 100 100 re f EMC /X /X BDC EMC")
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.attachments["harm.txt"] = b"harm"
        return saved(pdf)


def test_what_draws_is_seen_and_nothing_acts() -> None:
    sizes, pdf = prepared("pdf", lively())
    assert sizes == [[595, 842]]
    with pikepdf.open(BytesIO(pdf)) as document:
        keys = {str(key) for thing in document.objects for key in getattr(thing, "keys", list)()}
        forbidden = {"/JS", "/AA", "/A", "/AF", "/EF", "/OpenAction", "/AcroForm", "/Annots", "/EmbeddedFiles", "/URI"}
        assert not keys & forbidden
    assert b"harm" not in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    colours = [picture.getpixel((150, 842 - y)) for y in (625, 525, 425)]
    assert colours == [(255, 0, 0), (0, 255, 0), GREY]  # the field and the stamp; the note was hidden
    assert picture.getpixel((350, 842 - 350)) == GREY  # and so was the layer


def test_a_hidden_layer_stays_hidden_in_the_book(who: People, after_the_plan: object) -> None:
    plan = with_exhibits(who, {"lively.pdf": lively(), "also.pdf": lively() + b"\n"})
    book = book_of(plan, who.ben)
    with pypdfium2.PdfDocument(book.pdf) as document:
        for number in (1, 2):
            page = document[places_in(book.pdf)[f"exhibit-{number}-page-1"] - 1]
            colours = {colour for _count, colour in page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 20)}
            assert (255, 0, 0) in colours
            assert (0, 0, 255) not in colours


@pytest.mark.parametrize(
    ("kind", "mode"), [("png", "RGB"), ("png", "RGBA"), ("png", "L"), ("png", "P"), ("jpeg", "RGB"), ("webp", "RGB")]
)
def test_a_picture_looks_as_it_did(kind: str, mode: str) -> None:
    """Red on the left, blue on the right (unless that is clear), in the middle of an A4 page that lies."""
    content = red_and_blue(kind, mode)
    _sizes, pdf = prepared("jpg" if kind == "jpeg" else kind, content)
    with pypdfium2.PdfDocument(pdf) as document:
        shown = document[0].render(scale=1).to_pil().convert("RGB")
    assert shown.size == (842, 596)
    original = Image.open(BytesIO(content)).convert("RGBA")
    expected = Image.alpha_composite(Image.new("RGBA", original.size, "white"), original).convert("RGB")
    for place in ((150, 150), (450, 150)):
        there = shown.getpixel((place[0] + (842 - 600) // 2, place[1] + (596 - 300) // 2))
        assert there == pytest.approx(expected.getpixel(place), abs=6)
    assert shown.getpixel((5, 5)) == (255, 255, 255)


def red_and_blue(kind: str, mode: str) -> bytes:
    picture = Image.open(BytesIO(making.picture("png", (600, 300)))).convert(mode)
    if mode == "RGBA":
        picture.paste((0, 0, 255, 0), (300, 0, 600, 300))
    target = BytesIO()
    picture.save(target, kind)
    return target.getvalue()


def encrypted(owner: str, user: str) -> bytes:
    with pikepdf.open(BytesIO(paged(A4))) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner=owner, user=user))


def content_bomb() -> bytes:
    """One page whose content unpacks to 600 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(b" " * 2**20) for _ in range(600)), packer.flush()])
    with pikepdf.open(BytesIO(paged(A4))) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(packed, Dictionary(Filter=Name.FlateDecode))
        return saved(pdf, compress_streams=False)


def packed_twice() -> bytes:
    with pikepdf.open(BytesIO(paged(A4))) as pdf:
        content = zlib.compress(zlib.compress(b"0 g"))
        pdf.pages[0].obj.Contents = pdf.make_stream(
            content, Dictionary(Filter=Array([Name.FlateDecode, Name.FlateDecode]))
        )
        return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def with_loop() -> bytes:
    """A tree of pages that contains itself."""
    with pikepdf.open(BytesIO(paged(A4))) as pdf:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        return saved(pdf)


def cut() -> bytes:
    whole = paged(A4, A4)
    return whole[: len(whole) // 2]


def without_pages() -> bytes:
    with pikepdf.new() as pdf:
        return saved(pdf)


def of_no_size() -> bytes:
    return paged(A4, MediaBox=Array([0, 0, 0, 0]))


HOSTILE: dict[str, tuple[str, Callable[[], bytes], set[Hindrance]]] = {
    "locked": ("pdf", lambda: encrypted("owner", "user"), {Hindrance.ENCRYPTED}),
    "locked for its owner": ("pdf", lambda: encrypted("owner", ""), {Hindrance.ENCRYPTED}),
    "cut off": ("pdf", cut, {Hindrance.UNREADABLE}),
    "nothing": ("pdf", lambda: b"%PDF-1.7\n", {Hindrance.UNREADABLE}),
    "no pages": ("pdf", without_pages, {Hindrance.UNREADABLE}),
    "no size": ("pdf", of_no_size, {Hindrance.UNREADABLE}),
    "a loop": ("pdf", with_loop, {Hindrance.UNREADABLE}),
    "10,000 pages": ("pdf", lambda: making.pdf(10_000), {Hindrance.TOO_LARGE}),
    "objects that unpack": ("pdf", making.packed_bomb, {Hindrance.TOO_LARGE, Hindrance.UNREADABLE}),
    "content that unpacks": ("pdf", content_bomb, {Hindrance.TOO_LARGE}),
    "packed twice": ("pdf", packed_twice, {Hindrance.TOO_LARGE}),
    "a huge picture": ("png", lambda: making.huge_png(60_000, 60_000), {Hindrance.TOO_LARGE}),
    "half a picture": ("jpg", lambda: making.picture("jpeg", (600, 300))[:900], {Hindrance.UNREADABLE}),
    "no picture": ("webp", lambda: b"RIFF", {Hindrance.UNREADABLE}),
    "no text": ("txt", lambda: b"\xff\xfe\xfa", {Hindrance.UNREADABLE}),
    "a long text": ("txt", lambda: b"word " * 100_000, {Hindrance.TOO_LARGE}),
    "many lines": ("txt", lambda: b"\n" * 20_000, {Hindrance.TOO_LARGE}),
    "signs without a glyph": ("txt", lambda: "\U0001f600".encode() * 100_000, {Hindrance.TOO_LARGE}),
}


def shown(kind: str, content: bytes) -> Shown:
    file = as_it_came(f"x.{kind}", content)
    stored = StoredFile(name=file.name, sha256=file.sha256, size=file.size)
    put(stored.key, content)
    (found,) = showing.shown_in_order([Exhibit(1, (HandedIn(stored, None),))], "en")
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_gets_a_slip_sheet_and_no_more(name: str) -> None:
    kind, make, expected = HOSTILE[name]
    found = shown(kind, make())
    assert found.hindrance in expected
    assert (found.sheets, found.pdf) == ((), b"")


def test_a_hostile_file_spoils_no_other(who: People, after_the_plan: object) -> None:
    plan = with_exhibits(who, {"bad.pdf": cut(), "good.pdf": paged(A4), "worse.png": making.huge_png(60_000, 60_000)})
    book = book_of(plan, who.ben)
    assert [(row.number, row.hindrance) for row in book.left_out] == [
        (1, Hindrance.UNREADABLE),
        (3, Hindrance.TOO_LARGE),
    ]
    assert "exhibit-2-page-1" in places_in(book.pdf)


def test_no_more_is_printed_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes after an exhibit that is left out may fit again."""
    monkeypatch.setattr(showing, "MOST_SHEETS", 3)
    rows = [Shown(Exhibit(number, ()), sheets=(sheet_for(*A4),) * count) for number, count in enumerate((2, 2, 1), 1)]
    fitting = list(showing._those_that_fit(rows))
    assert [row.hindrance for row in fitting] == [None, Hindrance.TOO_MANY, None]
    assert [len(row.sheets) for row in fitting] == [2, 0, 1]
