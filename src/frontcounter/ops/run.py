"""`frontcounter demo`: everything on this machine, from the database to the demo's mailbox."""

from __future__ import annotations

import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from frontcounter.ops.demo import standins
from frontcounter.ops.demo.ways import WaysBack
from frontcounter.ops.home import HomeError, home_folder, running_from
from frontcounter.ops.postgres import Cluster, PostgresError
from frontcounter.ops.supervisor import Program, Supervisor, say

READY_SECONDS = 90.0
PREPARE_SECONDS = 900.0
WATCH_SECONDS = 3.0
PORT_SECONDS = 5.0


def run_demo() -> int:
    """Run until Ctrl-C; returns the exit code."""
    home = home_folder()
    try:
        with running_from(home):
            return _run(home)
    except (HomeError, PostgresError) as error:
        say(str(error))
        return 1


def _run(home: Path) -> int:
    address, port = _address()
    supervisor = Supervisor()
    supervisor.listen()
    # What a killed run left behind may need some seconds to let go of it.
    if not supervisor.run(lambda: _is_free(address), PORT_SECONDS):
        say(f"Port {port} is in use. Choose another one: PORT=8080 make run")
        return 1
    env = {**os.environ, "FRONTCOUNTER_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    cluster = None if env.get("DATABASE_URL") else Cluster(home)
    try:
        if cluster is not None:
            say("4/6 Starting the database")
            cluster.start()
            cluster.ensure_database()
            env["DATABASE_URL"] = cluster.url()
        return _serve(home, supervisor, cluster, env)
    finally:
        say("Stopping.")
        supervisor.stop("web", "worker", "prepare")
        supervisor.stop("records", "mailbox", seconds=5)
        if cluster is not None:
            cluster.stop()
        say(f"Stopped. The data are kept in {home}; make reset empties it.")


def _serve(home: Path, supervisor: Supervisor, cluster: Cluster | None, env: dict[str, str]) -> int:
    _, port = _address()
    helpers = []
    for variable, make, offset in (
        ("FRONTCOUNTER_SMTP_URL", standins.mailbox, 1),
        ("FRONTCOUNTER_DESTINATIONS", standins.records, 2),
    ):
        if not env.get(variable):
            helper, given = make(home, port + offset)
            env |= given
            helpers.append(helper)
    say("5/6 Bringing the database up to date and loading the demo forces")
    sign_ins = _prepare(supervisor, env)
    if sign_ins is None:
        return 0 if supervisor.ending else 1
    say("6/6 Starting the web program and the worker")
    for helper in helpers:
        supervisor.start(helper.name, helper.argv, env | helper.env)
    command = [sys.executable, "-m", "frontcounter.ops.cli"]
    web = supervisor.start("web", [*command, "serve"], env)
    supervisor.start("worker", [*command, "worker"], env)
    if not supervisor.run(lambda: web.starts > 3 or _answers(port), READY_SECONDS):
        if supervisor.ending:
            return 0
        say(f"The web program did not answer within {READY_SECONDS:.0f} s.")
        return 1
    if web.starts > 3:
        say("The web program does not start; see its lines above.")
        return 1
    _welcome(port, home, helpers, sign_ins)
    _watch(supervisor, cluster)
    return 0


def _prepare(supervisor: Supervisor, env: Mapping[str, str]) -> list[dict[str, str]] | None:
    """Migrate and load the demo in a child, which then leaves no memory behind; its sign-ins."""
    read, write = os.pipe()
    argv = [sys.executable, "-m", "frontcounter.ops.prepare", str(write)]
    program: Program = supervisor.start("prepare", argv, env, once=True, pass_fds=[write])
    os.close(write)
    with os.fdopen(read) as result:
        done = supervisor.run(lambda: program.exit_code is not None, PREPARE_SECONDS)
        if not done or program.exit_code != 0:
            if not supervisor.ending:
                say("The database could not be prepared; see the lines above.")
            return None
        sign_ins: list[dict[str, str]] = json.load(result)
    return sign_ins


def _watch(supervisor: Supervisor, cluster: Cluster | None) -> None:
    """Look after everything until we are told to end; the database comes back if it was killed."""
    looked = time.monotonic()
    while not supervisor.ending:
        supervisor.pump(1.0)
        if cluster is None or time.monotonic() - looked < WATCH_SECONDS:
            continue
        looked = time.monotonic()
        if not cluster.running():
            say("The database ended; starting it again")
            try:
                cluster.start()
            except PostgresError as error:
                say(str(error))


def _welcome(
    port: int, home: Path, helpers: list[standins.StandIn], sign_ins: list[dict[str, str]]
) -> None:
    address = os.environ.get("FRONTCOUNTER_PUBLIC_ADDRESS", f"http://127.0.0.1:{port}").rstrip("/")
    say("")
    say("FrontCounter is ready. It is a demo: no police service reads what you send.")
    say("")
    pages = [("The public site", f"{address}/"), ("The staff site", f"{address}/staff/")]
    pages += [(helper.title, helper.page) for helper in helpers]
    for title, page in pages:
        say(f"  {title:<30} {page}")
    if sign_ins:
        say("")
        say("  Staff sign-ins; the last word goes into an authenticator app:")
        for line in columns(sign_ins):
            say(f"    {line}")
        say(
            "  Without such an app: .venv/bin/frontcounter code E-MAIL shows the six digits of now."
        )
    ways = WaysBack(home).read()
    if ways:
        say("")
        say("  Reports to come back to as their sender, at “See where your report stands”:")
        for line in columns([vars(way) for way in ways]):
            say(f"    {line}")
    say("")
    say(f"  Ctrl-C stops everything. The data stay in {home}; make reset empties it.")
    say("")


def columns(rows: list[dict[str, str]]) -> list[str]:
    """Rows as lines of aligned columns."""
    names = list(rows[0])
    widths = {name: max(len(row.get(name, "")) for row in rows) for name in names}
    cells = ([row.get(name, "").ljust(widths[name]) for name in names] for row in rows)
    return ["  ".join(line).rstrip() for line in cells]


def _address() -> tuple[tuple[str, int], int]:
    """Where the web program will listen: host and port, and the port once more."""
    port = os.environ.get("PORT") or "8000"
    bind = os.environ.get("FRONTCOUNTER_BIND") or f"127.0.0.1:{port}"
    host, _, number = bind.rpartition(":")
    if not number.isdigit() or not 0 < int(number) < 65536:
        raise HomeError(f"{bind} is no address to listen on; PORT is a number from 1 to 65535.")
    return (host.strip("[]"), int(number)), int(number)


def _is_free(address: tuple[str, int]) -> bool:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True


def _answers(port: int) -> bool:
    """Whether the web program says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False
