"""The square code on the last page, as a camera sees it; and what is said of the seal."""

from typing import Any

import pypdfium2
import pytest
import segno
from django.template.loader import render_to_string
from django.test import override_settings

from records.checking import QUIET, Checking, code_of
from records.render import render
from tests.records.test_render import IDENTIFIER

HEAD = "0123456789abcdef" * 4
DRAWN = (
    '<html lang="en"><title>t</title><style>@page {{ margin: 0 }} body {{ margin: 0 }}'
    "svg {{ display: block; width: 100mm; height: 100mm }}</style>"
    '<svg viewBox="0 0 {code.side} {code.side}"><path d="{code.path}"/></svg>'
)
PER_MM = 72 / 25.4


def test_each_module_is_where_it_belongs_with_white_around_it() -> None:
    """Compared with what segno says, module by module, on the picture of the page."""
    checking = Checking(HEAD)
    assert checking.address.endswith(f"/verify/?head={HEAD}")
    pdf = render(DRAWN.format(code=checking.code), identifier=IDENTIFIER).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=2).to_pil().convert("L")
    module = 100 * PER_MM * 2 / checking.code.side
    seen = [
        [int(picture.getpixel(((x + 0.5) * module, (y + 0.5) * module)) < 128) for x in range(checking.code.side)]
        for y in range(checking.code.side)
    ]
    written = segno.make(checking.address, error="m", micro=False, boost_error=False)
    assert seen == [list(row) for row in written.matrix_iter(border=QUIET)]


def test_the_code_is_that_of_the_text_and_no_other() -> None:
    assert code_of(HEAD) == code_of(HEAD)
    assert code_of(HEAD) != code_of(HEAD[1:] + "0")


@pytest.mark.parametrize(
    ("chosen", "level"),
    [
        ({"SEAL_IS_DEMONSTRATION": True, "SEAL_AUTHORITY": ""}, "B-T"),
        ({"SEAL_IS_DEMONSTRATION": False, "SEAL_AUTHORITY": "http://stamps.example/"}, "B-T"),
        ({"SEAL_IS_DEMONSTRATION": False, "SEAL_AUTHORITY": ""}, "B-B"),
    ],
)
def test_it_says_which_seal_the_settings_make(chosen: dict[str, Any], level: str) -> None:
    with override_settings(**chosen):
        said = render_to_string("records/pdf/seal.html", {"checking": Checking(HEAD)})
    assert f"PAdES, level {level}" in said
    assert ("time-stamp authority" in said) == (level == "B-T")
    assert ("This is a demonstration seal." in said) == chosen["SEAL_IS_DEMONSTRATION"]
    assert "It does not prove that what was entered was true" in said
