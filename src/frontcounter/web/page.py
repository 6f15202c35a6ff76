"""What a layout is handed: plain values, so that this room needs to know no force.

Every text here is already in the page's language; every `href` is a path or a `tel:` address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def tel(number: str) -> str:
    """Return the `tel:` address of a number as printed ("204-555-0147" -> "tel:2045550147")."""
    return "tel:" + re.sub(r"[^\d+*#]", "", number)


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio (1 to 21) of two `#rrggbb` colours."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True, slots=True)
class Look:
    """A force's name, front page and two colours (`#rrggbb`)."""

    name: str
    home: str
    accent: str = "#1f3a5f"
    accent_text: str = "#ffffff"

    def problems(self) -> list[str]:
        """Return what is wrong with the colours: their form, or too little contrast to read."""
        bad = [c for c in (self.accent, self.accent_text) if not _HEX.match(c)]
        if bad:
            return [f"{colour!r} is no colour like #1f3a5f" for colour in bad]
        checks = {
            "accent with accent_text": (self.accent, self.accent_text),
            "accent with white": (self.accent, "#ffffff"),
        }
        return [
            f"{name}: contrast {ratio:.1f}, at least 4.5 is needed"
            for name, pair in checks.items()
            if (ratio := contrast(*pair)) < 4.5
        ]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language of the toggle; `href` is this same page in that language."""

    code: str
    name: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Emergency:
    """The line on top: `text` before the number ("In an emergency, call"), the number to call."""

    text: str
    number: str

    @property
    def href(self) -> str:
        """The address that calls the number, or "" when it is words ("911 or 999")."""
        return "" if any(char.isalpha() for char in self.number) else tel(self.number)


@dataclass(frozen=True, slots=True)
class TalkDoor:
    """A way to talk to a person; `call_href` is where one asks to be called back, if offered."""

    phone: str
    name: str = ""
    hours: Sequence[str] = ()
    sms: str = ""
    relay: str = ""
    interpreter: str = ""
    url: str = ""
    call_href: str = ""

    @property
    def href(self) -> str:
        """The address that calls the number."""
        return tel(self.phone)


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A draft is open: kept until this date, and where it can be saved to come back later."""

    kept_until: date | None = None
    save_href: str = ""


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary; `href` is the field's `#id`, or ""."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message above the content."""

    text: str
    kind: Literal["info", "success"] = "info"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of a navigation; `count` is shown beside it, `urgent` marks the count."""

    label: str
    href: str
    current: bool = False
    count: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class AlarmItem:
    """Something urgent that nobody has yet: `action` is where "I have it" is posted to."""

    text: str
    more: str
    action: str
    button: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A label and an address."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BasePage:
    """What both layouts need. `title` is the page's heading; `words` are the force's overrides."""

    lang: str
    title: str
    look: Look
    country: str = "CA"
    languages: Sequence[LanguageLink] = ()
    back: str = ""
    errors: Sequence[ErrorLink] = ()
    notices: Sequence[Notice] = ()
    demo: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage(BasePage):
    """A page of the public site. `index` lets search engines list it."""

    emergency: Emergency
    talk: TalkDoor | None = None
    draft: DraftNote | None = None
    footer: Sequence[Link] = ()
    index: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage(BasePage):
    """A page of the staff site; nothing of `person`, `nav` before signing in."""

    person: str = ""
    role: str = ""
    account: str = ""
    sign_out: str = ""
    nav: Sequence[NavItem] = ()
    switch: Sequence[NavItem] = ()
    alarms: Sequence[AlarmItem] = ()
    alarms_href: str = ""
    """What asks again whether something rings; "" where nothing ever does."""
    alarms_page: str = ""
