"""What comes out of the printer, seen with eyes; and what it refuses."""

import ctypes
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdfium2 import raw

from records import child
from records.render import FONTS, Limits, NotPrinted, render
from records.states import Fault
from tests.records.pixels import ideographs
from tests.records.reading import misread

WORDS = "绩效改进计划书面记录当事员工直属上级检查节点拒签见证送达回证公司承诺兑现终期评估达标"
PAGE = (
    "<html lang='{lang}'><title>t</title><style>html {{ font: 14pt 'Noto Sans SC', 'Noto Sans' }}</style><p>{words}</p>"
)
IDENTIFIER = "0123456789abcdef" * 2
ALIKE = 0.8


def page(words: str, lang: str = "zh-Hans") -> bytes:
    return render(PAGE.format(lang=lang, words=words), identifier=IDENTIFIER).pdf


def test_chinese_looks_like_itself() -> None:
    seen = ideographs(page(WORDS + f"<b>{WORDS}</b>"))
    assert {one.character for one in seen} == set(WORDS)
    assert [one for one in seen if one.likeness < ALIKE] == []


@pytest.fixture
def wrong_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same fonts, in which every ideograph has its neighbour's glyph."""
    folder = Path(shutil.copytree(FONTS, tmp_path / "fonts"))
    for weight in ("Regular", "Bold"):
        with TTFont(folder / f"NotoSansSC-{weight}.ttf") as font:
            for table in font["cmap"].tables:
                if table.isUnicode() and table.format != 14:
                    codes = [code for code in table.cmap if 0x4E00 <= code <= 0x9FFF]
                    table.cmap |= {code: table.cmap[other] for code, other in pairwise(codes)}
            font.save(folder / f"NotoSansSC-{weight}.ttf")
    monkeypatch.setattr(child, "FONTS", folder)
    return folder


def test_wrong_glyphs_are_found_although_the_text_reads_right(
    wrong_fonts: Path, text_of: Callable[[bytes], str]
) -> None:
    pdf = page(WORDS)
    assert WORDS[:8] in text_of(pdf)
    seen = ideographs(pdf)
    assert sum(one.likeness < ALIKE for one in seen) > 0.9 * len(seen)
    assert misread(pdf) > 0.8


def test_who_reads_the_page_reads_what_was_written() -> None:
    assert misread(page(WORDS)) < 0.05


def test_only_our_fonts_are_in_the_file_and_all_of_them_are() -> None:
    with pypdfium2.PdfDocument(page("汉字 Łukasz Žižek Σ Д <b>粗体</b>")) as document:
        texts = [item for item in document[0].get_objects() if item.type == raw.FPDF_PAGEOBJ_TEXT]
        fonts = [raw.FPDFTextObj_GetFont(text.raw) for text in texts]
        assert all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)
        assert {_family(font) for font in fonts} == {"Noto-Sans-SC", "Noto-Sans", "Noto-Sans-SC-Bold"}


def _family(font: object) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    name = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, name, length)
    return name.value.decode().partition("+")[2]


def test_the_same_html_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = page(WORDS)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert page(WORDS) == first


def test_the_file_is_tagged_and_says_its_language_and_title() -> None:
    with pypdfium2.PdfDocument(page(WORDS)) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == "t"
    assert IDENTIFIER.encode() in page(WORDS)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who called there."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                calls.append("called")
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "html",
    [
        "<img src='{url}'>",
        "<img src='file:///etc/passwd'>",
        "<img src='data:image/png;base64,aaaa'>",
        "<style>@import '{url}';</style>",
        "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style><p>x</p>",
        "<p style='background: url({url})'>x</p>",
        "<link rel='stylesheet' href='{url}'>",
        "<link rel='attachment' href='file:///etc/passwd'>",
        "<a rel='attachment' href='file:///etc/passwd'>x</a>",
        "<object data='{url}'></object>",
        "<embed src='{url}'>",
        "<svg width='9' height='9'><image href='{url}' width='9' height='9'/></svg>",
        "<svg width='9' height='9'><use href='{url}#x'/></svg>",
        "<svg width='9' height='9'><style>@import '{url}';</style></svg>",
    ],
)
def test_nothing_is_fetched(html: str, listener: tuple[int, list[str]]) -> None:
    port, calls = listener
    with pytest.raises(NotPrinted) as refusal:
        render(html.format(url=f"http://127.0.0.1:{port}/x"), identifier=IDENTIFIER)
    assert refusal.value.fault in (Fault.REFUSED, Fault.BROKEN)
    assert calls == []


MUCH = "<p>" + WORDS * 40 + "</p>"


def test_a_render_that_hangs_is_killed() -> None:
    with pytest.raises(NotPrinted) as refusal:
        render(MUCH * 2000, identifier=IDENTIFIER, limits=Limits(wall=2))
    assert refusal.value.fault == Fault.TOO_LONG


def test_processor_time_is_bounded() -> None:
    with pytest.raises(NotPrinted) as refusal:
        render(MUCH * 2000, identifier=IDENTIFIER, limits=Limits(cpu=2))
    assert refusal.value.fault == Fault.TOO_LONG


def test_memory_is_bounded() -> None:
    with pytest.raises(NotPrinted) as refusal:
        render("<p>" + "x" * 60_000_000, identifier=IDENTIFIER, limits=Limits(memory=400 * 1024 * 1024))
    assert refusal.value.fault == Fault.TOO_LARGE


def test_the_child_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    assert set(child._environment()) <= {"FONTCONFIG_FILE", "LANG", "TZ", "PATH", *child.FINDS_LIBRARIES}
