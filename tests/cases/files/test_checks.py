"""What a file must be, kind by kind: one that is taken, and a table of what is not and what is said then."""

import codecs
import hashlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from cases.files.apart import Limits, opened_apart
from cases.files.checks import checked
from cases.files.kinds import KINDS
from cases.files.opener import opened
from cases.files.refused import Refused
from cases.files.words import WORDS
from tests.cases.files import making
from tests.cases.files.making import action, office, on_a_page, pdf, picture, relation, upload, zipped

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
JS = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def test_every_kind_is_taken() -> None:
    for ending, content in making.good().items():
        found = checked(upload(f"Evidence.{ending.upper()}", content))
        assert found.content_type == KINDS[found.kind].content_type
        assert found.sha256 == hashlib.sha256(found.content).hexdigest()
        assert found.size == len(found.content) > 0
        assert found.name == f"Evidence.{ending.upper()}"
        assert (found.content == content) == (KINDS[found.kind].opener != "pictures")


SAID = [  # ending, content, the beginning of what is said
    ("svg", lambda: SVG, "Files of this kind cannot be kept. Hand in one of these: pdf, png, jpg, webp, docx,"),
    ("html", lambda: HTML, "Files of this kind cannot be kept."),
    ("exe", lambda: b"MZ", "Files of this kind cannot be kept."),
    ("docm", lambda: office("docx"), "Files of this kind cannot be kept."),
    ("gif", lambda: picture("GIF"), "Files of this kind cannot be kept."),
    ("pdf", lambda: b"", "This file is empty."),
    ("pdf", lambda: b"%PDF-" + bytes(10 * 1024 * 1024), "This file is too large: the most is 10.0\xa0MB."),
    ("pdf", lambda: picture("PNG"), "This file is called .pdf but is none."),
    ("png", pdf, "This file is called .png but is none."),
    ("png", lambda: picture("JPEG"), "This file is called .png but is none."),
    ("jpg", lambda: SVG, "This file is called .jpg but is none."),
    ("docx", lambda: office("xlsx"), "This file is called .docx but is none."),
    ("pdf", lambda: pdf(save={"encryption": pikepdf.Encryption(owner="o", user="u")}), "Encrypted documents cannot be"),
    ("pdf", lambda: on_a_page(A=JS), "This PDF holds a script."),
    ("docx", lambda: office("docx", {"word/vbaProject.bin": b"x"}), "It holds macros; save it without and try again."),
    ("docx", lambda: OLE, "This file has a password or is of the older Word or Excel format. Save it as .docx"),
    ("txt", lambda: b"a\0b", "This file is not plain text."),
]  # fmt: skip


@pytest.mark.parametrize(("ending", "made", "said"), SAID)
def test_what_is_said_of_a_file_that_is_not_taken(ending: str, made: Callable[[], bytes], said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        checked(upload(f"evidence.{ending}", made()))
    assert refusal.value.messages[0].startswith(said)


def test_a_file_without_an_ending_is_not_taken() -> None:
    for name in ("pdf", "", ".", "evidence.", "evidence.pdf/"):
        with pytest.raises(ValidationError, match="Files of this kind"):
            checked(upload(name, pdf()))


def refusal(kind: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        opened(kind, content)
    assert refused.value.code in WORDS
    return refused.value.code


ATTACHED = pikepdf.Dictionary(Names=pikepdf.Array([]))
PDFS = [
    (lambda: pdf(save={"encryption": pikepdf.Encryption(owner="o", user="")}), "encrypted"),  # opens without asking
    (lambda: pdf(OpenAction=action("URI", URI="https://example.com")), "acts"),
    (lambda: pdf(OpenAction=action("GoTo", Next=action("URI", URI="https://example.com"))), "acts"),
    (lambda: pdf(AA=pikepdf.Dictionary(WC=action("URI", URI="https://example.com"))), "acts"),
    (lambda: pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", JS])))), "script"),
    (lambda: pdf(Names=pikepdf.Dictionary(EmbeddedFiles=ATTACHED)), "attached"),
    (lambda: pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.Array([]))), "script"),
    (lambda: pdf(OpenAction=JS), "acts"),
    (lambda: on_a_page(A=action("Launch", F="calc.exe")), "acts"),
    (lambda: on_a_page(A=action("SubmitForm", F="https://example.com")), "acts"),
    (lambda: on_a_page(A=action("URI", URI="https://example.com", Next=action("Launch", F="calc.exe"))), "acts"),
    (lambda: on_a_page(A=action("GoToR", F="//server/share")), "acts"),
    (lambda: on_a_page(Subtype=pikepdf.Name.FileAttachment), "attached"),
    (lambda: on_a_page(Subtype=pikepdf.Name.RichMedia), "media"),
    (making.with_attachment, "attached"),
    (lambda: pdf(0), "damaged"),
    (lambda: pdf(501), "pages"),
    (lambda: pdf()[:-40], "damaged"),
    (lambda: pdf() + zipped({"x": "y"}), "damaged"),  # a PDF to one program, a zip to another
    (lambda: b"\n" + pdf(), "not_one"),
    (lambda: b"%PDF-1.7 nothing else %%EOF", "damaged"),
]


@pytest.mark.parametrize(("made", "code"), PDFS)
def test_a_pdf_that_acts_or_hides_something(made: Callable[[], bytes], code: str) -> None:
    assert refusal("pdf", made()) == code


def test_a_pdf_with_links_and_a_first_page_to_show_is_an_ordinary_one() -> None:
    shown = pdf(OpenAction=action("GoTo", D=pikepdf.Array([0, pikepdf.Name.Fit])))
    linked = on_a_page(Subtype=pikepdf.Name.Link, A=action("URI", URI="https://example.com"))
    packed = pdf(3, save={"object_stream_mode": pikepdf.ObjectStreamMode.generate})
    for content in (shown, linked, packed, pdf(500)):
        assert opened("pdf", content) == content


PICTURES = [
    ("png", lambda: making.huge_png(40_001, 1000), "pixels"),
    ("png", lambda: making.huge_png(2**31 - 1, 2**31 - 1), "pixels"),
    ("png", lambda: making.huge_png(30_000, 1300), "damaged"),  # within the limit, and most rows missing
    ("png", lambda: making.moving("PNG"), "moves"),
    ("webp", lambda: making.moving("WEBP"), "moves"),
    ("png", lambda: picture("PNG")[:60], "damaged"),
    ("jpg", lambda: picture("JPEG", (400, 400))[:900], "damaged"),
    ("webp", lambda: picture("WEBP")[:30], "damaged"),
]


@pytest.mark.parametrize(("kind", "made", "code"), PICTURES)
def test_a_picture_that_is_too_much(kind: str, made: Callable[[], bytes], code: str) -> None:
    assert refusal(kind, made()) in (code, "not_one" if code == "damaged" else code)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_of_a_photograph_only_what_one_sees_is_kept(orientation: int) -> None:
    kept = opened("jpg", making.photograph(orientation))
    image = Image.open(BytesIO(kept))
    assert dict(image.getexif()) == {}
    assert b"Xylophon" not in kept
    assert image.size == ((20, 40) if orientation in (6, 8) else (40, 20))
    red_is_at = {1: (2, 2), 3: (37, 17), 6: (10, 2), 8: (10, 37)}[orientation]
    red, _green, blue = image.convert("RGB").getpixel(red_is_at)  # type: ignore[misc]
    assert red > 200
    assert blue < 100


def test_what_stands_behind_a_picture_goes() -> None:
    for kind, form in (("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")):
        assert b"<script>" not in opened(kind, picture(form) + HTML)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_picture_of_any_depth_stays_a_picture(mode: str) -> None:
    kept = Image.open(BytesIO(opened("png", picture("PNG", mode=mode))))
    assert (kept.format, kept.size) == ("PNG", (40, 20))


def test_a_printers_picture_is_kept_in_colours_of_a_screen() -> None:
    assert Image.open(BytesIO(opened("jpg", picture("JPEG", mode="CMYK")))).mode == "RGB"


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACROS = '<Override PartName="/word/x.xml" ContentType="application/vnd.ms-office.vbaProject"/>'
TEMPLATE, LINKED, HTML_PART = "attachedTemplate", "externalLinkPath", "aFChunk"
OFFICE = [
    ("docx", lambda: office("docx", main_type=MACRO_TYPE), "macros"),
    ("docx", lambda: office("docx", types=MACROS), "macros"),
    ("xlsx", lambda: office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
    ("docx", lambda: office("docx", {"word/activeX/activeX1.bin": b"x"}), "macros"),
    ("docx", lambda: office("docx", leads=relation(TEMPLATE, "https://example.com/t.dotm", "External")), "elsewhere"),
    ("docx", lambda: office("docx", leads=relation(TEMPLATE, "file://///server/t.dotm", "External")), "elsewhere"),
    ("docx", lambda: office("docx", leads=relation("image", "https://example.com/i.png", "External")), "elsewhere"),
    ("xlsx", lambda: office("xlsx", leads=relation(LINKED, "file:///C:/b.xlsx", "External")), "elsewhere"),
    ("docx", lambda: office("docx", leads=relation(HTML_PART, "x.html")), "objects"),
    ("docx", lambda: office("docx", {"word/embeddings/oleObject1.bin": OLE}), "objects"),
    ("docx", lambda: office("docx", {"word/media/image1.png": zipped({"a": "b"})}), "objects"),
    ("docx", lambda: office("docx", {"../../etc/cron.d/x": "x"}), "damaged"),
    ("docx", lambda: office("docx", {"/etc/passwd": "x"}), "damaged"),
    ("docx", lambda: office("docx", {"word\\..\\x": "x"}), "damaged"),
    ("docx", lambda: office("docx", {"WORD/document.xml": "x"}), "damaged"),  # which of the two is read?
    ("docx", lambda: office("docx", {"word/x.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "damaged"),
    ("docx", lambda: office("docx", {"_rels/.rels": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "damaged"),
    ("docx", lambda: office("docx", {f"word/{n}.xml": "" for n in range(2000)}), "unpacked"),
    ("docx", lambda: office("docx", {"word/x.xml": bytes(20 * 1024 * 1024)}), "unpacked"),  # a thousand to one
    ("docx", lambda: office("docx")[:-30], "damaged"),
    ("docx", lambda: pdf() + office("docx"), "not_one"),
    ("docx", lambda: zipped({"a.txt": "b"}), "not_one"),
    ("docx", lambda: zipped({"a": "b"}, method=12), "damaged"),
    ("xlsx", lambda: office("docx"), "not_one"),
]


@pytest.mark.parametrize(("kind", "made", "code"), OFFICE)
def test_a_document_that_acts_or_hides_something(kind: str, made: Callable[[], bytes], code: str) -> None:
    assert refusal(kind, made()) == code


def test_sizes_that_lie_are_found() -> None:
    """A part that says it is small and is not."""
    content = office("docx", {"word/x.xml": bytes(2 * 1024 * 1024)})
    lying = content.replace((2 * 1024 * 1024).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    assert refusal("docx", lying) == "damaged"


def test_a_document_with_links_and_a_template_of_ones_own_is_an_ordinary_one() -> None:
    leads = relation("hyperlink", "https://example.com", "External").replace("r1", "r2")
    leads += relation(TEMPLATE, "file:///C:\\Users\\ada\\Templates\\letter.dotx", "External")
    content = office("docx", {"word/printerSettings1.bin": b"x" * 2000}, leads=leads)
    assert opened("docx", content) == content


CHINESE = "绩效改进计划：装配误差率从 6% 降到 2%。\r\n"
TEXTS = [
    (CHINESE.encode(), CHINESE),
    (CHINESE.encode("gb18030"), CHINESE),
    (CHINESE.encode("utf-16"), CHINESE),
    (codecs.BOM_UTF16_BE + "Größe".encode("utf-16-be"), "Größe"),
    (b"line\nline\r\n\ttab", "line\nline\r\n\ttab"),
    (HTML, HTML.decode()),  # only text: handed out as such, to be saved
]


@pytest.mark.parametrize(("content", "text"), TEXTS)
def test_text_becomes_utf_8_and_keeps_its_line_ends(content: bytes, text: str) -> None:
    assert opened("txt", content) == text.encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Die Größe der Überprüfung ist äußerst ähnlich.".encode("cp1252"), "not_text"),
        ("Проверка качества".encode("cp1251"), "not_text"),
        ("検査の結果について".encode("shift-jis"), "not_text"),
        (b"\xff\xff\xff", "not_text"),
        (b"\x1b[2Jx", "not_text"),
        (pdf(), "not_one"),
        (picture("PNG"), "not_one"),
    ],
)
def test_what_is_no_text_is_not_guessed_at(content: bytes, code: str) -> None:
    assert refusal("txt", content) == code


def test_what_cannot_be_read_whole_is_not_taken() -> None:
    """Where our own program gives up, nobody knows what another one finds."""
    with pytest.raises(Refused) as refused:
        opened_apart("pdf", making.packed_bomb(), limits=Limits(memory=400 * 1024 * 1024))
    assert refused.value.code in ("damaged", "effort")


def test_one_that_takes_too_long_or_too_much_is_given_up() -> None:
    for limits in (Limits(wall=0.01), Limits(memory=20 * 1024 * 1024), Limits(cpu=0)):
        with pytest.raises(Refused) as refused:
            opened_apart("pdf", pdf(), limits=limits)
        assert refused.value.code == "effort"
