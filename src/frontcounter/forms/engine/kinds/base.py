"""What every question kind is: it asks, checks, shows, codes and exports itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self, TypeAlias

from ..cleaning import many_lines, one_line
from ..conditions import Condition, Seen
from ..reading import Option, Reader, Text, pick
from ..texts import find, say
from ..views import Choice, Field, Input
from .place_spot import Locate

Value: TypeAlias = Any  # canonical JSON; each kind documents its own shape
Submitted: TypeAlias = Mapping[str, Sequence[str]]
Raw: TypeAlias = dict[str, list[str]]


@dataclass(frozen=True)
class FieldError:
    """One mistake: the form name of the input to go to, and what to do, in the reader's words."""

    field_name: str
    message: str
    asks: bool = False  # no mistake: what was typed brings one more question


@dataclass(frozen=True)
class Action:
    """A button other than Continue: add_line, remove_line, upload, remove_file, map, unpin."""

    kind: str
    question_id: str
    line: int | None = None
    file_id: str = ""


@dataclass(frozen=True)
class Identifier:
    """Something that can match another report. `kind`: serial plate phone email vin imei."""

    kind: str
    value: str
    normal: str
    question_id: str
    role: str


@dataclass
class Checking:
    """One submitted page, read below one name ("<qid>" or "<qid>.<n>")."""

    submitted: Submitted
    prefix: str
    lang: str
    now: datetime
    region: str
    files: Mapping[str, Mapping[str, Any]]
    errors: list[FieldError] = field(default_factory=list)
    locate: Locate | None = None
    kept: Raw = field(default_factory=dict)  # what the page needs to be drawn again with

    def name(self, part: str = "") -> str:
        return f"{self.prefix}.{part}" if part else self.prefix

    def typed(self, part: str = "") -> str:
        values = self.submitted.get(self.name(part)) or [""]
        return str(values[0])

    def get(self, part: str = "") -> str:
        return one_line(self.typed(part))

    def prose(self, part: str = "") -> str:
        return many_lines(self.typed(part))

    def all(self, part: str = "") -> list[str]:
        return [one_line(str(v)) for v in self.submitted.get(self.name(part)) or []]

    def error(self, part: str, key: str, **values: object) -> None:
        self.complain(part, say(f"errors.{key}", self.lang, **values))

    def complain(self, part: str, message: str) -> None:
        self.errors.append(FieldError(self.name(part), message))

    def keep(self, part: str, values: list[str]) -> None:
        self.kept[self.name(part)] = values

    def short(self, part: str = "", most: int = 200) -> str:
        """A one-line answer of at most `most` characters."""
        text = self.get(part)
        if len(text) > most:
            self.error(part, "too_long", most=most)
        return text

    def line(self, number: int) -> Checking:
        return Checking(
            self.submitted,
            f"{self.prefix}.{number}",
            self.lang,
            self.now,
            self.region,
            self.files,
            self.errors,
            self.locate,
            self.kept,
        )


@dataclass(frozen=True)
class Asking:
    """What is on the page now, read below one name, to draw a question."""

    raw: Submitted
    errors: Mapping[str, str]
    prefix: str
    lang: str
    files: Mapping[str, Mapping[str, Any]]

    def name(self, part: str = "") -> str:
        return f"{self.prefix}.{part}" if part else self.prefix

    def get(self, part: str = "") -> str:
        values = self.raw.get(self.name(part)) or [""]
        return str(values[0])

    def all(self, part: str = "") -> list[str]:
        return [str(v) for v in self.raw.get(self.name(part)) or []]

    def error(self, part: str = "") -> str:
        return self.errors.get(self.name(part), "")

    def line(self, number: int) -> Asking:
        return Asking(self.raw, self.errors, f"{self.prefix}.{number}", self.lang, self.files)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a document. Kinds are its subclasses; a kind never changes its meaning."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    PARTS: ClassVar[tuple[str, ...]] = ()
    OTHERS: ClassVar[bool] = False
    REPEATS: ClassVar[bool] = False  # it has numbered lines, and buttons that add and remove them

    id: str
    label: Text
    hint: Text | None
    required: bool
    when: Condition | None
    error: Text | None
    role: str
    about_others: bool
    labels: Mapping[str, Text]
    hints: Mapping[str, Text]
    code: str

    @classmethod
    def common(cls, r: Reader) -> dict[str, Any]:
        role = r.string("role", "")
        return {
            "id": r.string("id"),
            "label": r.text("label"),
            "hint": r.optional_text("hint"),
            "required": r.flag("required"),
            "when": r.condition(),
            "error": r.optional_text("error"),
            "role": role,
            "about_others": r.flag("about_others", cls.OTHERS and role not in ("", "reporter")),
            "labels": r.texts("labels"),
            "hints": r.texts("hints"),
            "code": r.string("code", ""),
        }

    @classmethod
    def parse(cls, r: Reader) -> Self:
        """Read the kind's own settings; raises DocumentError."""
        return cls(**cls.common(r))

    # Each kind says these five for itself.
    def read(self, stored: object) -> Value | None:
        """The stored answer if it is well formed, else None (then it counts as unanswered)."""
        raise NotImplementedError

    def fill(self, value: Value) -> Raw:
        """The form names and values that would give this answer again."""
        raise NotImplementedError

    def check(self, c: Checking) -> Value | None:
        """The canonical answer, or None when left blank; mistakes go to `c.errors`."""
        raise NotImplementedError

    def ask(self, a: Asking) -> Field:
        """The view-model."""
        raise NotImplementedError

    def show(self, value: Value, lang: str) -> list[str]:
        """The answer as lines of text."""
        raise NotImplementedError

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        """(bucket, entry) pairs of the language-free report document."""
        return [("facts", {"code": self.code or self.id, "value": value})]

    def seen(self, value: Value) -> Seen:  # noqa: ARG002
        """What conditions may know of the answer."""
        return Seen(frozenset())

    def identifiers(self, value: Value) -> list[Identifier]:  # noqa: ARG002
        return []

    def file_ids(self, value: Value) -> list[str]:  # noqa: ARG002
        return []

    # Shared help for the kinds.
    def missing(self, c: Checking, part: str, key: str) -> None:
        """Complain that a needed answer is blank, in the document's words if it has some."""
        c.complain(part, pick(self.error, c.lang) or say(f"errors.{key}", c.lang))

    def words(self, part: str, lang: str) -> str:
        """The label of a part: the document's, else the engine's."""
        return pick(self.labels.get(part), lang) or find(self._key("labels", part), lang) or part

    def part_hint(self, part: str, lang: str) -> str:
        return pick(self.hints.get(part), lang) or find(self._key("hints", part), lang) or ""

    def _key(self, group: str, part: str) -> str:
        return f"{group}.{self.KIND}.{part}"

    def field(self, a: Asking, **more: Any) -> Field:
        return Field(
            question_id=self.id,
            kind=self.KIND,
            label=pick(self.label, a.lang),
            hint=pick(self.hint, a.lang),
            error=a.error(),
            optional=not self.required,
            **more,
        )

    def single(self, a: Asking, widget: str, **more: Any) -> Field:
        """A field with one input that carries the question's own label."""
        one = Input(
            widget=widget,
            name=a.name(),
            label=pick(self.label, a.lang),
            hint=pick(self.hint, a.lang),
            error=a.error(),
            value=a.get(),
            optional=not self.required,
            **more,
        )
        return self.field(a, inputs=(one,))

    def part(self, a: Asking, part: str, widget: str = "text", **more: Any) -> Input:
        """One input of a composite question."""
        more.setdefault("value", a.get(part))
        more.setdefault("label", self.words(part, a.lang))
        more.setdefault("hint", self.part_hint(part, a.lang))
        more.setdefault("error", a.error(part))
        return Input(widget=widget, name=a.name(part), **more)


def choices(options: Iterable[Option], chosen: Iterable[str], lang: str) -> tuple[Choice, ...]:
    """Options as view-models, those in `chosen` checked."""
    picked = set(chosen)
    return tuple(
        Choice(
            value=o.code,
            label=pick(o.label, lang),
            hint=pick(o.hint, lang),
            checked=o.code in picked,
        )
        for o in options
    )


def compact(**parts: Any) -> dict[str, Any]:
    """The parts that have something in them."""
    return {key: value for key, value in parts.items() if value not in ("", None, [], {}, False)}


def texts_of(stored: object, keys: Iterable[str]) -> dict[str, str]:
    """The non-empty strings of a stored mapping, by key."""
    if not isinstance(stored, Mapping):
        return {}
    return {k: stored[k] for k in keys if isinstance(stored.get(k), str) and stored[k]}
