"""lines: something that may be told several times (a payment, a call), with columns of kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from ..cleaning import squash
from ..conditions import Seen
from ..reading import DocumentError, Reader, Text, pick
from ..texts import say
from ..views import Button, Field, Input, Line
from .amount import AmountQuestion
from .base import Asking, Checking, Identifier, Question, Raw, Value
from .choice import ChoiceQuestion, YesNoQuestion
from .dates import DateQuestion
from .property_list import line_count
from .small import EmailQuestion, NumberQuestion, PhoneQuestion, TimeQuestion
from .text import LongTextQuestion, TextQuestion

COLUMN_KINDS: dict[str, type[Question]] = {
    kind.KIND: kind
    for kind in (TextQuestion, LongTextQuestion, DateQuestion, TimeQuestion, AmountQuestion,
                 ChoiceQuestion, YesNoQuestion, PhoneQuestion, EmailQuestion, NumberQuestion)
}  # fmt: skip
IDENTIFIERS = ("", "plate", "serial", "vin", "imei")
MOST_LINES = 10


@dataclass(frozen=True)
class Column:
    """One question of a line; `identifier`: what kind of identifier its text is."""

    question: Question
    identifier: str


@dataclass(frozen=True, kw_only=True)
class LinesQuestion(Question):
    """Canonical: a list of lines, each {column id: that kind's canonical answer}.

    Conditions see the codes of all lines, the sum of their amounts and their words.
    """

    KIND = "lines"
    REPEATS: ClassVar[bool] = True
    columns: tuple[Column, ...] = ()
    item: Text | None = None
    add: Text | None = None
    most: int = MOST_LINES

    @classmethod
    def parse(cls, r: Reader) -> Self:
        columns = tuple(_column(item) for item in r.items("columns"))
        if not columns:
            raise DocumentError(r.at("columns"), "lines need columns")
        return cls(
            **cls.common(r),
            columns=columns,
            item=r.text("item"),
            add=r.text("add"),
            most=r.integer("most", MOST_LINES, 1, 100),
        )

    # reading back
    def read(self, stored: object) -> Value | None:
        if not isinstance(stored, (list, tuple)):
            return None
        lines = [self._read_line(line) for line in stored[: self.most]]
        return [line for line in lines if line] or None

    def _read_line(self, stored: object) -> dict[str, Any]:
        if not isinstance(stored, Mapping):
            return {}
        found = {c.question.id: c.question.read(stored.get(c.question.id)) for c in self.columns}
        return {key: value for key, value in found.items() if value is not None}

    def fill(self, value: Value) -> Raw:
        raw: Raw = {f"{self.id}.lines": [str(len(value))]}
        for number, line in enumerate(value):
            for question, answer in self._cells(line):
                raw |= {f"{self.id}.{number}.{k}": v for k, v in question.fill(answer).items()}
        return raw

    def _cells(self, line: Mapping[str, Any]) -> Iterator[tuple[Question, Value]]:
        for column in self.columns:
            if column.question.id in line:
                yield column.question, line[column.question.id]

    # checking
    def check(self, c: Checking) -> Value | None:
        count = line_count(c.submitted, self.id, self.most)
        lines = [c.line(number) for number in range(count)]
        filled = [line for line in lines if self._typed(line)]
        if not filled and self.required:
            first = self.columns[0].question
            part = f"{first.id}.day" if isinstance(first, DateQuestion) else first.id
            self.missing(c.line(0), part, "enter")
            return None
        return [self._check_line(line) for line in filled] or None

    def _typed(self, line: Checking) -> bool:
        start = tuple(line.name(column.question.id) for column in self.columns)
        return any(
            value.strip()
            for name, values in line.submitted.items()
            if name in start or name.startswith(tuple(f"{one}." for one in start))
            for value in values
        )

    def _check_line(self, line: Checking) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in self.columns:
            value = column.question.check(replace(line, prefix=line.name(column.question.id)))
            if value is not None:
                found[column.question.id] = value
        return found

    # showing
    def ask(self, a: Asking) -> Field:
        count = max(1, line_count(a.raw, self.id, self.most))
        lines = tuple(self._line(a, number, count) for number in range(count))
        hidden = Input(widget="hidden", name=a.name("lines"), value=str(count))
        add = Button(name=a.name("add"), value="1", label=pick(self.add, a.lang))
        room = count < self.most
        return self.field(a, lines=lines, count=hidden, add=add if room else None, composite=True)

    def _line(self, a: Asking, number: int, count: int) -> Line:
        b = a.line(number)
        title = f"{pick(self.item, a.lang)} {number + 1}"
        remove = Button(
            name=b.name("remove"),
            value="1",
            label=say("property.remove", a.lang),
            hidden_label=title,
        )
        return Line(
            number=number,
            title=title,
            inputs=tuple(self._input(b, column.question) for column in self.columns),
            remove=remove if count > 1 else None,
        )

    def _input(self, b: Asking, question: Question) -> Input:
        drawn = question.ask(replace(b, prefix=b.name(question.id)))
        return replace(drawn.inputs[0], label=drawn.label)

    def show(self, value: Value, lang: str) -> list[str]:
        found: list[str] = []
        for number, line in enumerate(value, start=1):
            if len(value) > 1:
                found.append(f"{pick(self.item, lang)} {number}")
            for question, answer in self._cells(line):
                words = question.show(answer, lang)
                found += [f"{pick(question.label, lang)}: {words[0]}", *words[1:]]
        return found

    # what others need
    def seen(self, value: Value) -> Seen:
        cells = [question.seen(answer) for line in value for question, answer in self._cells(line)]
        totals = [
            question.seen(answer).total or 0
            for line in value
            for question, answer in self._cells(line)
            if isinstance(question, AmountQuestion)
        ]
        return Seen(
            frozenset().union(*(cell.codes for cell in cells)),
            sum(totals) if totals else None,
            "\n".join(cell.words for cell in cells if cell.words),
        )

    def codes(self) -> set[str]:
        """Every code that some column can give."""
        choices = [c.question for c in self.columns if isinstance(c.question, ChoiceQuestion)]
        return {code for question in choices for code in question.all_codes()}

    def identifiers(self, value: Value) -> list[Identifier]:
        return list(self._identifiers(value))

    def _identifiers(self, value: Value) -> Iterable[Identifier]:
        for line in value:
            for column in self.columns:
                answer = line.get(column.question.id)
                if answer is None:
                    continue
                if column.identifier:
                    normal = squash(answer)
                    yield Identifier(column.identifier, answer, normal, self.id, self.role)
                for found in column.question.identifiers(answer):
                    yield replace(found, question_id=self.id, role=self.role)


def _column(r: Reader) -> Column:
    kind = COLUMN_KINDS.get(r.string("kind"))
    if kind is None:
        raise r.fail("kind", f"a column is one of {', '.join(COLUMN_KINDS)}")
    question = kind.parse(r)
    if isinstance(question, ChoiceQuestion):
        question = replace(question, widget="select")
    identifier = r.string("identifier", "")
    if identifier not in IDENTIFIERS or (identifier and kind is not TextQuestion):
        raise r.fail("identifier", "only a text is a plate, serial, vin or imei")
    return Column(question, identifier)
