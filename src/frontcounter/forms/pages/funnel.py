"""How far people come: counted from a draft's trail when the draft ends, without its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SENT = "sent"
LONGEST = timedelta(minutes=30)
"""Whoever needs longer for a page has put it aside: that time is not counted."""


@dataclass(frozen=True)
class EndedDraft:
    """What the clear columns of a draft say. `trail`: (page, when it was sent), in order."""

    type: str
    language: str
    form_hash: str
    trail: Sequence[tuple[str, datetime]]
    sent: bool


@dataclass
class Step:
    """One page of a draft; the columns of `models.Step`."""

    type: str
    language: str
    form_hash: str
    step: str
    place: int
    at: datetime
    sent: bool
    seconds: int | None = None
    tries: int = 0
    last: bool = False


def steps_of(draft: EndedDraft) -> list[Step]:
    """One row for each page that was sent, in the order of the first time.

    `seconds` is the time since the page before was sent; nobody knows it of the first page.
    """
    rows: dict[str, Step] = {}
    before: datetime | None = None
    for name, at in draft.trail:
        row = rows.get(name)
        if row is None:
            row = rows[name] = _row(draft, name, len(rows), at)
        row.tries += 1
        if before is not None and at - before <= LONGEST:
            row.seconds = (row.seconds or 0) + max(0, round((at - before).total_seconds()))
        before = at
    if draft.trail:
        rows[draft.trail[-1][0]].last = True
    return list(rows.values())


def _row(draft: EndedDraft, name: str, place: int, at: datetime) -> Step:
    return Step(
        type=draft.type,
        language=draft.language,
        form_hash=draft.form_hash,
        step=name,
        place=place,
        at=at.replace(second=0, microsecond=0),
        sent=draft.sent,
    )
