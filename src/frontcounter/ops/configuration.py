"""What the environment says: one place reads it, everything else is handed values."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict


@dataclass(frozen=True)
class Environment:
    """The installation's settings. See docs/running.md for each."""

    home: Path
    database_url: str
    site: str
    secret: bytes
    public_address: str
    debug: bool

    @classmethod
    def read(cls) -> Environment:
        home = Path(os.environ.get("FRONTCOUNTER_HOME", "var")).resolve()
        site = os.environ.get("FRONTCOUNTER_SITE", "all")
        if site not in {"public", "staff", "all"}:
            raise SystemExit("FRONTCOUNTER_SITE must be public, staff or all")
        port = os.environ.get("PORT", "8000")
        return cls(
            home=home,
            database_url=os.environ.get("DATABASE_URL", ""),
            site=site,
            secret=_secret(home),
            public_address=os.environ.get(
                "FRONTCOUNTER_PUBLIC_ADDRESS", f"http://127.0.0.1:{port}"
            ).rstrip("/"),
            debug=False,
        )

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose; FRONTCOUNTER_KEY_<PURPOSE> (hex) overrides, for rotation."""
        given = os.environ.get(f"FRONTCOUNTER_KEY_{purpose.upper()}")
        if given:
            return bytes.fromhex(given)
        return hmac.new(self.secret, purpose.encode(), hashlib.sha256).digest()


def _secret(home: Path) -> bytes:
    """FRONTCOUNTER_SECRET, else a file that only this account may read, made at first start."""
    given = os.environ.get("FRONTCOUNTER_SECRET")
    if given:
        if len(given) < 32:
            raise SystemExit("FRONTCOUNTER_SECRET must have at least 32 characters")
        return given.encode()
    path = home / "secret"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        secret = secrets.token_hex(32).encode()
        file.write(secret)
    return secret


def database(url: str, *, role: str | None) -> dict[str, Any]:
    """Django's settings for one address; the connection starts as `role` where one is given."""
    parts = conninfo_to_dict(url) if url else {}
    options: dict[str, Any] = {
        "server_side_binding": True,
        "prepare_threshold": 2,
        "application_name": "frontcounter",
    }
    if role:
        options["options"] = f"-c role={role}"
    for key, value in parts.items():
        if key not in {"host", "port", "user", "password", "dbname"}:
            options[key] = value
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(parts.get("dbname") or "frontcounter"),
        "USER": str(parts.get("user") or ""),
        "PASSWORD": str(parts.get("password") or ""),
        "HOST": str(parts.get("host") or ""),
        "PORT": str(parts.get("port") or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": options,
    }
