"""A package is the same bytes for the same inputs, and is what its manifest says."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontcounter.transfer.package import (
    Original,
    PackageError,
    build_package,
    checked_key,
    open_package,
)

REPORT = {"type": "theft_bicycle", "narrative": "Mon vélo a disparu", "items": [{"n": 1}]}
PDF = b"%PDF-1.7 not really"


def original(content: bytes, extension: str = "jpg") -> Original:
    sha256 = hashlib.sha256(content).hexdigest()
    return Original(sha256, len(content), extension, "image/jpeg", lambda: io.BytesIO(content))


def test_the_same_inputs_make_the_same_bytes(tmp_path: Path) -> None:
    photos = [original(b"one"), original(b"two", "png")]
    turned = dict(reversed(REPORT.items()))
    first = build_package(tmp_path / "a", key="k1", report=REPORT, pdf=PDF, originals=photos)
    again = build_package(tmp_path / "b", key="k1", report=turned, pdf=PDF, originals=photos)
    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.sha256 == again.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest()
    assert first.size == first.path.stat().st_size
    assert open_package(first.path) == first


def test_the_manifest_lists_every_file_with_its_hash_and_size(tmp_path: Path) -> None:
    photo = original(b"a photo")
    package = build_package(
        tmp_path / "p.zip", key="k1", report=REPORT, pdf=PDF, originals=[photo, photo]
    )
    with zipfile.ZipFile(package.path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
        for entry in manifest["files"]:
            content = archive.read(entry["path"])
            assert entry["sha256"] == hashlib.sha256(content).hexdigest()
            assert entry["size"] == len(content)
    assert (manifest["format"], manifest["version"], manifest["key"]) == (
        *("frontcounter-package", 1),
        "k1",
    )
    assert names == ["manifest.json", *(entry["path"] for entry in manifest["files"])]
    assert names[-2:] == [f"originals/{photo.sha256[:16]}-{n}.jpg" for n in (1, 2)]


def test_the_report_names_its_format_and_version(tmp_path: Path) -> None:
    package = build_package(tmp_path / "p", key="k", report=REPORT, pdf=PDF)
    with zipfile.ZipFile(package.path) as archive:
        report = json.loads(archive.read("report.json"))
    assert report == {**REPORT, "format": "frontcounter-report", "version": 1}


def test_a_report_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="version"):
        build_package(tmp_path / "p", key="k", report={"version": 2}, pdf=PDF)


@pytest.mark.parametrize(
    ("size", "content"),
    [(1, b"y"), (1, b"xx"), (2, b"x")],
    ids=["other bytes", "more bytes", "fewer bytes"],
)
def test_an_original_that_is_not_what_was_recorded_makes_no_package(
    tmp_path: Path, size: int, content: bytes
) -> None:
    recorded = hashlib.sha256(b"x").hexdigest()
    changed = Original(recorded, size, "jpg", "image/jpeg", lambda: io.BytesIO(content))
    with pytest.raises(PackageError, match="recorded"):
        build_package(tmp_path / "p", key="k", report=REPORT, pdf=PDF, originals=[changed])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("extension", ["", "../x", "JPG", "a" * 9, "j/g"])
def test_an_extension_cannot_lead_out_of_the_package(tmp_path: Path, extension: str) -> None:
    with pytest.raises(PackageError, match="extension"):
        build_package(
            tmp_path / "p", key="k", report=REPORT, pdf=PDF, originals=[original(b"", extension)]
        )


@pytest.mark.parametrize("key", ["", ".", "../up", "a/b", "-a", "a b", "é", "a" * 121, "a\n"])
def test_a_key_that_is_no_plain_name_is_refused(key: str) -> None:
    with pytest.raises(PackageError, match="key"):
        checked_key(key)


@given(st.dictionaries(st.text(max_size=9), st.text(max_size=40) | st.integers(), max_size=6))
def test_any_report_comes_out_as_it_went_in(report: dict[str, object]) -> None:
    import tempfile
    import unicodedata

    if {"format", "version"} & set(report):
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            package = build_package(Path(folder) / "p", key="k", report=report, pdf=PDF)
        except ValueError:
            assert any("\ud800" <= char <= "\udfff" for char in str(report))
            return
        with zipfile.ZipFile(package.path) as archive:
            read = json.loads(archive.read("report.json"))

    def nfc(value: object) -> object:
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value

    wanted = {nfc(name): nfc(value) for name, value in report.items()}
    assert {name: read[name] for name in wanted} == wanted
