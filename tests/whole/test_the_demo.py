"""The whole way, once, through what `make run` starts: every process real, the browser too.

A person's first click to the force's records, over HTTP in England and into a folder in Manitoba;
then everything stops cleanly and is there again at the next start.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from intake_walker import MIDNIGHT_BIKE
from playwright.sync_api import Browser, Page, sync_playwright

from live_site import FLAGS

SIGN_IN = re.compile(r"(\S+)\s+(\S+)\s+(\S+@\S+)\s+(front counter demo)\s+([A-Z2-7]+)")
LOOKS = 400  # how often a page is loaded again until something has happened


@dataclass
class Demo:
    """What the console told, and the folder of the data."""

    process: subprocess.Popen[str]
    home: Path
    lines: list[str]
    addresses: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[str, str], str] = field(default_factory=dict)

    def code(self, email: str) -> str:
        told = run("code", email, home=self.home)
        return told.stdout.strip()

    def mails_to(self, address: str) -> list[object]:
        """What arrived for an address, oldest first."""
        found = []
        for path in sorted((self.home / "demo-mail").glob("*.eml")):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            if address in str(mail["To"]):
                found.append(mail)
        return found


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The `frontcounter` command, as an operator would."""
    env = environment(home)
    command = [sys.executable, "-m", "frontcounter.ops.cli", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith("FRONTCOUNTER_")
    }
    source = str(Path(__file__).resolve().parents[2] / "src")
    return {**kept, "FRONTCOUNTER_HOME": str(home), "PYTHONPATH": source, **more}


@contextmanager
def demo(home: Path) -> Iterator[Demo]:
    """Start it as `make run` does, and stop it as Ctrl-C does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "frontcounter.ops.cli", "demo"],
        env=environment(home, PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    told = Demo(process, home, [])
    try:
        assert process.stdout
        for line in process.stdout:
            told.lines.append(line)
            if address := re.search(r"^  (\w[\w -]+?)\s{2,}(http://\S+)", line):
                told.addresses[address[1]] = address[2].rstrip("/")
            if person := SIGN_IN.search(line):
                told.people[(person[1], person[2])] = person[3]
            if "Ctrl-C" in line:
                break
        else:
            pytest.fail("".join(told.lines))
        yield told
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
        told.lines.append(rest)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def running(home: Path) -> Iterator[Demo]:
    with demo(home) as told:
        yield told
    assert told.process.returncode == 0, "".join(told.lines)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


def again(page: Page, seen: Callable[[], bool]) -> None:
    """Load the page again until something is seen."""
    for _ in range(LOOKS):
        if seen():
            return
        page.reload()
    raise AssertionError(page.inner_text("main"))


def press(page: Page, button: str = "#step .govuk-button-group button >> nth=0") -> None:
    """Press a button and wait for the page that it leads to."""
    with page.expect_navigation():
        page.click(button)


def fill(page: Page, values: dict[str, object]) -> None:
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            options = page.locator(f'[name="{name}"][value="{one}"]')
            if options.count():
                options.check()
            elif page.locator(f'select[name="{name}"]').count():
                page.select_option(f'select[name="{name}"]', str(one))
            else:
                page.fill(f'[name="{name}"]', str(one))


def report_a_bicycle(page: Page, demo: Demo, home: str, email: str, **more: object) -> str:
    """From the first click to the receipt, without JavaScript; returns the tracking number."""
    page.goto(home)
    press(page, "a[href$='/report/theft_bicycle/']")
    answers = {**MIDNIGHT_BIKE, "online": {**MIDNIGHT_BIKE["online"], **more}}
    you = {
        **answers["you"],
        "contact.by": "email",
        "contact.email": email,
        "contact.phone": "0161 496 0000" if "soar" in home else "204-555-0147",
    }
    steps = [
        answers[step] for step in ("safe", "online", "where", "when", "things", "seen", "story")
    ]
    for values in (*steps, you):
        fill(page, {k: v for k, v in values.items() if page.locator(f'[name="{k}"]').count()})
        press(page)
    before = page.url
    for _ in range(LOOKS):
        if demo.mails_to(email):
            break
        page.goto(before)
    letter = demo.mails_to(email)[0].get_body().get_content()
    page.fill("[name=code]", re.search(r"\b\d{6}\b|\b\d{3} \d{3}\b", letter)[0])
    press(page, "main form button >> nth=0")
    press(page, "main form button")
    return page.inner_text("#tracking-number")


def sign_in(page: Page, demo: Demo, force: str, role: str) -> None:
    email = demo.people[(force, role)]
    page.goto(demo.addresses["The staff site"])
    page.fill("[name=login]", email)
    page.fill("[name=password]", "front counter demo")
    press(page, "main button")
    page.fill("[name=code]", demo.code(email))
    press(page, "main button")
    assert f"/staff/{force}" in page.url


def record(page: Page, demo: Demo, force: str, number: str) -> None:
    """Take the report and record it, reading first what the reporter will be sent."""
    page.goto(f"{demo.addresses['The staff site']}/{force}/reports/{number}")
    press(page, "main form[action$='/claim'] button")
    press(page, "main a[href$='/decide/record']")
    press(page, "main form button[data-prevent-double-click]")


def test_a_report_goes_over_http_to_the_records_system(running: Demo, browser: Browser) -> None:
    email = "jo@example.org"
    person = browser.new_context(java_script_enabled=False).new_page()
    public = running.addresses["The public site"]
    number = report_a_bicycle(person, running, f"{public}/soar-valley/en/", email)
    assert number.startswith("T-")

    staff = browser.new_context().new_page()
    sign_in(staff, running, "soar-valley", "reviewer")
    assert number in staff.inner_text("main")
    record(staff, running, "soar-valley", number)
    crime = re.compile(r"SV-\d{4}-\d+")
    staff.goto(f"{running.addresses['The staff site']}/soar-valley/reports/{number}")
    again(staff, lambda: bool(crime.search(staff.inner_text("main"))))
    given = crime.search(staff.inner_text("main"))[0]

    desk = browser.new_context().new_page()
    desk.goto(running.addresses["Records system that receives"])
    assert desk.locator("tbody tr", has_text=given).count() == 1
    again(staff, lambda: len(running.mails_to(email)) >= 3)
    told = running.mails_to(email)[-1]
    assert given in told.get_body().get_content()
    pdf = next(part for part in told.iter_attachments())
    assert pdf.get_content().startswith(b"%PDF-")


def test_a_french_report_goes_into_a_folder(running: Demo, browser: Browser) -> None:
    email = "amelie@example.org"
    person = browser.new_context(java_script_enabled=False, locale="fr-CA").new_page()
    public = running.addresses["The public site"]
    number = report_a_bicycle(person, running, f"{public}/red-river/fr/", email)

    staff = browser.new_context().new_page()
    sign_in(staff, running, "red-river", "reviewer")
    record(staff, running, "red-river", number)
    staff.goto(f"{running.addresses['The staff site']}/red-river/reports/{number}")
    file_number = re.compile(r"RR\d\d-\d{6}")
    again(staff, lambda: bool(file_number.search(staff.inner_text("main"))))
    again(staff, lambda: len(running.mails_to(email)) >= 3)
    told = running.mails_to(email)[-1]
    assert "numéro de dossier" in told.get_body().get_content()

    again(staff, lambda: bool(list(running.home.rglob("*.zip"))))
    package = next(iter(running.home.rglob("*.zip")))
    with zipfile.ZipFile(package) as parts:
        manifest = json.loads(parts.read("manifest.json"))
        report = json.loads(parts.read("report.json"))
        assert report["narrative"]
        for one in manifest["files"]:
            assert hashlib.sha256(parts.read(one["path"])).hexdigest() == one["sha256"]


def test_the_audit_record_is_sound(running: Demo) -> None:
    told = run("audit", "verify", home=running.home)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "red-river: sound" in told.stdout


def test_everything_stops_and_is_there_again(running: Demo, home: Path) -> None:
    running.process.send_signal(signal.SIGINT)
    running.process.wait(timeout=60)
    assert running.process.returncode == 0
    with demo(home) as told:
        page = urllib.request.urlopen(told.addresses["Records system that receives"])
        assert page.status == 200
        assert told.people == running.people
        assert told.mails_to("jo@example.org")
