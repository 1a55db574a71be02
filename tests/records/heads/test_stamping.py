"""A time-stamp authority of the test's own, over HTTP: what it gives is kept where it is of what it was shown."""

import asyncio
import hashlib
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from asn1crypto import cms, keys, tsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from records import heads, tasks
from records.heads.making import make
from records.heads.stamping import stamp_newest
from records.heads.verifying import CheckpointBroken, verify
from records.models import CheckpointStamp, DailyCheckpoint
from tests.mail import free_port
from tests.world import People, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stamper() -> DummyTimeStamper:
    key, name = rsa.generate_private_key(65537, 2048), pyca.Name([pyca.NameAttribute(NameOID.COMMON_NAME, "Clock")])
    now = datetime.now(UTC)
    made = pyca.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(pyca.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    raw = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = x509.Certificate.load(made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))
    return DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(raw))


@pytest.fixture
def authority(stamper: DummyTimeStamper, settings: Any) -> Iterator[list[bytes]]:
    """The digests that it was shown."""
    shown: list[bytes] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            shown.append(asked["message_imprint"]["hashed_message"].native)
            answer = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing: the test says what it wants to know."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.CHECKPOINT_AUTHORITY = f"http://127.0.0.1:{server.server_port}/"
        yield shown
        server.shutdown()


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
def test_a_stamp_of_something_else_is_found(db: None, stamper: DummyTimeStamper, token: bytes | None) -> None:
    other = token or asyncio.run(stamper.async_timestamp(bytes(32), "sha256")).dump()
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
