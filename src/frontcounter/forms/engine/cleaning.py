"""Turns what people type into plain values: text, money, dates, times, phones, postcodes."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

import phonenumbers

from frontcounter.base.languages import codes, language

_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_EMAIL = re.compile(r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}$")
_CA_CODE = re.compile(r"^[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d$")
_GB_CODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$")
_TIME = re.compile(r"^(\d{1,2})(?:[:.h](\d{2})?)?(am|pm)?$")
MAX_MINOR = 10**13


def one_line(text: str) -> str:
    """NFC, no control characters or lone surrogates, single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _BAD.sub("", text))).strip()


def many_lines(text: str) -> str:
    """As `one_line`, keeping line breaks (as \\n)."""
    text = _BAD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def squash(text: str) -> str:
    """Upper-case letters and digits only: how serials and plates are compared."""
    folded = unicodedata.normalize("NFKD", text).upper()
    return "".join(c for c in folded if c.isalnum())


def parse_amount(text: str) -> int | None:
    """'1 200,50 $', '£1,200.50', '300' to minor units; None when it is not an amount."""
    text = re.sub(r"[\s\u00a0\u202f'’]|[$£€]|CAD|GBP|USD|EUR", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"\d[\d.,]{0,17}", text, flags=re.ASCII):
        return None
    whole, cents = text, ""
    tail = re.fullmatch(r"(.*?)([.,])(\d{0,2})", text)
    if tail and tail[2] not in tail[1]:
        whole, cents = tail[1], tail[3]
    if not re.fullmatch(r"\d+|\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", whole):
        return None
    minor = int(re.sub(r"[.,]", "", whole)) * 100 + int(cents.ljust(2, "0") or 0)
    return minor if minor <= MAX_MINOR else None


def parse_time(text: str) -> tuple[int, int] | None:
    """'22:30', '10.30 pm', '22 h 30', '2230', 'noon', 'minuit' to (hour, minute)."""
    text = re.sub(r"[\s\u00a0\u202f]", "", text.lower())
    text = re.sub(r"([ap])\.m\.?$", r"\1m", text)
    words = {"noon": (12, 0), "midday": (12, 0), "midi": (12, 0), "midnight": (0, 0)}
    words["minuit"] = (0, 0)
    if text in words:
        return words[text]
    if re.fullmatch(r"\d{3,4}", text, flags=re.ASCII):
        text = f"{text[:-2]}:{text[-2:]}"
    found = _TIME.match(text) if text.isascii() else None
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for lang in codes():
        for number, name in enumerate(language(lang).months, start=1):
            plain = _unaccent(name)
            for size in range(3, len(plain) + 1):
                # 'jui' could be juin or juillet: a prefix of two months is no month.
                key = plain[:size]
                found[key] = number if found.get(key, number) == number else 0
    return found


def _unaccent(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in text if c.isalpha() and c.isascii())


def parse_date(day: str, month: str, year: str) -> date | None:
    """Three boxes to a date; the month as a number or a name; None when it is no date."""
    day, month, year = one_line(day), one_line(month), one_line(year)
    number = int(month) if _digits(month, 2) else _months().get(_unaccent(month), 0)
    if not _digits(day, 2) or not _digits(year, 4) or len(year) not in (2, 4):
        return None
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def _digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most


def postcode(text: str) -> str:
    """Canadian and UK codes in their usual form; any other code upper-case as typed."""
    plain = squash(text)
    if _CA_CODE.match(plain) or _GB_CODE.match(plain):
        return f"{plain[:-3]} {plain[-3:]}"
    return one_line(text).upper()


def is_email(text: str) -> bool:
    """Looks like one e-mail address."""
    return len(text) <= 254 and bool(_EMAIL.match(text))


_EXAMPLES = {"CA": "204-555-0147", "US": "204-555-0147", "GB": "0161 496 0000"}


def phone_example(region: str) -> str:
    """A number that nobody has, as it is written there; elsewhere with its country's code."""
    return _EXAMPLES.get(region, "+1 204 555 0147")


def phone_e164(text: str, region: str) -> str | None:
    """'+12045550147' for any possible number of `region` or written with '+', else None."""
    try:
        number = phonenumbers.parse(text[:60], region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_imei(text: str) -> bool:
    """Fifteen digits with a right check digit."""
    if not (len(text) == 15 and text.isascii() and text.isdigit()):
        return False
    doubled = [int(c) * (1 + n % 2) for n, c in enumerate(text)]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0
