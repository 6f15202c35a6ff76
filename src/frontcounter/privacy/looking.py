"""Who looked at what: audit entries with the people and reports that they are about, and hints.

A hint accuses nobody: somebody may well have looked without a task of it, or share a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.accounts.models import Membership, User
from frontcounter.audit.models import Verb
from frontcounter.evidence.queries import files_of
from frontcounter.forms.engine.cleaning import squash
from frontcounter.reports import queries
from frontcounter.reports.queries import ReportLine

PAGE = 50
SEEING = (Verb.CONSULT, Verb.DISCLOSE)
_HINTED = frozenset(SEEING)


@dataclass(frozen=True)
class Wanted:
    """What is looked for. `beside`: the last entry of the page before, as (time, id)."""

    since: datetime
    until: datetime
    report_id: UUID | None = None
    staff_id: str = ""
    verbs: tuple[str, ...] = ()
    beside: tuple[datetime, UUID] | None = None


@dataclass(frozen=True)
class Looked:
    """One entry. `hints` are codes: no_task, own_name, same_surname, own_email."""

    id: UUID
    at: datetime
    verb: str
    action: str
    actor_kind: str
    name: str
    report: ReportLine | None
    hints: tuple[str, ...]


@dataclass(frozen=True)
class LookedPage:
    """Entries, the newest first, and where the next page begins."""

    lines: list[Looked]
    more: tuple[datetime, UUID] | None


_COLUMNS = (
    "id", "at", "verb", "action", "actor_kind", "actor_id", "subject", "details", "report_id",
    "dealt",
)  # fmt: skip


def looked(wanted: Wanted) -> LookedPage:
    """One page of entries; those about a closed desk's reports only for its own people."""
    rows = _rows(wanted)
    shown = rows[:PAGE]
    reports = queries.lines({row["report_id"] for row in shown if row["report_id"]})
    people = _people({row["actor_id"] for row in shown if row["actor_kind"] == "staff"})
    lines = [_looked(row, people, reports) for row in shown]
    last = shown[-1] if len(rows) > PAGE else None
    return LookedPage(lines, (last["at"], last["id"]) if last else None)


def staff_names() -> list[tuple[str, str]]:
    """(id, name) of everybody who works for the force, by name."""
    ids = Membership.objects.values_list("user_id", flat=True).distinct()
    people = User.objects.filter(id__in=list(ids)).values_list("id", "name")
    return sorted(((str(one), name) for one, name in people), key=lambda pair: pair[1].casefold())


def _rows(wanted: Wanted) -> list[dict[str, Any]]:
    subjects = _subjects(wanted.report_id) if wanted.report_id else None
    at, beside = wanted.beside or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {', '.join(_COLUMNS)} from privacy_looked(%s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
            [
                subjects,
                wanted.staff_id,
                list(wanted.verbs) or None,
                wanted.since,
                wanted.until,
                at,
                beside,
                PAGE + 1,
            ],
        )
        return [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def _subjects(report_id: UUID) -> list[str]:
    """The report, and its files."""
    return [f"report:{report_id}", *(f"file:{line.id}" for line in files_of(report_id))]


def _people(ids: set[str]) -> dict[str, tuple[str, str]]:
    known = [UUID(one) for one in ids if _is_id(one)]
    rows = User.objects.filter(id__in=known).values_list("id", "name", "email")
    return {str(one): (name, email) for one, name, email in rows}


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _looked(
    row: dict[str, Any], people: dict[str, tuple[str, str]], reports: dict[UUID, ReportLine]
) -> Looked:
    name, email = people.get(row["actor_id"], ("", ""))
    report = reports.get(row["report_id"])
    hints: Sequence[str] = ()
    if report is not None and row["actor_kind"] == "staff" and row["verb"] in _HINTED:
        hints = _hints(name, email, report, dealt=row["dealt"])
    return Looked(
        row["id"], row["at"], row["verb"], row["action"], row["actor_kind"], name, report,
        tuple(hints),
    )  # fmt: skip


def _hints(name: str, email: str, report: ReportLine, *, dealt: bool) -> list[str]:
    found = [] if dealt else ["no_task"]
    theirs = report.reporter_name
    if name.strip() and theirs.strip():
        if squash(name) == squash(theirs):
            found.append("own_name")
        elif squash(name.split()[-1]) == squash(theirs.split()[-1]):
            found.append("same_surname")
    record = queries.report(report.id) if email else None
    theirs = str(record.contact.get("email") or "") if record else ""
    if theirs and theirs.casefold() == email.casefold():
        found.append("own_email")
    return found
