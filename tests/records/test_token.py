"""A key that never leaves its token: SoftHSM stands in for one, through the same library interface (PKCS#11)."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pkcs11
import pytest
from asn1crypto.keys import PrivateKeyInfo
from django.conf import settings
from django.test import override_settings
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from records.sealing import NotSealed, demonstration
from records.sealing.reading import report_of
from records.sealing.seal import sealed
from records.states import Fault

LIBRARY, TOKEN, LABEL, PIN = "/usr/lib/softhsm/libsofthsm2.so", "seals", "seal", "1234"


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A token with the demonstration's key and certificate on it; the file with its PIN."""
    assert shutil.which("softhsm2-util"), "this test needs Debian's softhsm2 (.ci/run installs it)"
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    begin = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "5678"]
    subprocess.run(begin, check=True, capture_output=True)
    _fill()
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n")
    pin.chmod(0o400)
    names = {"SEAL_PKCS11_TOKEN": TOKEN, "SEAL_PKCS11_LABEL": LABEL, "SEAL_PKCS11_PIN_FILE": str(pin)}
    with override_settings(SEAL_PKCS11=LIBRARY, **names):
        yield pin


def _fill() -> None:
    demonstration.roots()
    folder = settings.VAR / "demonstration-keys"
    key = PrivateKeyInfo.load((folder / "seal.key").read_bytes())["private_key"].parsed.dump()
    held = [decode_rsa_private_key(key), decode_x509_certificate((folder / "seal.crt").read_bytes())]
    with pkcs11.lib(LIBRARY).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        for content in held:
            session.create_object(content | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: LABEL})


def test_a_token_seals_and_a_wrong_pin_is_no_key(token: Path) -> None:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    assert report_of(sealed(out.getvalue()).pdf).holds
    token.chmod(0o600)
    token.write_text("4321\n")
    token.chmod(0o400)
    with pytest.raises(NotSealed) as refused:
        sealed(out.getvalue())
    assert refused.value.fault == Fault.KEY
