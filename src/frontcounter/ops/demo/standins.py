"""What the demo runs beside FrontCounter: a mailbox, and a records system for each force."""

from __future__ import annotations

import json
import secrets
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from frontcounter.ops.files import make_folder, write_private

FORCES = Path(__file__).parent / "forces"


@dataclass(frozen=True)
class StandIn:
    """One program to run: its name, arguments, and variables beside our own."""

    name: str
    argv: list[str]
    env: dict[str, str]
    page: str
    title: str


def mailbox(home: Path, port: int) -> tuple[StandIn, dict[str, str]]:
    """The mailbox, and the variables by which FrontCounter sends its mail there."""
    web, smtp = free_port(port), free_port(0)
    argv = [sys.executable, "-m", "frontcounter.ops.demo.mailbox"]
    argv += ["--folder", str(home / "demo-mail"), f"--smtp-port={smtp}", f"--web-port={web}"]
    page = f"http://127.0.0.1:{web}/"
    given = {"FRONTCOUNTER_SMTP_URL": f"smtp://127.0.0.1:{smtp}"}
    return StandIn("mailbox", argv, {}, page, "E-mail that was sent"), given


def records(home: Path, port: int) -> tuple[StandIn, dict[str, str]]:
    """The receiving records system, and the variable that leads every demo force to its own."""
    web, folder = free_port(port), home / "demo-rms"
    word = folder / "token"
    make_folder(folder, 0o700)
    if not word.exists():
        write_private(word, secrets.token_urlsafe(24))
    token = word.read_text()
    argv = [sys.executable, "-m", "frontcounter.ops.demo.rms"]
    argv += ["--folder", str(folder), f"--port={web}"]
    page = f"http://127.0.0.1:{web}/"
    file = home / "demo-destinations.json"
    write_private(file, json.dumps(_destinations(home, f"{page}incidents", token), indent=1))
    given = {"FRONTCOUNTER_DESTINATIONS": str(file)}
    env = {"FRONTCOUNTER_DEMO_RMS_TOKEN": token}
    return StandIn("records", argv, env, page, "Records system that receives"), given


def _destinations(home: Path, url: str, token: str) -> dict[str, dict[str, Mapping[str, str]]]:
    """Settings of each demo force's destination, by what its published settings ask for."""
    settings: dict[str, dict[str, Mapping[str, str]]] = {}
    for file in sorted(FORCES.glob("*/force.yaml")):
        force = yaml.safe_load(file.read_text("utf-8"))
        asked = force.get("destination")
        if not asked:
            continue
        inbox = home / "demo-records" / str(force["slug"])
        if asked["kind"] == "folder":
            make_folder(inbox, 0o700)
        choice = {"folder": {"folder": str(inbox)}, "http": {"url": url, "token": token}}
        settings[force["slug"]] = {str(asked["name"]): choice[asked["kind"]]}
    return settings


def free_port(wanted: int) -> int:
    """The wanted port of loop-back if it is free, else any that is."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")
