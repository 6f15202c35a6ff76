"""One working day of a data centre: forty pieces arrive, and everybody does their part.

Online reports, calls that were diverted and officers' requests are cleared by two reviewers, a
call-back member, a unit, a records clerk and a supervisor, in real browsers, by a clock that the
story sets (`day_chapters.py`). In the evening every state, promise, message and line of the audit
record stands as `evening.yaml` tells: no more, and no fewer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from clock_help import Clock
from day_chapters import CHAPTERS
from day_help import Arrived, Day
from day_pieces import people_of, two_forces
from evening_help import Evening
from playwright.sync_api import sync_playwright
from test_messages import mailbox  # noqa: F401 - a fixture: real mail

from force_help import TestForce
from frontcounter.audit.chain import link_entries, verify
from frontcounter.audit.models import Entry
from frontcounter.messages.models import Message
from frontcounter.reports.models import Report
from live_site import FLAGS, site

EVENING = Path(__file__).with_name("evening.yaml")
TRACKING = re.compile(r"T-[A-Z0-9]{4}-[A-Z0-9]{4}")


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    ours, neighbour = two_forces()
    clock = Clock()
    with site() as base, clock.told(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield Day(ours, neighbour, base, clock, people_of(ours, neighbour), browser)
        browser.close()


def test_forty_pieces_in_one_day(day: Day, mailbox: Any) -> None:  # noqa: F811
    for chapter in CHAPTERS:
        chapter(day)
    assert len(day.pieces) == 40
    told, there = told_of(day)
    expected = yaml.safe_load(EVENING.read_text(encoding="utf-8"))
    assert told == by_piece(expected["here"])
    assert there == by_piece(expected["next door"])
    every_file_number_is_given_once(day.force)
    mail_reached_whom_it_was_for(day, mailbox.mails)
    for force in (day.force, day.neighbour):
        audit_record_is_sound(force)


def told_of(day: Day) -> tuple[dict[str, Any], dict[str, Any]]:
    """The evening at our force, and at the neighbour's."""
    with day.force.scope():
        ours = Report.objects.get(id=day.pieces["elsewhere"].id)
    with day.neighbour.scope():
        theirs = Report.objects.get()
    assert (theirs.answers, theirs.contact) == (ours.answers, ours.contact)
    there = {"elsewhere": Arrived(theirs.id, theirs.tracking_number, "")}
    return Evening(day, day.force, day.pieces).told, Evening(day, day.neighbour, there).told


def by_piece(table: dict[str, Any]) -> dict[str, Any]:
    """A row may tell of several pieces ("card1 … card10") that went alike."""
    return {name: row for names, row in table.items() for name in spread(names)}


def spread(names: str) -> list[str]:
    """ "plain1 plain3" or "card1 … card10" as names; a name may hold spaces if it stands alone."""
    span = re.fullmatch(r"([a-z]+)(\d+) … [a-z]+(\d+)", names)
    if span:
        return [f"{span[1]}{n}" for n in range(int(span[2]), int(span[3]) + 1)]
    return names.split(", ")


def mail_reached_whom_it_was_for(day: Day, mails: list[Any]) -> None:
    """One mail for each message, and none names a report of somebody else."""
    sent: Counter[str] = Counter()
    addresses: dict[str, set[str]] = {}
    for force in (day.force, day.neighbour):
        with force.scope():
            sent += Counter(
                Message.objects.filter(channel="email").values_list("address", flat=True)
            )
            for report in Report.objects.all():
                addresses[report.tracking_number] = {report.contact["email"]}
    assert Counter(mail["To"] for mail in mails) == sent
    for mail in mails:
        for number in TRACKING.findall(mail["Subject"]):
            to_a_desk = mail["To"].endswith("@red-river.example")
            assert to_a_desk or mail["To"] in addresses[number]


def every_file_number_is_given_once(force: TestForce) -> None:
    with force.scope():
        recorded = Report.objects.exclude(recorded_at=None)
        found = list(recorded.values_list("file_number", flat=True))
    assert sorted(found) == [f"RR26-{n:06d}" for n in range(1, len(found) + 1)]


def audit_record_is_sound(force: TestForce) -> None:
    """Nobody's words or addresses are in it, and the chain holds."""
    with force.scope():
        kept = str(list(Entry.objects.values_list("details", flat=True)))
        assert not [words for words in ("example.org", "Ada", "knife", "Green") if words in kept]
        while link_entries():
            pass
        verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.unlinked == 0
