"""Reads untrusted JSON-like data into typed values, naming the place of each mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from .conditions import Condition, ConditionError, parse_condition

Text = Mapping[str, str]


class DocumentError(ValueError):
    """A form document is not valid. `where` is the path inside it."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.message = message


@dataclass(frozen=True)
class Option:
    """One entry of a code list: a code, its words, and its codes in other tables."""

    code: str
    label: Text
    hint: Text | None
    codes: Mapping[str, str]
    flags: frozenset[str]


def pick(text: Text | None, lang: str) -> str:
    """The text in `lang`, else in the first language that has one, else an empty string."""
    if not text:
        return ""
    return text.get(lang) or next((t for t in text.values() if t), "")


class Reader:
    """One mapping of a document, read key by key; raises DocumentError with the path."""

    def __init__(self, data: object, where: str, languages: tuple[str, ...]) -> None:
        if not isinstance(data, Mapping):
            raise DocumentError(where, "expected a mapping")
        self.data: Mapping[object, object] = data
        self.where = where
        self.languages = languages

    def at(self, key: object) -> str:
        return f"{self.where}.{key}" if self.where else str(key)

    def fail(self, key: str, message: str) -> DocumentError:
        return DocumentError(self.at(key), message)

    def string(self, key: str, default: str | None = None) -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.fail(key, "expected a text")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, "expected true or false")
        return value

    def integer(self, key: str, default: int, low: int = 0, high: int = 1_000_000) -> int:
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.fail(key, f"expected a whole number from {low} to {high}")
        return value

    def strings(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        value = self.data.get(key, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
            raise self.fail(key, "expected a list of texts")
        return tuple(value)

    def text(self, key: str) -> Text:
        found = self.optional_text(key)
        if found is None:
            raise self.fail(key, "text is missing")
        return found

    def optional_text(self, key: str) -> Text | None:
        value = self.data.get(key)
        if value is None:
            return None
        return self._as_text(value, self.at(key))

    def texts(self, key: str) -> Mapping[str, Text]:
        value = self.data.get(key, {})
        if not isinstance(value, Mapping):
            raise self.fail(key, "expected a mapping")
        return MappingProxyType(
            {str(k): self._as_text(v, f"{self.at(key)}.{k}") for k, v in value.items()}
        )

    def _as_text(self, value: object, where: str) -> Text:
        if not isinstance(value, Mapping):
            raise DocumentError(where, "expected one text per language")
        for lang in self.languages:
            if not isinstance(value.get(lang), str) or not value[lang].strip():
                raise DocumentError(where, f"no text in '{lang}'")
        return MappingProxyType({lang: value[lang] for lang in self.languages})

    def items(self, key: str) -> list[Reader]:
        value = self.data.get(key, [])
        if not isinstance(value, (list, tuple)):
            raise self.fail(key, "expected a list")
        return [
            Reader(item, f"{self.at(key)}[{n}]", self.languages) for n, item in enumerate(value)
        ]

    def condition(self, key: str = "when") -> Condition | None:
        value = self.data.get(key)
        if value is None:
            return None
        try:
            return parse_condition(value)
        except ConditionError as error:
            raise self.fail(key, str(error)) from None

    def options(self, key: str = "options") -> tuple[Option, ...]:
        found = tuple(_option(item) for item in self.items(key))
        codes = [option.code for option in found]
        if len(set(codes)) != len(codes):
            raise self.fail(key, "two options have the same code")
        return found


def _option(r: Reader) -> Option:
    codes = r.data.get("codes", {})
    if not isinstance(codes, Mapping):
        raise r.fail("codes", "expected a mapping")
    return Option(
        code=r.string("code"),
        label=r.text("label"),
        hint=r.optional_text("hint"),
        codes=MappingProxyType({str(k): str(v) for k, v in codes.items()}),
        flags=frozenset(r.strings("flags")),
    )
