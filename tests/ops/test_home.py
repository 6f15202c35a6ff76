"""The data folder: one runner at a time, and nothing of anybody else's is ever emptied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import frontcounter
from frontcounter.ops.demo import standins
from frontcounter.ops.home import HomeError, home_folder, runner, running_from
from frontcounter.ops.reset import reset
from frontcounter.ops.run import columns

SOURCE = str(Path(frontcounter.__file__).parents[1])


def test_the_folder_is_a_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FRONTCOUNTER_HOME", str(tmp_path / "x"))
    assert home_folder() == tmp_path / "x"
    monkeypatch.setenv("FRONTCOUNTER_HOME", "")
    monkeypatch.chdir(tmp_path)
    assert home_folder() == tmp_path / "var"


def test_only_one_runs_from_a_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_from(home):
        assert runner(home) == os.getpid()
        with pytest.raises(HomeError, match=str(os.getpid())), running_from(home):
            pass
    assert runner(home) is None
    with running_from(home):
        pass


def test_a_folder_without_our_mark_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(HomeError, match="nothing was touched"):
        reset(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_reset_of_nothing_is_no_error(tmp_path: Path) -> None:
    reset(tmp_path / "never")
    reset(tmp_path)


def test_reset_empties_the_folder_and_follows_no_link_out_of_it(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    with running_from(home):
        pass
    (home / "files").mkdir()
    (home / "files" / "a").touch()
    (home / "link").symlink_to(outside)
    reset(home)
    assert list(home.iterdir()) == []
    assert (outside / "kept").exists()


def test_reset_stops_what_runs_there_first(tmp_path: Path) -> None:
    code = (
        "import pathlib, signal, sys\n"
        "from frontcounter.ops.home import running_from\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
        "with running_from(pathlib.Path(sys.argv[1])):\n"
        "    print('up', flush=True); signal.pause()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "home")],
        env={**os.environ, "PYTHONPATH": SOURCE},
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"up\n"
    reset(tmp_path / "home")
    assert child.wait(20) == 0
    child.stdout.close()
    assert list((tmp_path / "home").iterdir()) == []


def test_a_port_in_use_gives_way_to_a_free_one() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert standins.free_port(port) not in (0, port)


def test_every_demo_force_is_led_to_a_destination_of_its_own(tmp_path: Path) -> None:
    import json

    helper, given = standins.records(tmp_path, 0)
    file = Path(given["FRONTCOUNTER_DESTINATIONS"])
    assert file.stat().st_mode & 0o777 == 0o600
    settings = json.loads(file.read_text())
    assert len(settings) >= 2
    for force in settings.values():
        for chosen in force.values():
            assert ("folder" in chosen and Path(chosen["folder"]).is_dir()) or (
                chosen["url"] == f"{helper.page}incidents"
                and chosen["token"] == helper.env["FRONTCOUNTER_DEMO_RMS_TOKEN"]
            )
    again, _ = standins.records(tmp_path, 0)
    assert again.env == helper.env


def test_sign_ins_are_shown_in_columns() -> None:
    rows = [{"force": "a", "word": "long one"}, {"force": "bcd", "word": "x"}]
    assert columns(rows) == ["a    long one", "bcd  x"]
