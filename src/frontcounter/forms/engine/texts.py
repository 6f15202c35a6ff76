"""The engine's own words (errors, part labels, dates, money), one YAML file per language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import yaml

from frontcounter.base.languages import NBSP as NBSP
from frontcounter.base.languages import Language, LanguageError, language, pack

DEFAULT = "en"
BRITISH = frozenset({"Europe/London", "Europe/Belfast", "GB"})
SYMBOLS = {"CAD": "$", "USD": "$", "AUD": "$", "NZD": "$", "GBP": "£", "EUR": "€"}


def say(key: str, lang: str, **values: object) -> str:
    """The text at a dotted key; falls back to English for a language we do not have."""
    found = find(key, lang)
    if found is None:
        raise KeyError(f"forms.engine text {key!r} ({lang})")
    return found.format(**values) if values else found


def find(key: str, lang: str) -> str | None:
    """The text at a dotted key, or None."""
    found = _flat(lang).get(key)
    return found if found is not None else _flat(DEFAULT).get(key)


def ways_of(lang: str) -> Language:
    """How a language writes dates and numbers; as English for a language that we do not have."""
    try:
        return language(lang)
    except LanguageError:
        return language(DEFAULT)


@cache
def _flat(lang: str) -> Mapping[str, str]:
    file: Traversable = resources.files(__package__).joinpath("texts", f"{lang}.yaml")
    added = pack(lang)
    if added is not None and not file.is_file():
        file = added / "texts" / "forms.engine.yaml"
    if not lang.replace("-", "").isalnum() or not file.is_file():
        return {}
    return dict(_leaves("", yaml.safe_load(file.read_text("utf-8"))))


def _leaves(prefix: str, node: object) -> list[tuple[str, str]]:
    if isinstance(node, Mapping):
        return [
            leaf for k, v in node.items() for leaf in _leaves(f"{prefix}.{k}" if prefix else k, v)
        ]
    return [(prefix, str(node))]


def money(minor: int, currency: str, lang: str) -> str:
    """'$1,200.50' or '1 200,50 $' (no-break spaces); cents only when there are any."""
    whole, cents = divmod(abs(minor), 100)
    symbol = SYMBOLS.get(currency, currency)
    sign = "-" if minor < 0 else ""
    ways = ways_of(lang)
    number = ways.number(f"{whole:,}" + (f".{cents:02}" if cents else ""))
    pattern = ways.money if len(symbol) == 1 else "{amount}" + NBSP + "{symbol}"
    return sign + pattern.format(amount=number, symbol=symbol)


def long_date(day: date, lang: str) -> str:
    """'Friday 20 November 2026' · 'vendredi 20 novembre 2026' ('1er' for the first)."""
    ways = ways_of(lang)
    number, month = ways.day_number(day.day), ways.months[day.month - 1]
    return f"{ways.days[day.weekday()]} {number} {month} {day.year}"


def clock(hour: int, minute: int, lang: str) -> str:
    """'10:30 pm' · '22 h 30' (no-break spaces)."""
    ways = ways_of(lang)
    if ways.clock.hours == 24:
        return ways.time(hour, minute)
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}:{minute:02}{NBSP}{half}"


def clock_in(zone: str, hour: int, minute: int, lang: str) -> str:
    """'8 p.m.', in the United Kingdom '8pm' · '20 h', as the pages around it write times."""
    country = "GB" if zone in BRITISH else ""
    return ways_of(lang).time(hour, minute, country, noon=False)
