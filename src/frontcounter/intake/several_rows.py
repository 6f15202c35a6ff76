"""Every row of a spreadsheet on the screen, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

from frontcounter.forces.published import Door
from frontcounter.forms.engine import FormDocument, Row, answers_to_send, danger, summary
from frontcounter.forms.engine.danger import DOOR
from frontcounter.forms.engine.row_columns import shared_form
from frontcounter.forms.engine.rows import RowError, RowResult, Sorting, check_rows
from frontcounter.forms.pages.drafts import Draft
from frontcounter.forms.pages.locating import locator
from frontcounter.forms.pages.published import published_form
from frontcounter.intake.drafting import SEVERAL, current, give_cookie, keep, renewed
from frontcounter.intake.emergency import support_doors
from frontcounter.intake.frames import emergency_number
from frontcounter.intake.several import not_here
from frontcounter.intake.visit import Visit, public_view
from frontcounter.web.page import ErrorLink

KEY_FIELDS = 3


@dataclass(frozen=True)
class ShownRow:
    """One row as it is shown: `state` is ready, problem, phone or left."""

    number: int
    ref: str
    state: str
    result: RowResult
    twin: int = 0  # the number of an earlier row that says the same
    key: list[Row] = field(default_factory=list)
    more: list[Row] = field(default_factory=list)
    door: Door | None = None

    @property
    def errors(self) -> tuple[RowError, ...]:
        return self.result.errors


def kept_rows(draft: Draft) -> list[tuple[int, str, dict[str, str]]]:
    """(number, own reference, text by column) as they came."""
    kept: dict[str, Any] = draft.content.get(SEVERAL, {})
    return [(number, ref, cells) for number, ref, cells in kept.get("rows", [])]


def checked(visit: Visit, form: FormDocument, draft: Draft) -> list[ShownRow]:
    """Each row, checked now, with what is to be said about it."""
    left = set(draft.content[SEVERAL].get("left", []))
    rows = kept_rows(draft)
    settings = visit.settings
    sorting = Sorting(visit.lang, visit.at, settings.country, locator(settings, visit.lang))
    asked = shared_form(form).by_question  # what was typed for one report alone is not for all
    shared = {name: value for name, value in draft.answers.items() if name in asked}
    results = check_rows(form, shared, (cells for _, _, cells in rows), sorting)
    first: dict[str, int] = {}
    found = []
    for (number, ref, cells), result in zip(rows, results, strict=True):
        twin = first.setdefault(repr(sorted(cells.items())), number)
        state = "left" if number in left else _state(result)
        shown = ShownRow(number, ref, state, result, twin if twin != number else 0)
        found.append(shown)
    return found


def _state(result: RowResult) -> str:
    if result.stop is not None:
        return "phone"
    return "problem" if result.errors else "ready"


def with_words(visit: Visit, form: FormDocument, row: ShownRow) -> ShownRow:
    """With the answers in words: the first few, and the rest."""
    told = [
        line
        for section in summary(form, row.result.answers, visit.lang)
        if not section.is_gate and not form.by_page[section.page_id].shared
        for line in section.rows
        if line.answered
    ]
    stop = row.result.stop
    door = visit.settings.doors.get(stop.door) if stop else None
    key, more = told[:KEY_FIELDS], told[KEY_FIELDS:]
    return ShownRow(row.number, row.ref, row.state, row.result, row.twin, key, more, door)


@public_view
def rows(visit: Visit, type: str) -> HttpResponse:
    """The preview of every row; a row may be left out, and taken in again."""
    posted = visit.request.method == "POST"
    draft = current(visit, type, for_change=posted)
    if draft is None or (away := not_here(visit, draft)):
        return visit.go(visit.path_of(type, "?lost") if draft is None else away)
    if not kept_rows(draft):
        return visit.go(visit.path_of(type, "spreadsheet"))
    if posted and (response := _change(visit, draft)) is not None:
        return response
    form = published_form(draft.form_hash)
    found = checked(visit, form, draft)
    if posted and ready_to_send(found):
        return visit.go(visit.path_of(type, "check-rows"))
    return _page(visit, form, draft, found, refused=posted)


def ready_to_send(found: list[ShownRow]) -> bool:
    """Something is left to send, and nothing of it needs a change."""
    states = {row.state for row in found if row.state != "left"}
    return states == {"ready"}


def _change(visit: Visit, draft: Draft) -> HttpResponse | None:
    """Leave a row out, or take it in again; None where another button was pressed."""
    kept = draft.content[SEVERAL]
    numbers = {number for number, _, _ in kept_rows(draft)}
    left = set(kept.get("left", []))
    out, back = visit.request.POST.get("_leave", ""), visit.request.POST.get("_take", "")
    said = out or back
    if not said.isdecimal() and said != "all":
        return None
    if said == "all":  # everything that cannot be sent as it is
        form = published_form(draft.form_hash)
        wrong = {row.number for row in checked(visit, form, draft) if row.state != "ready"}
        left |= wrong
    else:
        left = left | {int(said)} if out else left - {int(said)}
    kept["left"] = sorted(left & numbers)
    token = keep(visit, draft, "rows", fresh=False)
    response = visit.go(
        visit.path_of(draft.type, "rows") + ("" if said == "all" else f"#row-{said}")
    )
    return give_cookie(visit, response, draft.type, token or renewed(visit, draft))


def _page(
    visit: Visit, form: FormDocument, draft: Draft, found: list[ShownRow], *, refused: bool
) -> HttpResponse:
    path = visit.path_of(draft.type)
    errors = _what_is_wrong(visit, found) if refused else []
    topics = _danger(form, found)
    return visit.page(
        "intake/rows.html",
        title=visit.tr("intake.several.rows.title"),
        rest=path + "rows",
        about=draft.type,
        back=path + "spreadsheet",
        errors=errors,
        status=422 if errors else 200,
        draft=draft,
        rows=[with_words(visit, form, row) for row in found],
        counts={
            state: sum(row.state == state for row in found)
            for state in ("ready", "problem", "phone", "left")
        },
        unknown=draft.content[SEVERAL].get("unknown", []),
        file=draft.content[SEVERAL].get("file", ""),
        danger=topics is not None,
        number=emergency_number(visit.settings),
        doors=support_doors(visit, topics or []),
        action=visit.url(path + "rows"),
        again=visit.url(path + "spreadsheet"),
    )


def _what_is_wrong(visit: Visit, found: list[ShownRow]) -> list[ErrorLink]:
    """A link to each row that keeps the rest from being sent."""

    def link(row: ShownRow) -> ErrorLink:
        words = visit.tr(f"intake.several.rows.fix_{row.state}", n=row.number)
        return ErrorLink(words, f"#row-{row.number}")

    wrong = [link(row) for row in found if row.state in {"problem", "phone"}]
    return wrong or [ErrorLink(visit.tr("intake.several.rows.none_left"), "#rows")]


def _danger(form: FormDocument, found: list[ShownRow]) -> list[str] | None:
    """What the words of danger in any row are about; None where there are none."""
    topics: dict[str, None] = {}
    for row in found:
        heard = danger(form, answers_to_send(form, row.result.answers))
        if heard.level >= DOOR:
            topics |= dict.fromkeys(heard.topics)
    return list(topics) or None
