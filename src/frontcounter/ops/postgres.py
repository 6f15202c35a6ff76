"""The embedded database: a small launcher for a PostgreSQL of our own.

It keeps everything below one folder, listens on a Unix socket only, asks for passwords, and leaves
a server that already runs running. As root the server runs as an existing unprivileged account; a
folder that this account cannot reach is never opened up: the data then live elsewhere, and
`Cluster.data` tells where.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from frontcounter.ops import pgbin
from frontcounter.ops.files import make_folder, private_folder, write_private
from frontcounter.ops.pgbin import Account, Binaries, PostgresError, processes_in

__all__ = ["Cluster", "PostgresError"]

SUPERUSER = "postgres"
OWNER = "frontcounter"
EXTENSIONS: tuple[LiteralString, ...] = ("pg_trgm", "unaccent", "btree_gin", "citext")
LONGEST_SOCKET_PATH = 107
START_SECONDS = 60.0
INITDB_OPTIONS = (
    *(f"--username={SUPERUSER}", "--auth=scram-sha-256", "--data-checksums"),
    *("--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"),
)
BASE_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "40",
    "shared_buffers": "32MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # A statement or a DETAIL line can hold what a person told the police: neither is logged.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class Cluster:
    """One PostgreSQL server with its data below `home`.

    `settings` are PostgreSQL settings that differ from ours. `bin_dir` (else FRONTCOUNTER_PG_BIN)
    chooses the binaries.
    """

    def __init__(
        self, home: Path, *, settings: Mapping[str, str] | None = None, bin_dir: Path | None = None
    ) -> None:
        self.home = Path(home).absolute()
        self.folder = self.home / "postgres"
        self._settings = dict(settings or {})
        configured = os.environ.get("FRONTCOUNTER_PG_BIN") or None
        self._configured = str(bin_dir) if bin_dir else configured
        self._account: Account | None = None
        self._place: Path | None = None

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def data(self) -> Path:
        """The data folder; below `home` unless the server's account cannot reach that."""
        return self._where() / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self._where() / "server.log"

    def start(self) -> None:
        """Start the server, or attach to it if it runs; makes the data folder at first.

        Raises PostgresError with the end of the server's log if it cannot.
        """
        with self._locked():
            found = self._pid() is not None
            if not found:
                self._launch()
            try:
                self._wait_until_ready()
            except PostgresError:
                if not found or self._pid() is not None:
                    raise
                self._launch()  # the one that was found was just coming to its end
                self._wait_until_ready()

    def stop(self) -> None:
        """End the server: open transactions are rolled back, what was committed is kept."""
        if not self.folder.exists():
            return
        with self._locked():
            if self._pid() is None:
                return
            if self._pg_ctl("stop", "-m", "fast", "-t", "60") != 0:
                self._pg_ctl("stop", "-m", "immediate", "-t", "30")
            if self._pid() is not None:
                raise PostgresError(f"The database of {self.home} did not stop.{self._log_end()}")

    def destroy(self) -> None:
        """Stop the server and remove all that belongs to it, wherever it lives."""
        self.stop()
        if self.folder.exists():
            for place in {self._where(), self._socket_folder(), self.folder}:
                shutil.rmtree(place, ignore_errors=True)

    def running(self) -> bool:
        """Whether the server's process lives."""
        return self._pid() is not None

    def url(self, database: str = OWNER, user: str = OWNER) -> str:
        """A libpq address (usable as DATABASE_URL) for the role that owns our databases."""
        password = self._password(user)
        folder = quote(str(self._live_socket_folder()), safe="")
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={folder}"

    def superuser_url(self, database: str = "postgres") -> str:
        """A libpq address for the superuser: for setting up and for benches, never for the app."""
        return self.url(database, SUPERUSER)

    def ensure_database(self, name: str = OWNER) -> None:
        """Make the login role, its database and the extensions that we use, where missing."""
        owner, database = sql.Identifier(OWNER), sql.Identifier(name)
        with psycopg.connect(self.superuser_url(), autocommit=True) as admin:
            if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", OWNER):
                admin.execute(
                    sql.SQL(
                        "CREATE ROLE {} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD {}"
                    ).format(owner, sql.Literal(self._password(OWNER)))
                )
            if not _exists(admin, "SELECT 1 FROM pg_database WHERE datname = %s", name):
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
        with psycopg.connect(self.superuser_url(name), autocommit=True) as admin:
            loaded = admin.execute("SHOW shared_preload_libraries").fetchone()
            if loaded and "pg_stat_statements" in loaded[0]:
                admin.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            for extension in EXTENSIONS:
                command = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}")
                connection.execute(command.format(sql.Identifier(extension)))

    # Where things are

    def _where(self) -> Path:
        """The folder that holds the data: decided once, then remembered in `elsewhere`."""
        if self._place is not None:
            return self._place
        make_folder(self.folder, 0o700 if os.geteuid() else 0o711)
        pointer = self.folder / "elsewhere"
        place = Path(pointer.read_text().strip()) if pointer.exists() else self.folder
        self._account = pgbin.unprivileged_account(place / "data")
        if self._account is not None and not self._account.may("x", place):
            place = self._outside()
            pointer.write_text(f"{place}\n")
        self._place = place
        return place

    def _outside(self) -> Path:
        """A folder of ours that the account can reach, for a home (say /root) that it cannot."""
        account = self._account
        assert account is not None
        temporary = Path(tempfile.gettempdir())
        short_lived = self.home.is_relative_to(temporary)
        for parent in (temporary, Path("/tmp")) if short_lived else (Path("/var/lib"),):  # noqa: S108
            if parent.is_dir() and account.may("x", parent):
                place = parent / f"frontcounter-{self._mark()}"
                make_folder(place, 0o711)
                return place
        raise PostgresError(
            f"The database runs as the account {account.name}, which cannot reach {self.home}. "
            "Set FRONTCOUNTER_HOME to a folder whose parents everybody may pass (such as "
            "/srv/frontcounter), or start FrontCounter as an ordinary user."
        )

    def _mark(self) -> str:
        return hashlib.sha256(str(self.home).encode()).hexdigest()[:12]

    def _socket_folder(self) -> Path:
        """Where a new server puts its socket: beside the data, or in a short path of our own."""
        folder = self._where() / "run"
        if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return folder
        return Path("/tmp") / f"frontcounter-run-{os.geteuid()}-{self._mark()}"  # noqa: S108

    def _live_socket_folder(self) -> Path:
        lines = self._pid_file()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else self._socket_folder()

    def _password(self, user: str) -> str:
        """The password of a role, made at first use; kept where only we can read it."""
        path = self.folder / f"{user}.password"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(24))
        return path.read_text()

    # Starting

    def _launch(self) -> None:
        found = pgbin.find_binaries(self.data, self._configured)
        binaries = pgbin.reachable(found, self._account, self._where())
        if not (self.data / "PG_VERSION").exists():
            self._initialise(binaries)
        self._give(private_folder(self._socket_folder(), self._owners()), 0o700)
        self._write_settings(binaries)
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".old.log"))
        self.log.touch(mode=0o600)
        self._give(self.log, 0o600)
        give_up = time.monotonic() + START_SECONDS
        while self._pg_ctl("start", "-t", str(int(START_SECONDS)), "-l", str(self.log)) != 0:
            # After a kill -9 the old backends hold the shared memory for some seconds.
            if not self._obstructed() or time.monotonic() > give_up:
                raise PostgresError(f"The database did not start.{self._log_end()}")
            time.sleep(0.3)

    def _initialise(self, binaries: Binaries) -> None:
        half = self.data.with_name("data.half")
        word = self.data.with_name("initial.password")
        shutil.rmtree(half, ignore_errors=True)
        self._give(make_folder(half, 0o700), 0o700)
        word.unlink(missing_ok=True)
        write_private(word, self._password(SUPERUSER))
        self._give(word, 0o600)
        # Who asks for no syncing (tests do) needs none of it here either.
        sync = ["--no-sync"] if self._settings.get("fsync") == "off" else []
        options = [*INITDB_OPTIONS, *sync, f"--pwfile={word}"]
        try:
            made = pgbin.run([binaries.tool("initdb"), "-D", str(half), *options], self._account)
        finally:
            word.unlink()
        if made.returncode != 0:
            raise PostgresError(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")
        with (half / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude_if_exists = 'frontcounter.conf'\n")
        half.rename(self.data)

    def _write_settings(self, binaries: Binaries) -> None:
        settings = dict(BASE_SETTINGS)
        # A folder in this list is quoted by itself: its path may hold spaces or commas.
        settings["unix_socket_directories"] = f'"{self._socket_folder()}"'
        library = pgbin.run([binaries.tool("pg_config"), "--pkglibdir"], None).stdout.strip()
        if library and any(Path(library).glob("pg_stat_statements.*")):
            settings["shared_preload_libraries"] = "pg_stat_statements"
        if binaries.major >= 18:
            settings["io_method"] = "sync"  # no idle helper processes
        settings.update(self._settings)
        path = self.data / "frontcounter.conf"
        path.write_text("".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items()))
        self._give(path, 0o600)

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.superuser_url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > give_up or self._pid() is None:
                    raise PostgresError(f"No answer: {error}{self._log_end()}") from error
                time.sleep(0.1)

    def _pg_ctl(self, action: str, *options: str) -> int:
        found = pgbin.find_binaries(self.data, self._configured)
        tool = pgbin.reachable(found, self._account, self._where()).tool("pg_ctl")
        argv = [tool, "-D", str(self.data), "-w", "-s", *options, action]
        return pgbin.run(argv, self._account, seconds=START_SECONDS + 30).returncode

    # What runs

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, PermissionError):
            return []

    def _pid(self) -> int | None:
        """The running server's process id, None if none runs (a zombie does not run)."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        return pid if pid and pid in processes_in(self.data) else None

    def _obstructed(self) -> bool:
        """Whether what hindered a start will pass; clears locks that nobody holds any more."""
        if processes_in(self.data):
            return True
        # The number in these now belongs to a zombie or to a process that is not PostgreSQL.
        locks = (self.data / "postmaster.pid", self._socket_folder() / ".s.PGSQL.5432.lock")
        stale = [lock for lock in locks if lock.exists()]
        for lock in stale:
            lock.unlink()
        return bool(stale) or "shared memory" in self._log_end()

    def _log_end(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "".join(f"\n  {line}" for line in lines[-8:])

    # Small things

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One start or stop at a time, also between processes."""
        self._where()
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _owners(self) -> set[int]:
        return {os.geteuid(), self._account.uid if self._account else os.geteuid()}

    def _give(self, path: Path, mode: int) -> None:
        path.chmod(mode)
        if self._account is not None:
            os.chown(path, self._account.uid, self._account.gid)


def _exists(connection: psycopg.Connection, query: LiteralString, value: str) -> bool:
    return connection.execute(query, [value]).fetchone() is not None


def _quoted(value: str) -> str:
    """A value as PostgreSQL's configuration files quote it."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
