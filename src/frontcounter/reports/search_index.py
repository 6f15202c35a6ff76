"""What a report is found by: the worker reads its words and names and puts them into the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection

from frontcounter.base.scope import current_force_id
from frontcounter.forms.engine import export_report, summary
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.models import Report, ReporterAct
from frontcounter.reports.shredding import Doomed, Shredded, shreds

BATCH = 200
"""As many reports as one transaction of the worker indexes."""

More: TypeAlias = Callable[[UUID], str]
_more: dict[str, More] = {}

_WAITING = """
select id from reports_report where force_id = %s and search_stale
order by submitted_at limit %s for update skip locked
"""
_DONE = "update reports_report set search_stale = false where force_id = %s and id = any(%s)"


def also_searched(name: str) -> Callable[[More], More]:
    """Register further words of a report, by its id: what the force wrote about it itself."""

    def register(words: More) -> More:
        _more[name] = words
        return words

    return register


def index_waiting(limit: int = BATCH) -> int:
    """Index reports that are new or have changed, the oldest first; how many that were."""
    force = current_force_id()
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [force, limit])
        ids = [row[0] for row in cursor.fetchall()]
    rows = Report.objects.filter(id__in=ids).order_by("submitted_at", "id")
    told = _told_since(ids)
    for report in rows:
        words = "\n".join([*_words(report), *told.get(report.id, ())])
        put("select reports_index(%s, %s, %s)", report.id, words, "\n".join(_names(report)))
    if ids:
        put(_DONE, force, ids)
    return len(ids)


def put(sql: str, *values: Any) -> None:
    """One statement that answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _words(report: Report) -> Iterator[str]:
    yield from (report.headline, report.place)
    form = published_form(report.form_hash)
    if report.answers:
        yield form.title(report.language)
        for section in summary(form, report.answers, report.language, audience="staff"):
            for row in section.rows:
                if row.answered:
                    yield from row.lines
    for words in _more.values():
        yield words(report.id)


def _names(report: Report) -> Iterator[str]:
    yield report.reporter_name
    if not report.answers:
        return
    known = export_report(published_form(report.form_hash), report.answers)
    for person in known["persons"]:
        for part in ("given", "family", "name"):
            if isinstance(person.get(part), str):
                yield person[part]


def _told_since(ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = ReporterAct.objects.filter(report_id__in=ids).exclude(text="")
    for report_id, text in rows.values_list("report_id", "text"):
        found.setdefault(report_id, []).append(text)
    return found


def waiting_since() -> datetime | None:
    """When the oldest report that is not indexed yet was sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(submitted_at) from reports_report where force_id = %s and search_stale",
            [current_force_id()],
        )
        found: datetime | None = cursor.fetchone()[0]
    return found


@shreds("reports.search", "reports_searchtext", "reports_searchname")
def _shred(doomed: Doomed) -> Shredded:
    """Words and names of the report; those that no other report has leave the dictionary too."""
    force = current_force_id()
    with connection.cursor() as cursor:
        cursor.execute("select reports_unindex(%s)", [doomed.report_id])
        cursor.execute(
            "delete from reports_searchtext where force_id = %s and report_id = %s",
            [force, doomed.report_id],
        )
        gone = cursor.rowcount
    return Shredded({"searched": gone})
