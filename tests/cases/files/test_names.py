"""A file's name is only ever text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.files.names import LONGEST, clean_name

NAMES = [
    ("report.pdf", "report.pdf"),
    ("../../etc/passwd.txt", "passwd.txt"),
    ("C:\\Users\\ada\\report.pdf", "report.pdf"),
    ("装配标准 4.2.pdf", "装配标准 4.2.pdf"),
    ("report\0.pdf", "report.pdf"),
    ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
    ("invoice\u202efdp.exe", "invoicefdp.exe"),
    ("\u2066a\u2069\u200b.txt", "a.txt"),
    ("e\u0301te\u0301.txt", "\u00e9t\u00e9.txt"),
    ("wide\u3000space.txt", "wide space.txt"),
    (" .hidden.pdf. ", "hidden.pdf"),
    ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
    ("装" * 300 + ".pdf", "装" * 116 + ".pdf"),
    ("x" * 300, "x" * 120),
    ("a." + "x" * 300, "a." + "x" * 118),
    ("\ud800.pdf", "pdf"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "cleaned"), NAMES)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@given(st.text(st.characters(), max_size=400))
def test_any_name_becomes_a_plain_short_one(name: str) -> None:
    cleaned = clean_name(name)
    assert len(cleaned) <= LONGEST
    assert cleaned.isprintable()
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert cleaned.encode().decode() == unicodedata.normalize("NFC", cleaned)
