"""A passkey in software: makes a credential and answers challenges as a browser's would."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One passkey for one site; `verified` says whether its owner showed finger or PIN."""

    verified: bool = True
    origin: str = ORIGIN
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.verified else 0)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def make(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        public = options["publicKey"]
        self.handle = websafe_decode(public["user"]["id"])
        rp = hashlib.sha256(public["rp"]["id"].encode()).digest()
        cose = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        size = len(self.id).to_bytes(2, "big")
        data = rp + bytes([self._flags() | ATTESTED]) + bytes(4) + bytes(16) + size + self.id + cose
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", public["challenge"])
        return self._told(
            {"clientDataJSON": client, "attestationObject": attestation},
            {"credProps": {"rk": True}},
        )

    def answer(self, options: dict[str, Any], *, handle: bytes | None = None) -> str:
        """The answer to `navigator.credentials.get`."""
        public = options["publicKey"]
        rp = hashlib.sha256(public["rpId"].encode()).digest()
        data = rp + bytes([self._flags()]) + bytes(4)
        client = self._client("webauthn.get", public["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        response["userHandle"] = self.handle if handle is None else handle
        return self._told(response, {})

    def _told(self, response: dict[str, bytes], extensions: dict[str, Any]) -> str:
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.id)
        whole = {"id": name, "rawId": name, "type": "public-key", "response": encoded}
        return json.dumps({**whole, "clientExtensionResults": extensions})
