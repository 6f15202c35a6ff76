"""What a template needs to draw a question: plain data, all words already chosen."""

from __future__ import annotations

from dataclasses import dataclass

from .texts import NBSP, ways_of


def anchor(name: str) -> str:
    """The HTML id of the input with this form name."""
    return name.replace(".", "-")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One radio, checkbox or select entry. `reveals`: names of inputs that belong under it."""

    value: str
    label: str
    hint: str = ""
    checked: bool = False
    reveals: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Button:
    """A named submit button."""

    name: str
    value: str
    label: str
    hidden_label: str = ""


@dataclass(frozen=True, kw_only=True)
class FileView:
    """A file that is already there: keep it with a hidden input, or press `remove`."""

    id: str
    file_name: str
    size: int
    size_text: str
    remove: Button


@dataclass(frozen=True, kw_only=True)
class Input:
    """One control. `widget`: text textarea radios checkboxes select date files pin hidden."""

    widget: str
    name: str
    label: str = ""
    hint: str = ""
    error: str = ""
    value: str = ""
    optional: bool = True
    options: tuple[Choice, ...] = ()
    inputs: tuple[Input, ...] = ()
    autocomplete: str = ""
    inputmode: str = ""
    type: str = "text"
    spellcheck: bool = True
    width: int = 0
    prefix: str = ""
    rows: int = 0
    max_length: int = 0
    accept: str = ""
    files: tuple[FileView, ...] = ()
    upload_name: str = ""
    upload: Button | None = None
    buttons: tuple[Button, ...] = ()
    revealed_by: tuple[str, str] | None = None

    @property
    def id(self) -> str:
        return anchor(self.name)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry of a repeating question."""

    number: int
    title: str
    inputs: tuple[Input, ...]
    error: str = ""
    remove: Button | None = None


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question. Simple kinds have one input of the same name and no own fieldset."""

    question_id: str
    kind: str
    label: str
    hint: str = ""
    error: str = ""
    optional: bool = True
    composite: bool = False
    inputs: tuple[Input, ...] = ()
    lines: tuple[Line, ...] = ()
    count: Input | None = None
    add: Button | None = None
    reveal: tuple[str, tuple[str, ...]] | None = None

    @property
    def id(self) -> str:
        return anchor(self.question_id)


def size_text(size: int, lang: str) -> str:
    """'1.4 MB' · '1,4 Mo': as summaries of published documents have always written it."""
    ways = ways_of(lang)
    step, amount = (2, size / 1_000_000) if size >= 1_000_000 else (1, size / 1000)
    return ways.number(f"{max(amount, 0.1):.1f}") + NBSP + ways.sizes[step]
