"""The questions of a form as columns of a spreadsheet, for several offences told in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from .cleaning import one_line
from .document import FormDocument, Page
from .kinds import Question
from .kinds.base import Asking
from .texts import say
from .views import Field, Input

DRAWN = frozenset({"text", "textarea", "radios", "select", "checkboxes", "date"})


@dataclass(frozen=True)
class Word:
    """An answer of a list: its code, and its words in the language of the column."""

    code: str
    label: str


@dataclass(frozen=True)
class Column:
    """One column: an input of a question. `name` is its form name, `code` its stable header.

    `parts`: the names of the three boxes of a date. `needed`: blank only where it is not asked.
    """

    code: str
    name: str
    label: str
    question_id: str
    page_id: str
    widget: str
    words: tuple[Word, ...] = ()
    parts: tuple[str, ...] = ()
    needed: bool = False

    @property
    def header(self) -> str:
        """What stands at the top: words for people, and the code that never changes."""
        return f"{self.label} [{self.code}]"

    def names(self) -> tuple[str, ...]:
        return (self.name, *self.parts)


def shared_form(form: FormDocument) -> FormDocument:
    """The same document with only what several reports share: the gate and the shared pages."""
    pages = tuple(page for page in form.pages if page.shared)
    kept = form.gate + pages
    questions = {question.id: question for page in kept for question in page.questions}
    return replace(
        form,
        pages=pages,
        marks=(),
        hints=(),
        advice=(),
        by_page=MappingProxyType({page.id: page for page in kept}),
        by_question=MappingProxyType(questions),
        together=True,
    )


def columns(form: FormDocument, lang: str) -> tuple[Column, ...]:
    """The columns in the order of the form; the gate comes last, for it is mostly left blank."""
    found = [
        column
        for page in (*form.pages, *form.gate)
        if not page.shared
        for question in page.questions
        for column in _of_question(page, question, lang)
    ]
    before: Counter[str] = Counter()
    numbered = []
    for one in found:
        before[one.label] += 1
        again = before[one.label]
        numbered.append(replace(one, label=f"{one.label} ({again})") if again > 1 else one)
    return tuple(numbered)


def _of_question(page: Page, question: Question, lang: str) -> Iterator[Column]:
    field = question.ask(Asking({}, {}, question.id, lang, {}))
    drawn = field.lines[0].inputs if field.lines else field.inputs
    for one in drawn:
        if one.widget in DRAWN and not (question.KIND == "time_window" and one.options):
            needed = _needed(page, question, field, one)
            yield _column(page, field, one, _label(question, field, one, lang), needed=needed)


def _needed(page: Page, question: Question, field: Field, one: Input) -> bool:
    """Whether every row has to say it."""
    if page.is_gate or page.when is not None or question.when is not None:
        return False
    if question.KIND == "time_window":
        return question.required and one.name == f"{question.id}.from"
    return not one.optional and not (field.optional and field.composite)


def _label(question: Question, field: Field, one: Input, lang: str) -> str:
    """What the column is called: of a question with parts, the question and the part."""
    if question.KIND == "time_window" and one.name.endswith(".to_time"):
        part = say("rows.second_time", lang)
    else:
        part = one.label or next((o.label for o in one.options if o.value), "")
    if not part or not field.composite or field.lines:
        return one_line(part or field.label)
    return one_line(f"{field.label} – {part}")


def _column(page: Page, field: Field, one: Input, label: str, *, needed: bool) -> Column:
    start, _, rest = one.name.partition(".")
    return Column(
        code=f"{start}.{rest.removeprefix('0.')}" if rest else start,
        name=one.name,
        label=label,
        question_id=field.question_id,
        page_id=page.id,
        widget=one.widget,
        words=tuple(Word(o.value, one_line(o.label)) for o in one.options if o.value),
        parts=tuple(box.name for box in one.inputs),
        needed=needed,
    )


def meanings(form: FormDocument, column: Column) -> dict[str, list[str]]:
    """What may stand in a cell of a list → the codes that it means, in every language."""
    found: dict[str, list[str]] = {}
    question, page = form.by_question[column.question_id], form.by_page[column.page_id]
    for lang in form.languages:
        for other in _of_question(page, question, lang):
            if other.name == column.name:
                found |= {plain(word.label): [word.code] for word in other.words}
        if column.widget == "checkboxes" and len(column.words) == 1:  # a tick is a yes
            found[plain(say("labels.yes_no.yes", lang))] = [column.words[0].code]
            found[plain(say("labels.yes_no.no", lang))] = []
    return found | {plain(word.code): [word.code] for word in column.words}


def plain(text: str) -> str:
    """Words as they are compared: large or small letters, either apostrophe."""
    return one_line(text).casefold().replace("’", "'").rstrip(" .")
