"""The one value that every copy of a report is made from: screen, check page, PDF, e-mail, CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from frontcounter.documents.labels import label

Paper = Literal["us-letter", "a4"]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC, aware) and how the reader's language writes it."""

    text: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a moment needs a time zone")


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its answer; `key` is the question's id."""

    label: str
    lines: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form; `key` is the page's id."""

    title: str
    rows: tuple[Row, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A file sent with the report; `size` in bytes; `scan` a state of `documents.scan.*`."""

    name: str
    sha256: str
    size: int
    scan: str


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything a copy shows, in one language; `words` are the force's overrides of our labels.

    `accent` is a colour as `#rrggbb`; `made` is the document's own date, so that the same value
    always gives the same bytes.
    """

    force_name: str
    accent: str
    language: str
    title: str
    official: bool
    tracking_number: str
    made: Moment
    submitted: Moment
    sections: tuple[Section, ...]
    file_number: str | None = None
    recorded: Moment | None = None
    photos: tuple[Photo, ...] = ()
    declaration: str = ""
    verification_code: str | None = None
    data_sha256: str | None = None
    notes: tuple[str, ...] = ()
    banner: str = ""
    paper: Paper = "us-letter"
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.official and not (self.verification_code and self.data_sha256 and self.recorded):
            raise ValueError("an official copy needs its recording date, code and SHA-256")

    def label(self, key: str, **values: object) -> str:
        """Our own wording for this document's language; KeyError if there is none."""
        return label(key, self.language, self.words, **values)

    @property
    def number(self) -> str:
        """The number that the document goes by: permanent if there is one."""
        return self.file_number or self.tracking_number

    @property
    def kind(self) -> str:
        """What this copy is: official report or unofficial copy."""
        return self.label("kind.official" if self.official else "kind.unofficial")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and value of the particulars at the head of the document."""
        pairs: list[tuple[str, str | None]] = [
            ("facts.file_number", self.file_number),
            ("facts.tracking_number", self.tracking_number),
            ("facts.submitted", self.submitted.text),
            ("facts.recorded", self.recorded.text if self.recorded else None),
            ("facts.verification_code", self.verification_code if self.official else None),
        ]
        return tuple((self.label(key), value) for key, value in pairs if value)


class SummaryRow(Protocol):
    """What the forms engine says about one question."""

    @property
    def question_id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def lines(self) -> Sequence[str]: ...


class SummarySection(Protocol):
    """What the forms engine says about one page."""

    @property
    def page_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def rows(self) -> Sequence[SummaryRow]: ...


def sections_from(summary: Iterable[SummarySection]) -> tuple[Section, ...]:
    """The forms engine's summary as sections; pages without an answer are left out."""
    sections = (
        Section(
            title=page.title,
            key=page.page_id,
            rows=tuple(
                Row(label=row.label, lines=tuple(row.lines), key=row.question_id)
                for row in page.rows
                if any(line.strip() for line in row.lines)
            ),
        )
        for page in summary
    )
    return tuple(section for section in sections if section.rows)
