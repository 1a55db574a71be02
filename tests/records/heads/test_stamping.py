"""A time-stamp authority of the test's own, over HTTP: what it gives is kept where it is of what it was shown."""

import hashlib
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from asn1crypto import cms

from records import heads, tasks
from records.heads.making import make
from records.heads.stamping import stamp_newest
from records.heads.verifying import CheckpointBroken, verify
from records.loop import done
from records.models import CheckpointStamp, DailyCheckpoint
from records.sealing import demonstration
from tests.authority import Authority
from tests.mail import free_port
from tests.world import People, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(settings: Any) -> Iterator[list[bytes]]:
    """The digests that it was shown."""
    with Authority() as there:
        settings.CHECKPOINT_AUTHORITY = there.url
        yield there.shown


def test_body_and_signature_are_shown_once_and_the_answer_is_kept(who: People, authority: list[bytes]) -> None:
    case = opened(who)
    tasks.make_daily_checkpoint()
    row = DailyCheckpoint.objects.get()
    assert authority == [hashlib.sha256(bytes(row.body) + bytes(row.signature)).digest()]
    assert not stamp_newest()
    token = bytes(CheckpointStamp.objects.get().token)
    info = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    assert info["message_imprint"]["hashed_message"].native == authority[0]
    assert verify(roots=True) == 1
    proof = heads.proof_for(case.pk)
    assert proof
    assert proof.token == token


@pytest.mark.parametrize("token", [None, b"no token"], ids=["of other bytes", "of nothing"])
def test_a_stamp_of_something_else_is_found(db: None, token: bytes | None) -> None:
    other = token or done(demonstration.authority().async_timestamp(bytes(32), "sha256")).dump()
    CheckpointStamp.objects.create(checkpoint=make(wait=True).checkpoint, token=other)
    with pytest.raises(CheckpointBroken, match="1: its time stamp is not of it"):
        verify(roots=False)


def test_an_authority_that_is_away_keeps_nothing_waiting(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CHECKPOINT_AUTHORITY = f"http://127.0.0.1:{free_port()}/"
    tasks.make_daily_checkpoint()
    assert DailyCheckpoint.objects.count() == 1
    assert not CheckpointStamp.objects.exists()
    assert [record.levelno for record in caplog.records if "no time stamp" in record.message] == [logging.WARNING]


def test_nobody_is_asked_where_none_is_named(db: None) -> None:
    make(wait=True)
    assert not stamp_newest()
