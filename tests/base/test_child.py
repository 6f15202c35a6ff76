"""A child process that computes on untrusted bytes, and cannot take anything else with it."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest

from frontcounter.base.child import ChildFailed, ChildTimedOut, run_limited

TRICKS = """
    import os, resource, sys, time

    def double(payload): return payload * 2
    def fail(payload): raise ValueError("no: " + payload.decode())
    def crash(payload): os.kill(os.getpid(), 11)
    def hoard(payload): return bytes(2_000_000_000)
    def spin(payload):
        while True: pass
    def wait(payload): time.sleep(60)
    def flood(payload):
        while True: sys.stdout.buffer.write(bytes(1 << 20))
    def write(payload):
        with open(payload.decode(), "wb") as file: file.write(bytes(10))
    def environment(payload): return " ".join(sorted(os.environ)).encode()
    def deaf(payload): return b"done"
"""


@pytest.fixture
def tricks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "child_tricks.py").write_text(textwrap.dedent(TRICKS))
    monkeypatch.syspath_prepend(tmp_path)
    return "child_tricks:"


def test_it_answers(tricks: str) -> None:
    payload = os.urandom(3_000_000)
    assert run_limited(tricks + "double", payload) == payload * 2


def test_it_says_why_it_failed(tricks: str) -> None:
    with pytest.raises(ChildFailed, match="ValueError: no: bytes"):
        run_limited(tricks + "fail", b"bytes")
    with pytest.raises(ChildFailed, match="-11"):
        run_limited(tricks + "crash", b"")
    with pytest.raises(ChildFailed, match="AttributeError"):
        run_limited(tricks + "nothing_of_this_name", b"")


def test_it_cannot_hoard_memory(tricks: str) -> None:
    with pytest.raises(ChildFailed, match="MemoryError"):
        run_limited(tricks + "hoard", b"", memory_mb=256)


def test_it_cannot_spin_for_ever(tricks: str) -> None:
    with pytest.raises(ChildFailed, match="ended with -"):
        run_limited(tricks + "spin", b"", cpu_seconds=1)


def test_it_cannot_wait_for_ever(tricks: str) -> None:
    with pytest.raises(ChildTimedOut):
        run_limited(tricks + "wait", b"", wall_seconds=1)


def test_it_cannot_flood_its_parent(tricks: str) -> None:
    with pytest.raises(ChildFailed, match="more than 4 MB"):
        run_limited(tricks + "flood", b"", output_mb=4)


def test_it_writes_no_file(tricks: str, tmp_path: Path) -> None:
    with pytest.raises(ChildFailed):
        run_limited(tricks + "write", str(tmp_path / "left behind").encode())
    left = tmp_path / "left behind"
    assert not left.exists() or left.stat().st_size == 0


def test_it_knows_no_secret_of_ours(tricks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    known = run_limited(tricks + "environment", b"").decode().split()
    assert set(known) <= {"LANG", "LC_CTYPE", "PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
