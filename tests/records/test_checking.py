"""The square code on the last page, as a camera sees it; and what is said of the seal."""

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


@pytest.mark.parametrize("demonstration", [True, False])
def test_it_says_which_seal_it_is(*, demonstration: bool) -> None:
    with override_settings(SEAL_IS_DEMONSTRATION=demonstration):
        said = render_to_string("records/pdf/seal.html", {"checking": Checking(HEAD)})
    assert "PAdES, level B-T" in said
    assert ("This is a demonstration seal." in said) == demonstration
    assert "It does not prove that what was entered was true" in said
