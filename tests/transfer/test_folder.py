"""The folder drop puts each package there whole and once, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontcounter.transfer.adapters import (
    Delivered,
    NeedsPerson,
    Retry,
    SettingsError,
    make_destination,
)
from frontcounter.transfer.package import Package, build_package


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in box"
    folder.mkdir()
    return folder


def package(tmp_path: Path, text: str = "x") -> Package:
    return build_package(tmp_path / f"{text}.zip", key="key-1", report={"t": text}, pdf=b"p")


def files(inbox: Path) -> list[str]:
    return [path.name for path in inbox.iterdir() if not path.name.startswith(".")]


def test_a_package_appears_once_however_often_it_is_sent(tmp_path: Path, inbox: Path) -> None:
    drop = make_destination("folder", {"folder": str(inbox)})
    sent = package(tmp_path)
    assert [drop.deliver(sent, "key-1") for _ in range(3)] == [Delivered()] * 3
    assert files(inbox) == ["key-1.zip"]
    assert (inbox / "key-1.zip").read_bytes() == sent.path.read_bytes()


def test_a_package_that_the_records_system_took_away_is_not_put_there_again(
    tmp_path: Path, inbox: Path
) -> None:
    drop = make_destination("folder", {"folder": str(inbox)})
    sent = package(tmp_path)
    drop.deliver(sent, "key-1")
    (inbox / "key-1.zip").unlink()
    assert drop.deliver(sent, "key-1") == Delivered()
    assert files(inbox) == []


@pytest.mark.parametrize("fatal", ["fsync", "replace", "rename"])
def test_a_delivery_that_dies_at_any_step_is_finished_by_the_next(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch, fatal: str
) -> None:
    """Each call of each step dies once, in turn, as a kill would end it."""
    sent = package(tmp_path)
    owner: object = __import__("os") if fatal == "fsync" else Path
    real = getattr(owner, fatal)
    for dying in range(1, 6):
        calls = 0

        def die(*args: object, dying: int = dying) -> object:
            nonlocal calls
            calls += 1
            if calls == dying:
                raise KeyboardInterrupt
            return real(*args)

        target = inbox / str(dying)
        target.mkdir()
        drop = make_destination("folder", {"folder": str(target)})
        with monkeypatch.context() as patch:
            patch.setattr(owner, fatal, die)
            try:
                drop.deliver(sent, "key-1")
            except KeyboardInterrupt:
                assert files(target) in ([], ["key-1.zip"])
        assert drop.deliver(sent, "key-1") == Delivered()
        assert (target / "key-1.zip").read_bytes() == sent.path.read_bytes()


def test_another_package_under_the_same_key_needs_a_person(tmp_path: Path, inbox: Path) -> None:
    drop = make_destination("folder", {"folder": str(inbox)})
    drop.deliver(package(tmp_path, "x"), "key-1")
    other = package(tmp_path, "y")
    assert drop.deliver(other, "key-1") == NeedsPerson("key_used_for_other_content")
    (inbox / "key-1.zip").unlink()
    assert drop.deliver(other, "key-1") == NeedsPerson("key_used_for_other_content")


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path, inbox: Path) -> None:
    (inbox / "key-1.zip").write_bytes(b"theirs")
    drop = make_destination("folder", {"folder": str(inbox)})
    assert isinstance(drop.deliver(package(tmp_path), "key-1"), NeedsPerson)
    assert (inbox / "key-1.zip").read_bytes() == b"theirs"


def test_a_folder_that_is_not_there_is_tried_again_later(tmp_path: Path, inbox: Path) -> None:
    drop = make_destination("folder", {"folder": str(inbox / "not mounted")})
    assert isinstance(drop.deliver(package(tmp_path), "key-1"), Retry)
    assert not (inbox / "not mounted").exists()


def test_a_package_that_changed_on_disk_is_not_delivered(tmp_path: Path, inbox: Path) -> None:
    sent = package(tmp_path)
    sent.path.write_bytes(sent.path.read_bytes() + b"!")
    drop = make_destination("folder", {"folder": str(inbox)})
    assert drop.deliver(sent, "key-1") == NeedsPerson("package_changed")
    assert files(inbox) == []


def test_a_drop_without_a_folder_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(SettingsError, match="folder"):
        make_destination("folder", {})
