"""Whatever bytes come under whatever ending, the answer is a kept file or a sentence."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.files.checks import Checked, checked
from cases.files.kinds import KINDS
from cases.files.opener import opened
from cases.files.refused import Refused
from cases.files.words import WORDS
from tests.cases.files.making import good, upload

GOOD = good()


@st.composite
def spoilt(draw: st.DrawFn, kind: str) -> bytes:
    """A good file with some of its bytes changed, or cut off."""
    content = bytearray(GOOD[kind])
    for place in draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(1, len(content)))])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_parser_gives_bytes_or_a_known_refusal(kind: str, data: st.DataObject) -> None:
    content = data.draw(st.one_of(st.binary(max_size=300), spoilt(kind)))
    assert answer(kind, content) in {"kept", *WORDS}


def answer(kind: str, content: bytes) -> str:
    try:
        opened(kind, content)
    except Refused as refusal:
        return refusal.code
    return "kept"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=10), st.sampled_from([*KINDS, "exe", "jpeg"]), st.binary(max_size=200))
def test_any_upload_is_taken_or_refused_in_words(stem: str, ending: str, content: bytes) -> None:
    with suppress(ValidationError):
        assert isinstance(checked(upload(f"{stem}.{ending}", content)), Checked)
