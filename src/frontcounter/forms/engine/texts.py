"""The engine's own words (errors, part labels, dates, money), one YAML file per language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

import yaml

DEFAULT = "en"
NBSP = "\u00a0"
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


@cache
def _flat(lang: str) -> Mapping[str, str]:
    file = resources.files(__package__).joinpath("texts", f"{lang}.yaml")
    if not lang.isalnum() or not file.is_file():
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
    if lang == "fr":
        number = f"{whole:,}".replace(",", NBSP) + (f",{cents:02}" if cents else "")
        return f"{sign}{number}{NBSP}{symbol}"
    number = f"{whole:,}" + (f".{cents:02}" if cents else "")
    return f"{sign}{symbol}{number}" if len(symbol) == 1 else f"{sign}{number}{NBSP}{symbol}"


def long_date(day: date, lang: str) -> str:
    """'Friday 20 November 2026' · 'vendredi 20 novembre 2026' ('1er' for the first)."""
    weekday = say("days", lang).split()[day.weekday()]
    month = say("months", lang).split()[day.month - 1]
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{weekday} {number} {month} {day.year}"


def clock(hour: int, minute: int, lang: str) -> str:
    """'10:30 pm' · '22 h 30' (no-break spaces)."""
    if lang == "fr":
        return f"{hour}{NBSP}h" + (f"{NBSP}{minute:02}" if minute else "")
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}:{minute:02}{NBSP}{half}"


def clock_in(zone: str, hour: int, minute: int, lang: str) -> str:
    """'8 p.m.', in the United Kingdom '8pm' · '20 h', as the pages around it write times."""
    if lang == "fr":
        return clock(hour, minute, lang)
    told = f"{hour % 12 or 12}" + (f":{minute:02}" if minute else "")
    half = "a" if hour < 12 else "p"
    return f"{told}{half}m" if zone in BRITISH else f"{told}{NBSP}{half}.m."
