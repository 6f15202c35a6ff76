"""Taking what was typed on a page into a draft, and where to go then: the same on both sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontcounter.forms.engine import (
    FormDocument,
    Journey,
    Locate,
    Page,
    PageResult,
    Submitted,
    check_page,
)


@dataclass
class Written:
    """What somebody has written so far."""

    answers: dict[str, Any]
    pending: dict[str, dict[str, list[str]]]


def take_page(
    written: Written,
    form: FormDocument,
    page: Page,
    raw: Submitted,
    *,
    lang: str,
    now: datetime,
    region: str,
    files: Mapping[str, Mapping[str, Any]] | None = None,
    locate: Locate | None = None,
) -> PageResult:
    """Check a page and keep it, whatever it is: as answers, or as typed until it is right."""
    result = check_page(
        form,
        page.id,
        raw,
        written.answers,
        lang=lang,
        now=now,
        region=region,
        files=files or {},
        locate=locate,
    )
    written.answers.update(result.values)
    if result.ok or result.stop is not None:
        written.pending.pop(page.id, None)
    else:
        written.pending[page.id] = {name: list(values) for name, values in result.raw.items()}
    return result


def as_typed(
    page: Page,
    answers: Mapping[str, Any],
    pending: Mapping[str, Mapping[str, list[str]]],
) -> dict[str, list[str]]:
    """What stands on the page now: typed and not right yet, else its answers as they were typed."""
    if page.id in pending:
        return dict(pending[page.id])
    raw: dict[str, list[str]] = {}
    for question in page.questions:
        value = question.read(answers.get(question.id))
        raw |= question.fill(value) if value is not None else {}
    return raw


def waiting_page(journey: Journey, pending: Mapping[str, object]) -> str | None:
    """The first page that is not done: not seen yet, or with something typed that is not right."""
    for page in journey.steps:
        if page.id == journey.first_unanswered or page.id in pending:
            return page.id
    return None


def page_after(journey: Journey, pending: Mapping[str, object], after: str = "") -> str | None:
    """The page to show after `after` (or the first that waits); None: all are done."""
    ahead = journey.next(after) if after else None
    if ahead is not None and journey.first_unanswered is not None:
        return ahead
    return waiting_page(journey, pending)
