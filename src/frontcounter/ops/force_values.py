"""The values of `force.yaml`, one by one: present, of the right sort, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from frontcounter.forces.calendar import WEEKDAYS
from frontcounter.forces.published import DESKS, MESSAGES
from frontcounter.forces.publishing import RESERVED_SLUGS
from frontcounter.ops.colours import contrast
from frontcounter.web.texts import check_words, missing_texts

Found = Iterator[tuple[str, str]]

REQUIRED: dict[str, type | tuple[type, ...]] = {
    "slug": str, "name": Mapping, "short_name": Mapping, "area": Mapping, "country": str,
    "region": str, "currency": str, "timezone": str, "languages": list, "look": Mapping,
    "emergency": Mapping, "doors": Mapping, "talk": Mapping, "privacy": Mapping,
    "declaration": Mapping, "calendar": Mapping, "promises": Mapping,
    "promises_on_submit": (list, Mapping), "numbering": Mapping, "contact_channels": list,
    "review_unit": str, "call_back": Mapping, "units": list, "reasons": Mapping, "types": list,
}  # fmt: skip
OPTIONAL = {
    "demo", "withdraw_at_once", "desks", "routes", "destination", "uploads", "mail_copies", "words",
    "geography", "addresses", "most_reported", "safe_exit", "proof_of_work", "retention", "pilot",
    "sign_in", "talk_before_withdrawal",
    "second_person", "supervising_unit", "follow_up", "records_requests", "victim_support",
    "routing", "alarm", "watch", "triage", "phrases", "takes_over_from",
    "calling", "visits",
    "ask", "suppress", "templates", "guarded_marks", "subject_access", "hand_over",
}  # fmt: skip
DOORS_OF_PAGES = ("emergency", "non_emergency", "call_back")
CHANNELS = ("email", "text", "phone", "letter")
AA = 4.5  # contrast of text, WCAG 2.2
_NAMES: dict[type | tuple[type, ...], str] = {
    str: "a text", Mapping: "keys", list: "a list", (list, Mapping): "a list, or one per desk"
}  # fmt: skip
_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
_SERIES = re.compile(r"\{n:0\d+d\}")

__all__ = ["CHANNELS", "DESKS", "DOORS_OF_PAGES", "calendar", "look", "missing", "plain",
           "promises", "texts"]  # fmt: skip


def missing(settings: Mapping[str, Any]) -> Found:
    """Keys that are not there, are of the wrong sort, or mean nothing."""
    for key, sort in REQUIRED.items():
        if key not in settings:
            yield key, "is missing"
        elif not isinstance(settings[key], sort):
            yield key, f"should be {_NAMES[sort]}"
    for key in sorted(set(settings) - set(REQUIRED) - OPTIONAL):
        yield str(key), "is not a key of force.yaml"
    parts = {"reasons": "not_taken", "call_back": "unit", "numbering": "file",
             "calendar": "open", "emergency": "number", "talk": "door"}  # fmt: skip
    for key, part in parts.items():
        if isinstance(settings.get(key), Mapping) and part not in settings[key]:
            yield f"{key}.{part}", "is missing"


def plain(settings: Mapping[str, Any]) -> Found:
    """Address, zone, currency, numbers, channels."""
    slug = settings["slug"]
    if not _CODE.fullmatch(slug) or slug in RESERVED_SLUGS:
        yield "slug", "is made of a-z, 0-9 and -, and is none of " + ", ".join(RESERVED_SLUGS)
    try:
        ZoneInfo(settings["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "timezone", f"'{settings['timezone']}' is no time zone"
    if not re.fullmatch("[A-Z]{3}", settings["currency"]):
        yield "currency", "is a code of three capitals, such as CAD"
    for channel in settings["contact_channels"]:
        if channel not in CHANNELS:
            yield f"contact_channels.{channel}", "is none of " + ", ".join(CHANNELS)
    number = settings["numbering"]["file"]
    if number.get("by") not in {"us", "rms"}:
        yield "numbering.file.by", "is 'us' or 'rms'"
    elif number["by"] == "us" and not _SERIES.search(str(number.get("format", ""))):
        yield "numbering.file.format", "needs a counter, such as {n:06d}"
    if settings.get("destination", {"kind": "folder"}).get("kind") not in {"folder", "http"}:
        yield "destination.kind", "is 'folder' or 'http'"


def texts(settings: Mapping[str, Any]) -> Found:
    """Every text in every language, and every language has the product's own texts."""
    languages = [str(lang) for lang in settings["languages"]]
    if not languages or len(set(languages)) != len(languages):
        yield "languages", "should name each language once"
    for lang in languages:
        gaps = missing_texts(lang)
        if gaps:
            yield f"languages.{lang}", f"{len(gaps)} texts of the pages are missing: {gaps[0]} …"
    for where, text in _texts(settings):
        for lang in languages:
            if not str(text.get(lang) or "").strip():
                yield where, f"has no text in '{lang}'"
    words = settings.get("words") or {}
    for lang in words:
        if lang not in languages:
            yield f"words.{lang}", "is no language of the force"
        elif not missing_texts(lang):
            yield from (("words", problem) for problem in check_words(lang, words[lang]))


def _texts(settings: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key in ("name", "short_name", "area", "declaration"):
        yield key, settings[key]
    yield "emergency.text", settings["emergency"].get("text") or {}
    yield "talk.interpreter", settings["talk"].get("interpreter") or {}
    for key in ("authority", "purpose", "recipients", "contact", "retention"):
        yield f"privacy.{key}", settings["privacy"].get(key) or {}
    for code, door in settings["doors"].items():
        yield f"doors.{code}.name", door.get("name") or {}
        for key in ("hours", "relay"):
            if key in door:
                yield f"doors.{code}.{key}", door[key] or {}
    for kind, rule in settings["promises"].items():
        yield f"promises.{kind}.text", rule.get("text") or {}
    for unit in settings["units"]:
        yield f"units.{unit.get('code')}.name", unit.get("name") or {}
    for decision, reasons in settings["reasons"].items():
        for reason in reasons:
            for key in ("staff", "reporter"):
                yield f"reasons.{decision}.{reason.get('code')}.{key}", reason.get(key) or {}


def look(settings: Mapping[str, Any]) -> Found:
    """The force's colours can be read: letters on the accent, the accent as letters on the page."""
    colours = settings["look"]
    for key in ("accent", "accent_text", "accent_soft"):
        if not re.fullmatch("#[0-9a-fA-F]{6}", str(colours.get(key, ""))):
            yield f"look.{key}", "is a colour such as #1d4e89"
            return
    accent, on_it, soft = (colours[key] for key in ("accent", "accent_text", "accent_soft"))
    pairs = {"accent_text on accent": (on_it, accent), "accent on white": (accent, "#ffffff"),
             "accent on accent_soft": (accent, soft)}  # fmt: skip
    for name, (one, other) in pairs.items():
        found = contrast(one, other)
        if found < AA:
            yield "look", f"{name} has a contrast of {found:.1f} : 1; {AA} is needed"


def calendar(settings: Mapping[str, Any]) -> Found:
    """Holidays that can be looked up, days that exist, hours in order."""
    told = settings["calendar"]
    try:
        holidays.country_holidays(
            str(told.get("country")),
            subdiv=told.get("subdivision") or None,
            categories=tuple(told.get("categories", ("public",))),
            years=2026,
        )
    except (NotImplementedError, ValueError) as error:
        yield "calendar", f"holidays cannot be looked up: {error}"
    for day in told.get("extra_days") or ():
        try:
            date.fromisoformat(str(day))
        except ValueError:
            yield "calendar.extra_days", f"'{day}' is no day"
    if not any(told["open"].get(day) for day in WEEKDAYS):
        yield "calendar.open", "has no open day"
    for day, span in told["open"].items():
        if day not in WEEKDAYS:
            yield f"calendar.open.{day}", "is none of " + ", ".join(WEEKDAYS)
        elif span and not _in_order(span):
            yield f"calendar.open.{day}", 'is two times, such as ["08:00", "17:00"]'


def _in_order(span: Any) -> bool:
    try:
        opens, closes = (time.fromisoformat(at) for at in span)
    except (TypeError, ValueError):
        return False
    return opens < closes


def promises(settings: Mapping[str, Any]) -> Found:
    """Lengths that can be counted, and what is promised on sending is a promise."""
    for kind, rule in settings["promises"].items():
        if rule.get("unit") not in {"business_days", "clock_hours"}:
            yield f"promises.{kind}.unit", "is business_days or clock_hours"
        if not isinstance(rule.get("length"), int) or rule["length"] < 1:
            yield f"promises.{kind}.length", "is a whole number from 1"
    yield from _on_submit(settings)
    if settings["call_back"].get("every_report") and "call_back" not in settings["promises"]:
        yield "promises.call_back", "is missing; every report is called back"


def _on_submit(settings: Mapping[str, Any]) -> Found:
    """One list of promises for all desks, or one per desk; the open desk promises something."""
    told = settings["promises_on_submit"]
    lists = told if isinstance(told, Mapping) else {"review": told}
    if not lists.get("review"):
        yield "promises_on_submit", "should promise something"
    for desk, kinds in lists.items():
        if desk not in (*DESKS, MESSAGES):
            yield f"promises_on_submit.{desk}", "is none of " + ", ".join((*DESKS, MESSAGES))
        for kind in kinds or ():
            if kind not in settings["promises"]:
                yield f"promises_on_submit.{kind}", "is not in promises"
