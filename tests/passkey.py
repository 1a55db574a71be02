"""A security key in software, for tests without a browser."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from people.models import User

FLAG = AuthenticatorData.FLAG
PRESENT, VERIFIED, HAS_KEY = FLAG.UP, FLAG.UV, FLAG.AT


@dataclass(frozen=True)
class SoftKey:
    """Belongs to one name of the site, as the browser sees to it; `flags` say what its holder did."""

    host: str = "localhost"
    flags: AuthenticatorData.FLAG = PRESENT | VERIFIED
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def belongs_to(self, user: User) -> "SoftKey":
        """Kept as allauth keeps a key that was added on its page."""
        key_type: Any = ES256
        public_key = key_type.from_cryptography_key(self.private.public_key())
        public = AttestedCredentialData.create(b"\0" * 16, self.id, public_key)
        data = AuthenticatorData.create(self._site, self.flags | HAS_KEY, 0, public)
        response = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
        credential = self._answer(response, "webauthn.create", secrets.token_bytes(32), "http://localhost")
        kept = {"name": "My phone", "credential": credential}
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=kept)
        return self

    def answers(self, challenge: str, *, origin: str = "http://localhost", kind: str = "webauthn.get") -> str:
        """What the browser's script would write into the form."""
        data = AuthenticatorData.create(self._site, self.flags, 1)
        client_data = self._client_data(kind, challenge, origin)
        signed = bytes(data) + hashlib.sha256(client_data).digest()
        response = {
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(self.private.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "clientDataJSON": websafe_encode(client_data),
        }
        return json.dumps(self._wrapped(response))

    @property
    def _site(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _answer(self, response: dict[str, str], kind: str, challenge: bytes, origin: str) -> dict[str, Any]:
        client_data = self._client_data(kind, websafe_encode(challenge), origin)
        return self._wrapped({**response, "clientDataJSON": websafe_encode(client_data)})

    def _client_data(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _wrapped(self, response: dict[str, str]) -> dict[str, Any]:
        named = websafe_encode(self.id)
        return {"id": named, "rawId": named, "type": "public-key", "response": response, "clientExtensionResults": {}}
