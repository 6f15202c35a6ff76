"""The language-free report document: who, where, what, when, the narrative, and the codes."""

from __future__ import annotations

from typing import Any

from .conditions import holds
from .document import FormDocument
from .journey import Told, walk

BUCKETS = ("persons", "locations", "items", "vehicles", "times", "narrative", "facts", "files")
LATER = ("organisations",)
"""Buckets that came after version 1 was written: they are there only when they hold something."""
FORMAT = "frontcounter-report"
VERSION = 1


def export_report(form: FormDocument, answers: Told) -> dict[str, Any]:
    """Codes and values only, no words of the form, in buckets that records systems know.

    Entries about the reporter are one person. `codes` has the first code of each jurisdiction's
    table whose condition holds. Photos of things are also listed in `files`.
    """
    journey = walk(form, answers)
    buckets: dict[str, list[dict[str, Any]]] = {name: [] for name in (*BUCKETS, *LATER)}
    for question in form.questions:
        if question.id not in journey.values:
            continue
        for bucket, entry in question.export(journey.values[question.id]):
            buckets[bucket].append(entry)
            for photo in entry.get("photos", []):
                buckets["files"].append({"code": question.id, **photo})
    buckets["persons"] = _one_reporter(buckets["persons"])
    seen = journey.seen
    codes = {}
    for table, entries in form.codes.items():
        match = next((entry.code for entry in entries if holds(entry.when, seen)), None)
        if match is not None:
            codes[table] = match
    return {
        "format": FORMAT,
        "version": VERSION,
        "type": form.type,
        "form": form.hash,
        "codes": codes,
        **{name: held for name, held in buckets.items() if held or name not in LATER},
    }


def _one_reporter(persons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    reporter: dict[str, Any] = {}
    others = []
    for person in persons:
        if person["role"] == "reporter":
            reporter |= person
        else:
            others.append(person)
    return [reporter, *others] if reporter else others
