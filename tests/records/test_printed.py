"""What kind of file is printed: PDF/A-3a as far as it can be read from the file, and what comes attached to it."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Name, Pdf

from records.render import render
from tests.records.test_render import IDENTIFIER

PAGE = """<html lang="zh-Hans"><head><title>t</title><meta name="dcterms.created" content="2026-03-02T08:15:03Z"><style>
@page {{ {background} @top-left {{ content: element(head) }} @bottom-right {{ content: counter(page) }} }}
html {{ font: 14pt "Noto Sans SC", "Noto Sans" }} .head {{ position: running(head) }}
</style></head><body><p class="head">RUNNING</p><h1>第一部分</h1><p>Said once.</p>
<table><tr><th scope="row">a</th><td>b</td></tr></table>
<svg width="20" height="20"><title>A picture</title><circle cx="9" cy="9" r="5"/></svg>
<h1 style="break-before: page">Part two</h1><h2>Deeper</h2></body></html>"""
ATTACHED = {"case.json": b'{"schema": 1}', "a.txt": "文".encode()}


@pytest.fixture(scope="module")
def pdf() -> Iterator[Pdf]:
    html = PAGE.format(background='background: url("watermark:Interim%20copy") center no-repeat;')
    with pikepdf.open(BytesIO(render(html, identifier=IDENTIFIER, attached=ATTACHED).pdf)) as opened:
        yield opened


def test_it_says_that_it_is_pdf_a_3a_and_has_what_that_asks_for(pdf: Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes()
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in xmp
    assert b"<xmp:CreateDate>2026-03-02T08:15:03Z<" in xmp
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert b"sRGB" in intent.DestOutputProfile.read_bytes()
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "zh-Hans"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert pdf.docinfo["/CreationDate"] == "D:20260302081503Z"
    assert not pdf.is_encrypted


def test_nothing_in_it_runs_or_leads_to_another_file(pdf: Pdf) -> None:
    names = {str(key) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) for key in thing}
    assert not names & {"/JavaScript", "/JS", "/AA", "/OpenAction", "/Launch", "/RichMedia", "/AcroForm", "/SMask"}


def test_each_font_is_embedded_and_says_what_it_writes(pdf: Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert b"beginbf" in font.ToUnicode.read_bytes()


def test_files_are_attached_once_as_data_with_the_documents_own_date(pdf: Pdf) -> None:
    assert {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()} == ATTACHED
    assert [str(spec.UF) for spec in pdf.Root.AF] == sorted(ATTACHED)
    for spec in pdf.Root.AF:
        assert spec.AFRelationship == Name("/Data")
        assert spec.EF.F.Params.ModDate == "D:20260302081503Z"
    assert {spec.EF.F.Subtype for spec in pdf.Root.AF} == {Name("/application/json"), Name("/text/plain")}


def _marks(page: pikepdf.Page) -> Iterator[tuple[str, int | None, int]]:
    """Each marked piece of a page: its tag, its number, and how many signs it shows."""
    found: list[tuple[str, int | None, int]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) in ("BMC", "BDC"):
            number = int(operands[1].MCID) if len(operands) > 1 else None
            found.append((str(operands[0]), number, 0))
        elif str(operator) in ("Tj", "TJ", "Do"):
            assert found, "shown outside of any mark"
            tag, number, signs = found[-1]
            found[-1] = (tag, number, signs + 1)
    yield from found


def test_what_stands_in_the_margins_and_under_the_text_is_no_content(pdf: Pdf) -> None:
    """Screen readers pass over it; everything else has a place in the tree that they read."""
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    for number, page in enumerate(pdf.pages):
        marks = list(_marks(page))
        assert sum(signs for tag, _number, signs in marks if tag == "/Artifact") >= 3  # watermark, head, page number
        tagged = {mark for tag, mark, _signs in marks if tag != "/Artifact"}
        named = {index for index, element in enumerate(tree[2 * number + 1]) if element is not None}
        assert tagged == named
        assert all(_is_held(element) for element in tree[2 * number + 1] if element is not None)


def _is_held(element: Any) -> bool:
    while element.S != "/Document":
        outer = element.P
        if not any(getattr(kid, "objgen", None) == element.objgen for kid in outer.K):
            return False
        element = outer
    return True


def test_pictures_say_what_they_show_and_headings_are_bookmarks(pdf: Pdf) -> None:
    figures = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["A picture"]
    with pdf.open_outline() as outline:
        told = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert told == [("第一部分", []), ("Part two", ["Deeper"])]


def test_what_is_attached_is_read_as_it_was_handed_over() -> None:
    """Whatever is in it: line breaks, zero bytes, brackets."""
    attached = {"a.bin": b"\n\0\n[]", "b.json": json.dumps(["\n"]).encode() * 1000}
    html = PAGE.format(background="")
    with pikepdf.open(BytesIO(render(html, identifier=IDENTIFIER, attached=attached).pdf)) as opened:
        assert {name: file.get_file().read_bytes() for name, file in opened.attachments.items()} == attached
