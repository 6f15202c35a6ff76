"""Killed between two lines, nothing that was acknowledged is lost, and nothing is made twice."""

from __future__ import annotations

import os
import re
import signal
import sys
from types import FrameType
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce

WATCHED = ("frontcounter/reports/", "frontcounter/intake/check", "frontcounter/tasks/",
           "frontcounter/messages/", "frontcounter/evidence/", "frontcounter/audit/",
           "frontcounter/ops/middleware", "frontcounter/base/scope")  # fmt: skip


def lines_of(send: Any) -> int:
    """How many lines of ours run while a report is sent."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        if not any(part in frame.f_code.co_filename for part in WATCHED):
            return None
        if event == "line":
            count += 1
        return trace

    sys.settrace(trace)
    try:
        send()
    finally:
        sys.settrace(None)
    return count


def killed_at(line: int, send: Any) -> int:
    """Send in a child process that is killed before our `line`-th line; its exit signal or 0."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        count = 0

        def trace(frame: FrameType, event: str, arg: object) -> Any:
            nonlocal count
            if not any(part in frame.f_code.co_filename for part in WATCHED):
                return None
            if event == "line":
                count += 1
                if count == line:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            send()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


def ready_to_send(force: TestForce) -> tuple[Walker, Any]:
    person = Walker(force.slug)
    person.walk(MIDNIGHT_BIKE)
    form = person.form()

    def send(client: Client | None = None) -> Any:
        other = client or Client(enforce_csrf_checks=True)
        other.cookies.update(person.client.cookies)
        return other.post(form["action"], form["fields"])

    return person, send


def rows(force: TestForce) -> dict[str, int]:
    """How many rows of each kind hang on reports."""
    from frontcounter.audit.models import Entry
    from frontcounter.reports.models import Event, Promise, Report
    from frontcounter.tasks.models import Task

    with force.scope():
        return {
            "reports": Report.objects.count(),
            "events": Event.objects.filter(code="submit").count(),
            "promises": Promise.objects.count(),
            "tasks": Task.objects.count(),
            "audit": Entry.objects.filter(action="report.submit").count(),
        }


WHOLE = {"reports": 1, "events": 1, "promises": 1, "tasks": 1, "audit": 1}
NOTHING = dict.fromkeys(WHOLE, 0)


@pytest.fixture(scope="module")
def length() -> int:
    from force_help import make_force

    _person, send = ready_to_send(make_force("red-river"))
    return lines_of(send)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.995])
def test_a_report_is_sent_whole_or_not_at_all_and_can_be_sent_again(
    red_river: TestForce, length: int, share: float
) -> None:
    _person, send = ready_to_send(red_river)
    assert killed_at(max(1, int(length * share)), send) == signal.SIGKILL
    after = rows(red_river)
    assert after in (NOTHING, WHOLE)
    answer = Client(enforce_csrf_checks=True)
    assert send(answer).status_code == 303
    assert rows(red_river) == WHOLE
    receipt = answer.get(f"/{red_river.slug}/en/report/theft_bicycle/sent")
    assert re.search(r'id="tracking-number">T-', receipt.content.decode())
