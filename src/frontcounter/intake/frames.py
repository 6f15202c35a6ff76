"""The layout around each page, rendered once per force, language and kind of page.

A frame holds no answer and no token: what differs from one visit to the next goes into its slots
each time (title, back link, content, the date until which a draft is kept).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from frontcounter.base.languages import language
from frontcounter.web.jinja import jinja
from frontcounter.web.page import (
    DraftNote,
    Emergency,
    LanguageLink,
    Link,
    Look,
    PublicPage,
    TalkDoor,
)
from frontcounter.web.texts import speaking

if TYPE_CHECKING:
    from frontcounter.forces.published import ForceSettings

SLOTS = ("title", "rest", "before", "main", "kept", "call")

_SLOT = re.compile("\ue000([a-z]+)\ue001")


class _SlotFormats:
    """Writes the one date of the layout, until which a draft is kept, as its slot."""

    def day(self, _on: date) -> str:
        return _slot("kept")


def _slot(name: str) -> str:
    return f"\ue000{name}\ue001"


@dataclass(frozen=True)
class FrameKind:
    """What about a page changes its layout: a draft is open; how a call is asked for."""

    draft: bool = False
    call: str = ""  # "button": keeps what was typed; "link"; "" none
    index: bool = False
    exit: bool = False  # the page can be left quickly
    kiosk: bool = False  # a device for everybody: the page closes itself


@dataclass(frozen=True)
class Frame:
    """A rendered layout, cut at its slots."""

    pieces: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Put safe HTML into every slot."""
        pieces = list(self.pieces)
        pieces[1::2] = [values[name] for name in self.pieces[1::2]]
        return "".join(pieces)


_frames: dict[tuple[str, str, FrameKind], Frame] = {}
MOST_FRAMES = 2000


def frame_for(settings: ForceSettings, lang: str, kind: FrameKind) -> Frame:
    """The layout of this publication, language and kind of page."""
    key = (settings.hash, lang, kind)
    frame = _frames.get(key)
    if frame is None:
        if len(_frames) >= MOST_FRAMES:
            _frames.clear()
        frame = _frames[key] = _render(settings, lang, kind)
    return frame


def _render(settings: ForceSettings, lang: str, kind: FrameKind) -> Frame:
    page = public_page(settings, lang, kind)
    slots = {name: _slot(name) for name in SLOTS}
    with speaking(lang, settings.words(lang)):
        html = (
            jinja()
            .get_template("intake/frame.html")
            .render(
                page=page,
                slots=slots,
                kind=kind,
                f=_SlotFormats(),
                home=f"/{settings.slug}/{lang}/",
            )
        )
    return Frame(tuple(_SLOT.split(html)))


def public_page(settings: ForceSettings, lang: str, kind: FrameKind, title: str = "") -> PublicPage:
    """What the layout needs of a force, with slots where visits differ."""
    with speaking(lang, settings.words(lang)) as tr:
        home = f"/{settings.slug}/{lang}/"
        return PublicPage(
            lang=lang,
            title=title or _slot("title"),
            look=look_of(settings, lang),
            country=settings.country,
            languages=[
                LanguageLink(code, language(code).name, _in(settings, code), code == lang)
                for code in settings.languages
            ],
            demo=settings.demo,
            words=settings.words(lang),
            emergency=Emergency(tr("intake.page.emergency"), emergency_number(settings)),
            talk=talk_door(settings, lang),
            draft=DraftNote(kept_until=date.max) if kind.draft else None,
            footer=[
                Link(tr("intake.footer.status"), f"{home}status"),
                Link(tr("intake.footer.resume"), f"{home}resume"),
                Link(tr("intake.footer.privacy"), f"{home}privacy"),
            ],
            index=kind.index,
        )


_error_pages: dict[tuple[str, str], PublicPage] = {}


def error_page(settings: ForceSettings, lang: str) -> PublicPage:
    """What an error page of this force wears, if one is shown."""
    known = _error_pages.get((settings.hash, lang))
    if known is not None:
        return known
    if len(_error_pages) >= MOST_FRAMES:
        _error_pages.clear()
    page = public_page(settings, lang, FrameKind(), title=" ")
    tops = [replace(item, href=f"/{settings.slug}/{item.code}/") for item in page.languages]
    _error_pages[(settings.hash, lang)] = made = replace(page, languages=tops)
    return made


def _in(settings: ForceSettings, lang: str) -> str:
    return f"/{settings.slug}/{lang}/{_slot('rest')}"


@lru_cache(maxsize=1024)
def _look(name: str, home: str, accent: str, accent_text: str) -> Look:
    return Look(name, home, accent, accent_text)


def look_of(settings: ForceSettings, lang: str) -> Look:
    """The force's name and colours."""
    look = settings.document.get("look", {})
    return _look(
        settings.name(lang),
        f"/{settings.slug}/{lang}/",
        look.get("accent", "#1f3a5f"),
        look.get("accent_text", "#ffffff"),
    )


def emergency_number(settings: ForceSettings) -> str:
    """911 or 999, by the force's data."""
    return str(settings.document["emergency"]["number"])


def talk_door(settings: ForceSettings, lang: str) -> TalkDoor | None:
    """The desk that answers the telephone, for "Prefer to talk?"."""
    talk = settings.document.get("talk", {})
    door = settings.doors.get(str(talk.get("door", "")))
    if door is None:
        return None
    hours = settings.text(door.hours, lang)
    name = settings.text(door.name, lang)
    return TalkDoor(
        phone=door.phone,
        name=name[:1].upper() + name[1:],
        hours=[hours] if hours else [],
        sms=door.sms,
        relay=settings.text(door.relay, lang),
        interpreter=settings.text(talk.get("interpreter", {}), lang),
        url=door.url,
    )
