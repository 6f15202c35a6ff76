"""What stands in the database in the evening, in words: as `evening.yaml` tells it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import groupby
from typing import Any

from day_help import Arrived, Day

from force_help import TestForce
from frontcounter.audit.models import Entry
from frontcounter.messages.models import Message
from frontcounter.reports.models import Promise, Report
from frontcounter.tasks.models import Alarm, Task

NOBODYS = "of no piece"
"""What belongs to no piece: who signed in, who looked at which list, what desks were told."""

Lines = dict[str, list[str]]


class Evening:
    """State, promises, messages and the audit record of one force, by piece."""

    def __init__(self, day: Day, force: TestForce, pieces: dict[str, Any]) -> None:
        self.zone = force.settings().zone
        self.who = {str(one.id): name for name, one in day.people.items()}
        self.names: dict[str, str] = {}
        with force.scope():
            self._learn(pieces)
            found = {
                "state": self._states(),
                "promises": self._promises(),
                "messages": self._messages(),
                "audit": self._audit(),
            }
        named = [*pieces, NOBODYS]
        self.told = {
            name: {part: lines[name] for part, lines in found.items() if name in lines}
            for name in named
        }
        assert set().union(*found.values()) <= set(named)

    def _learn(self, pieces: dict[str, Any]) -> None:
        """Every row that belongs to a piece → the piece's name."""
        known = {
            one.number if isinstance(one, Arrived) else str(one): name
            for name, one in pieces.items()
        }
        self.address = {name: f"{name.removesuffix('_again')}@example.org" for name in pieces}
        for report in Report.objects.all():
            self.names[f"report:{report.id}"] = known[report.tracking_number]
        for task in Task.objects.all():
            report_name = self.names.get(f"report:{task.report_id}")
            self.names[f"task:{task.id}"] = report_name or known[task.number]
        for kind, rows in (("alarm", Alarm.objects.all()), ("message", Message.objects.all())):
            for row in rows:
                self.names[f"{kind}:{row.id}"] = self.names.get(f"report:{row.report_id}", NOBODYS)

    def _when(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%a %d %H:%M}"

    def _states(self) -> Lines:
        """Where each report stands and why; what became of other work, and what is left to do."""
        found: Lines = defaultdict(list)
        for report in Report.objects.all():
            more = " ".join(filter(None, (report.file_number and "with a number", report.reason)))
            found[self.names[f"report:{report.id}"]].append(f"{report.state} {more}".strip())
        for task in Task.objects.order_by("opened_at", "id"):
            if task.report_id is None or task.state != "done":
                end = task.outcome if task.state == "done" else f"is {task.state}"
                found[self.names[f"task:{task.id}"]].append(f"{task.kind} {end}")
        return found

    def _promises(self) -> Lines:
        found: Lines = defaultdict(list)
        for one in Promise.objects.order_by("made_at", "kind"):
            ends = {"kept": one.kept_at, "lifted": one.lifted_at, "lapsed": one.lapsed_at}
            end = " and ".join(f"{name} {self._when(at)}" for name, at in ends.items() if at)
            line = f"{one.kind} by {self._when(one.due_at)}, {end or 'open'}"
            found[self.names[f"report:{one.report_id}"]].append(line)
        return found

    def _messages(self) -> Lines:
        found: Lines = defaultdict(list)
        for one in Message.objects.order_by("created_at", "id"):
            name = self.names[f"message:{one.id}"]
            to = "them" if one.address == self.address.get(name) else one.address
            why = f" ({one.last_error})" if one.last_error else ""
            line = f"{self._when(one.created_at)} {one.event} by {one.channel} to {to}"
            found[name].append(f"{line}, {one.status}{why}")
        return found

    def _audit(self) -> Lines:
        """Who did what, in order; what one person did in a row stands on one line."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in Entry.objects.exclude(action="force.publish").order_by("id"):
            name = self.names.get(one.subject, NOBODYS)
            who = self.who.get(one.actor_id) or one.actor_id or one.actor_kind
            found[name].append((who, f"{one.verb} {one.action}"))
        found[NOBODYS].sort(key=lambda one: one[0])
        return {
            name: [
                f"{who}: {', '.join(act for _, act in acts)}"
                for who, acts in groupby(entries, key=lambda one: one[0])
            ]
            for name, entries in found.items()
        }
