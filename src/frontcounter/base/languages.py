"""Languages as data: how each writes dates, times, numbers and lists, and where its texts are.

English and French come with the program. Any other one is a folder of files, a language pack, in
the folder that FRONTCOUNTER_LANGUAGES names (else `languages/` of FRONTCOUNTER_HOME):

    cy/language.yaml       as language_files/en.yaml here
    cy/texts/<room>.yaml   the texts of the pages, as <room>/texts/en.yaml
    cy/forms/*.yaml        the words of report types: English text → text in this language
    cy/danger.yaml         words of danger, if there are any
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NBSP = "\u00a0"
OWN = Path(__file__).parent / "language_files"
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


class LanguageError(LookupError):
    """There is no such language, or its file is not as it should be."""


@dataclass(frozen=True)
class Clock:
    """How times are written: 12 or 24 hours, and the words of the 12-hour clock."""

    hours: int
    time: str
    whole: str
    am: str = ""
    pm: str = ""
    noon: str = ""
    midnight: str = ""


@dataclass(frozen=True)
class Language:
    """One language's ways; language_files/en.yaml says what each is."""

    code: str
    name: str
    singular: str
    spaces: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    first_day: str
    date: str
    moment: str
    clock: Clock
    clock_of: Mapping[str, Clock]
    decimal: str
    thousands: str
    money: str
    spans: tuple[tuple[str, str], ...]
    until: str
    late: str
    since: str
    sizes: tuple[str, ...]
    conjunctions: Mapping[str, str]

    def is_singular(self, n: float) -> bool:
        """Whether this many of a thing are one."""
        return abs(n) < 2 if self.singular == "below_two" else n == 1

    def number(self, text: str) -> str:
        """A number written as "1,234.5" in this language's signs."""
        signs = {",": self.thousands, ".": self.decimal}
        return "".join(signs.get(letter, letter) for letter in text)

    def day_number(self, day: int) -> str:
        """The day of a month."""
        return self.first_day if day == 1 else str(day)

    def time(self, hour: int, minute: int, country: str = "", *, noon: bool = True) -> str:
        """A time of day, as this language writes it in this country; `noon`: by its word."""
        clock = self.clock_of.get(country, self.clock)
        if clock.hours == 24:
            return (clock.time if minute else clock.whole).format(hour=hour, minute=f"{minute:02}")
        if noon and not minute and hour in (0, 12) and clock.noon and clock.midnight:
            return clock.noon if hour else clock.midnight
        half = clock.am if hour < 12 else clock.pm
        pattern = clock.time if minute else clock.whole
        return pattern.format(hour=hour % 12 or 12, minute=f"{minute:02}", half=half)


def pack(lang: str) -> Path | None:
    """The folder of a language that is added by files, if there is one."""
    folder = packs_folder() / lang
    return folder if _CODE.fullmatch(lang) and folder.is_dir() else None


def packs_folder() -> Path:
    """Where language packs are looked for."""
    given = os.environ.get("FRONTCOUNTER_LANGUAGES")
    return Path(given) if given else Path(os.environ.get("FRONTCOUNTER_HOME", "var")) / "languages"


def codes() -> list[str]:
    """Every language that there is, those of the program first."""
    own = sorted(path.stem for path in OWN.glob("*.yaml"))
    folder = packs_folder()
    added = sorted(path.parent.name for path in folder.glob("*/language.yaml"))
    return own + [code for code in added if code not in own and _CODE.fullmatch(code)]


@cache
def language(lang: str) -> Language:
    """One language, or LanguageError."""
    own, added = OWN / f"{lang}.yaml", pack(lang)
    path = own if _CODE.fullmatch(lang) and own.is_file() else added and added / "language.yaml"
    if not path or not path.is_file():
        raise LanguageError(f"there is no language '{lang}'")
    told = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    try:
        return _read(lang, _no_breaks(told))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LanguageError(f"{path}: {error!r}") from None


def _no_breaks(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _no_breaks(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_no_breaks(value) for value in node]
    return str(node).replace("_", NBSP)


def _read(lang: str, told: Mapping[str, Any]) -> Language:
    singular = told["singular"].replace(NBSP, "_")
    if singular not in {"one", "below_two"} or told["spaces"] not in {"plain", "french"}:
        raise ValueError("singular is one or below_two; spaces is plain or french")
    lengths = {"days": 7, "months": 12, "short_months": 12, "spans": 3, "sizes": 4}
    for key, length in lengths.items():
        if len(told[key]) != length:
            raise ValueError(f"{key} has {length} entries")
    clock = told["clock"]
    made: dict[str, Any] = {
        "code": lang,
        "singular": singular,
        "clock": _clock(clock),
        "clock_of": {
            country: _clock({**clock, **own}) for country, own in told.get("clock_of", {}).items()
        },
        "spans": tuple((one, other) for one, other in told["spans"]),
        "conjunctions": {"and": told["and"], "or": told["or"]},
    }
    for field in fields(Language):
        if field.name not in made:
            value = told[field.name]
            made[field.name] = tuple(value) if isinstance(value, list) else value
    return Language(**made)


def _clock(told: Mapping[str, str]) -> Clock:
    return Clock(**{**told, "hours": int(told["hours"])})  # type: ignore[arg-type]
