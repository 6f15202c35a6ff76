"""Measuring: CPU of process trees, SQL statements, memory, and the unit that they are told in.

Milliseconds drift from hour to hour on a shared machine, so every cost is also divided by the CPU
of a fixed piece of Python work that is run between the requests: a *unit*.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

TICK = os.sysconf("SC_CLK_TCK")
_TRANSACTIONS = "^(begin|commit|rollback|savepoint|release|set |show )"
_COUNT = f"""
select coalesce(sum(calls) filter (where query !~* '{_TRANSACTIONS}' and query !~ 'set_config'), 0),
       coalesce(sum(calls) filter (where query ~ 'set_config'), 0)
from pg_stat_statements s join pg_database d on d.oid = s.dbid
where d.datname = current_database() and toplevel and query !~ 'pg_stat_statements'
"""


def calibrate() -> float:
    """CPU milliseconds of 100,000 dictionary and string operations: how fast we are now."""
    start, found = time.process_time(), {}
    for number in range(100_000):
        found[number % 1000] = str(number)
    return (time.process_time() - start) * 1000


def tree_cpu(root: int) -> float:
    """CPU seconds of a process, its descendants, and everything that they have reaped."""
    children: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            fields = text[text.rindex(")") + 2 :].split()
            spent[int(entry)] = sum(map(int, fields[11:15]))
            children.setdefault(int(fields[1]), []).append(int(entry))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += spent.get(process, 0)
        waiting += children.get(process, [])
    return total / TICK


def tree_memory(root: int) -> float:
    """Proportional set size of a process tree, in MB."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            parent = int(text[text.rindex(")") + 2 :].split()[1])
            children.setdefault(parent, []).append(int(entry))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


@dataclass
class Cost:
    """What `times` repetitions cost, each."""

    times: int = 0
    cpu_ms: float = 0
    statements: float = 0
    scopes: float = 0
    seconds: float = 0
    loops: list[float] = field(default_factory=list)
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def units(self) -> float:
        loop = sum(self.loops) / len(self.loops)
        return self.cpu_ms / loop


class Meter:
    """Costs of whole process trees and of the database's statements."""

    def __init__(self, admin_url: str, roots: dict[str, int]) -> None:
        self.admin = psycopg.connect(admin_url, autocommit=True)
        self.roots = roots

    def _read(self) -> tuple[dict[str, float], float, float]:
        cpu = {name: tree_cpu(root) for name, root in self.roots.items()}
        row = self.admin.execute(_COUNT).fetchone()
        assert row is not None
        return cpu, float(row[0]), float(row[1])

    @contextmanager
    def measure(self, times: int) -> Iterator[Cost]:
        """Measure the block; it must append `calibrate()` to `cost.loops` between requests."""
        cost = Cost(times=times, loops=[calibrate()])
        before, start = self._read(), time.perf_counter()
        yield cost
        cost.seconds = time.perf_counter() - start
        after = self._read()
        cost.parts = {
            name: (after[0][name] - before[0][name]) * 1000 / times for name in self.roots
        }
        cost.cpu_ms = sum(cost.parts.values())
        cost.statements = (after[1] - before[1]) / times
        cost.scopes = (after[2] - before[2]) / times
