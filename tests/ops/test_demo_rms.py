"""The page of the demo's records system."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontcounter.ops.demo.rms import RecordsSystem
from frontcounter.transfer.adapters import Delivered, make_destination
from frontcounter.transfer.package import build_package


@pytest.fixture
def system(tmp_path: Path) -> Iterator[RecordsSystem]:
    made = RecordsSystem(tmp_path / "records", token="t")
    made.start()
    yield made
    made.stop()


def get(system: RecordsSystem, path: str) -> str:
    with urllib.request.urlopen(system.address + path, timeout=10) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return str(answer.read().decode())


def test_what_came_can_be_read_on_a_page(system: RecordsSystem, tmp_path: Path) -> None:
    assert "Nothing has come yet" in get(system, "/")
    package = build_package(
        tmp_path / "p.zip", key="k-1", report={"narrative": "<script>é"}, pdf=b"%PDF-1.7"
    )
    settings = {"url": f"{system.address}/incidents", "token": "t"}
    outcome = make_destination("http", settings).deliver(package, "k-1")
    assert isinstance(outcome, Delivered)
    assert outcome.record_number in get(system, "/")
    record = get(system, f"/records/{outcome.record_number}")
    assert "&lt;script&gt;é" in record
    assert "Demo" in record
    assert get(system, f"/records/{outcome.record_number}/report.pdf") == "%PDF-1.7"


@pytest.mark.parametrize("path", ["/records/SV-2026-000009", "/records/../x", "/other", "/records"])
def test_what_is_not_there_is_not_found(system: RecordsSystem, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(system, path)
    assert refused.value.code == 404
