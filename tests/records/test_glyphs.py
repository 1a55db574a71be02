"""Characters without a glyph are found before printing."""

import pytest

from records.glyphs import made_printable


@pytest.mark.parametrize(
    "text", ["装配错误率：6 %", "Łukasz Žižek, Ağca, Дмитрий, Ελένη", "䶮", "“引号”——破折号……", "→ ≤ ≥ ± ° ‰ € £ ¥"]
)
def test_what_can_be_drawn_stays_as_it_is(text: str) -> None:
    assert made_printable(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Well done 😀!", "Well done [U+1F600]!"),
        ("𠮷野", "[U+20BB7]野"),
        ("محمد", "[U+0645][U+062D][U+0645][U+062F]"),
        ("❤\ufe0f", "[U+2764]"),
        ("pay \u202e001\u202c", "pay [U+202E]001[U+202C]"),
        ("a\u0007b", "a[U+0007]b"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_what_cannot_be_drawn_is_shown_as_its_code(text: str, printed: str) -> None:
    assert made_printable(text)[0] == printed


def test_each_unknown_character_is_named_once() -> None:
    _text, unprintable = made_printable("😀😀 𠮷 😀")
    assert [(row.code, row.name) for row in unprintable] == [
        ("[U+1F600]", "GRINNING FACE"),
        ("[U+20BB7]", "CJK UNIFIED IDEOGRAPH-20BB7"),
    ]
