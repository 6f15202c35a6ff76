"""Checks one submitted page: form names to canonical answers and errors. Loses nothing typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .conditions import Seen, holds
from .document import FormDocument, Page
from .journey import Answers, Stop, walk
from .kinds.base import Action, Checking, FieldError, Question, Raw, Submitted
from .kinds.place_located import LocatedPlaceQuestion, unpinned
from .kinds.place_spot import Locate
from .kinds.property_list import line_count

PLACE_BUTTONS = ("map", "unpin")


class UnknownPage(LookupError):
    """The document has no such page."""


@dataclass(frozen=True)
class PageResult:
    """What a submitted page means.

    `values`: canonical answers of the questions asked (None: left blank), without those that have
    errors. `raw`: everything submitted, to draw the page again; after an action, with the line
    added or removed. `action`: a button other than Continue; then draw the page again, there are
    no errors. `stop`: the answers lead to a stop on this page; it goes before errors.
    """

    values: dict[str, Any]
    errors: tuple[FieldError, ...]
    raw: Raw
    action: Action | None = None
    stop: Stop | None = None

    @property
    def ok(self) -> bool:
        """The person may go on to the next page."""
        return not self.errors and self.action is None and self.stop is None


def check_page(
    form: FormDocument,
    page_id: str,
    submitted: Submitted,
    answers: Answers,
    *,
    lang: str,
    now: datetime,
    region: str,
    files: Mapping[str, Mapping[str, Any]] | None = None,
    locate: Locate | None = None,
) -> PageResult:
    """Check what was submitted for one page.

    `answers` are those of the draft; `now` is aware; `region` ('CA', 'GB') reads phone numbers
    without a country code; `files` are the draft's uploads by id ({"name", "size"}); `locate` says
    where a place is (place_spot.py). Raises UnknownPage, and nothing for any submitted content.
    """
    page = form.page(page_id)
    if page is None:
        raise UnknownPage(page_id)
    raw = {str(name): [str(v) for v in values] for name, values in submitted.items()}
    # What came before this page may decide which of its questions are asked.
    own = {question.id for question in page.questions}
    before = {k: v for k, v in answers.items() if k not in own} if answers else {}
    seen = {} if page.stands_alone else dict(walk(form, before).seen)
    context = {"lang": lang, "now": now, "region": region, "files": files or {}, "locate": locate}
    values, errors = _check(page, raw, seen, **context)
    action = _action(page, raw)
    if action:
        return PageResult(values, (), _apply(action, page, raw), action)
    stop = walk(form, {**before, **values}).stop if page.stops else None
    if stop and stop.page_id == page.id:
        return PageResult(values, (), raw, stop=stop)
    return PageResult(values, tuple(errors), raw)


def _check(
    page: Page, raw: Raw, seen: dict[str, Seen], **context: Any
) -> tuple[dict[str, Any], list[FieldError]]:
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for question in page.questions:
        if not holds(question.when, seen):
            continue
        c = Checking(raw, question.id, **context)
        value = question.check(c)
        raw.update(c.kept)
        if c.errors:
            errors += c.errors
            continue
        values[question.id] = value
        if value is not None:
            seen[question.id] = question.seen(value)
    return values, errors


def _action(page: Page, raw: Raw) -> Action | None:
    """The named button that was pressed, if it belongs to a question of this page."""
    for question in page.questions:
        start = f"{question.id}."
        for name in raw:
            if name.startswith(start):
                found = _button(question, name[len(start) :], raw[name])
                if found:
                    return found
    return None


def _button(question: Question, rest: str, values: list[str]) -> Action | None:
    lines = question.REPEATS
    if rest == "add" and lines:
        return Action("add_line", question.id)
    number, dot, part = rest.partition(".")
    if not dot:
        line, part = None, rest
    elif lines and number.isascii() and number.isdigit() and len(number) < 4:
        line = int(number)
    else:
        return None
    if part == "remove" and line is not None:
        return Action("remove_line", question.id, line)
    if part in PLACE_BUTTONS and isinstance(question, LocatedPlaceQuestion):
        return Action(part, question.id)
    if not lines and question.KIND != "files":
        return None
    if part == "upload":
        return Action("upload", question.id, line)
    if part == "remove_file":
        return Action("remove_file", question.id, line, values[0] if values else "")
    return None


def _apply(action: Action, page: Page, raw: Raw) -> Raw:
    """The page's content after the button: a line more or less, a file less."""
    start = action.question_id
    raw = {name: values for name, values in raw.items() if not _is_button(page, name)}
    question = next(q for q in page.questions if q.id == start)
    if action.kind == "unpin":
        raw = unpinned(question, raw)
    if question.REPEATS:
        most = int(getattr(question, "most", 1))
        count = max(1, line_count(raw, start, most))
        if action.kind == "add_line":
            count = min(count + 1, most)
        if action.kind == "remove_line" and action.line is not None and action.line < count:
            raw = _without_line(raw, start, action.line)
            count = max(1, count - 1)
        raw[f"{start}.lines"] = [str(count)]
    if action.kind == "remove_file":
        # The file list's name is 'files' for the question itself, 'photos' in a line.
        line = f"{start}.{action.line}.photos" if action.line is not None else f"{start}.files"
        raw[line] = [one for one in raw.get(line, []) if one != action.file_id]
    return raw


def _is_button(page: Page, name: str) -> bool:
    question_id, _, rest = name.partition(".")
    question = next((q for q in page.questions if q.id == question_id), None)
    return bool(question and rest and _button(question, rest, [""]))


def _without_line(raw: Raw, start: str, gone: int) -> Raw:
    found: Raw = {}
    for name, values in raw.items():
        head, _, rest = name.removeprefix(f"{start}.").partition(".")
        if not name.startswith(f"{start}.") or not rest or not head.isdigit():
            found[name] = values
        elif int(head) != gone:
            number = int(head) - (1 if int(head) > gone else 0)
            found[f"{start}.{number}.{rest}"] = values
    return found
