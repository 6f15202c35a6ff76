"""The agency's version in what leaves: as it stood when the report was recorded.

The reporter's words stay as they are beside it. A report without changes has none of this.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from frontcounter.documents.labels import label
from frontcounter.documents.report import Moment, Row, Section
from frontcounter.forms.engine import FormDocument, export_report
from frontcounter.forms.engine.reading import pick
from frontcounter.reports import agency
from frontcounter.reports.agency import ChangeLine
from frontcounter.reports.queries import ReportRecord


def frozen_changes(record: ReportRecord) -> list[ChangeLine]:
    """The changes that were there when it was recorded."""
    revision = (record.frozen or {}).get("agency_revision", 0)
    return agency.changes_of(record.id, revision) if revision else []


def data_of(record: ReportRecord, form: FormDocument) -> dict[str, Any]:
    """{"agency": …} for the language-free documents, or nothing.

    `changes` in their order with reasons, `codes` that a person confirmed, `report` the agency's
    version in the same shape as the reporter's.
    """
    changes = frozen_changes(record)
    if not changes:
        return {}
    block = {
        "revision": changes[-1].revision,
        "changes": [
            {
                "revision": one.revision,
                "part": one.part,
                "name": one.name,
                "value": one.value,
                "reason": one.reason,
                "by": one.by_name,
                "at": one.at.isoformat(),
            }
            for one in changes
        ],
        "codes": agency.confirmed_codes(changes),
        "report": export_report(form, agency.agency_answers(record, changes)),
    }
    return {"agency": block}


def sections_of(
    record: ReportRecord, form: FormDocument, language: str, when: Callable[[datetime], Moment]
) -> tuple[Section, ...]:
    """What the agency says otherwise, for the force's copy; nothing where it says the same."""
    changes = frozen_changes(record)

    def words(change: ChangeLine) -> list[str]:
        question = form.question(change.name)
        read = question.read(change.value) if question and change.value is not None else None
        if question is None or read is None:
            return [label("agency.blank", language, {})]
        return question.show(read, language)

    rows = [
        Row(
            pick(question.label, language),
            (
                *words(change),
                label(
                    "agency.because",
                    language,
                    {},
                    why=change.reason,
                    name=change.by_name,
                    when=when(change.at).text,
                ),
            ),
            f"agency.{name}",
        )
        for name, change in agency.in_force(changes, agency.ANSWER).items()
        if agency.is_changed(record, change) and (question := form.question(name))
    ]
    codes = agency.confirmed_codes(changes)
    rows += [Row(table.upper(), (code,), f"agency.{table}") for table, code in codes.items()]
    return (Section(label("agency.title", language, {}), tuple(rows), "agency"),) if rows else ()
