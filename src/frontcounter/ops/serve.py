"""The web program under gunicorn."""

from __future__ import annotations

import os
import sys


def serve() -> None:
    """Replace this process by gunicorn (threads: a request waits mostly for the database)."""
    port = os.environ.get("PORT", "8000")
    address = os.environ.get("FRONTCOUNTER_BIND", f"127.0.0.1:{port}")
    workers = os.environ.get("FRONTCOUNTER_WEB_WORKERS", "2")
    os.execv(  # noqa: S606 - our own interpreter, no shell
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "frontcounter.ops.wsgi:application",
            "--bind",
            address,
            "--workers",
            workers,
            "--threads",
            "4",
            "--worker-class",
            "gthread",
            "--preload",
            "--no-control-socket",
            "--max-requests",
            "20000",
            "--max-requests-jitter",
            "2000",
            "--graceful-timeout",
            "20",
            "--timeout",
            "60",
            "--keep-alive",
            "15",
            "--limit-request-line",
            "4094",
            "--log-level",
            "warning",
        ],
    )
