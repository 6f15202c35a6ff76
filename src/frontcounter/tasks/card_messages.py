"""What is written to the person of a call card: that we called, or could not reach them.

Each names a way back: the number of the card and whom to call; by e-mail a link as well, with
which they book a time themselves. Nothing says what the card is about.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings as installation

from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.messages.models import Channel
from frontcounter.messages.services import queue
from frontcounter.reports.access import token_hash
from frontcounter.tasks.models import CardLink, Task
from frontcounter.web.formats import Formats

LINK_LIFETIME = timedelta(days=21)
EMAIL, TEXT, LETTER = str(Channel.EMAIL), str(Channel.TEXT), str(Channel.LETTER)
AT_ONCE = (EMAIL, TEXT)
"""What arrives soon enough to say that we called, or call tomorrow."""

_FIELDS = {EMAIL: "email", LETTER: "address"}


def way_of(task: Task, *ways: str) -> tuple[str, str] | None:
    """(channel, address) of the first of these ways that the person called safe, or None."""
    safe = set(task.brief.get("safe", ()))
    for way in ways:
        address = task.phone if way == TEXT else str(task.brief.get(_FIELDS[way], ""))
        if way in safe and address:
            return way, address
    return None


def missed(task: Task, *, at: datetime) -> bool:
    """That we called and try again, where it is safe; whether anything is sent."""
    return _write("card_missed", task, way_of(task, *AT_ONCE), at) != ""


def unreached(task: Task, *, at: datetime) -> str:
    """That we could not reach them; by which channel it goes, "" where none is safe."""
    return _write("card_unreached", task, way_of(task, EMAIL, LETTER, TEXT), at)


def remind(task: Task, values: dict[str, str], *, at: datetime) -> bool:
    """Of the time that was booked; whether it is safe, so that anything is sent."""
    way = way_of(task, *AT_ONCE)
    if way is None:
        return False
    settings = settings_in_scope()
    lang = task.language or settings.languages[0]
    given = {**_values(settings, task, lang), **values}
    queue("card_reminder", lang=lang, channel=way[0], address=way[1], values=given, at=at)
    return True


def _write(event: str, task: Task, way: tuple[str, str] | None, at: datetime) -> str:
    if way is None:
        return ""
    settings = settings_in_scope()
    lang = task.language or settings.languages[0]
    values = _values(settings, task, lang)
    if way[0] == EMAIL:
        event = f"{event}_link"
        until = at + LINK_LIFETIME
        values["card_link"] = _link(settings, task, lang, until)
        values["card_until"] = Formats(lang, settings.country, settings.zone).day(until)
    queue(event, lang=lang, channel=way[0], address=way[1], values=values, at=at)
    return way[0]


def _values(settings: ForceSettings, task: Task, lang: str) -> dict[str, Any]:
    door = settings.doors.get("call_back") or settings.doors[settings.document["talk"]["door"]]
    return {
        "card_number": task.number,
        "card_phone": door.phone,
        "card_hours": settings.text(door.hours, lang),
    }


def _link(settings: ForceSettings, task: Task, lang: str, until: datetime) -> str:
    """An address that books a time for this card; only the token's hash is stored."""
    token = secrets.token_urlsafe(16)
    CardLink(task_id=task.id, token_hash=token_hash(token), expires_at=until).add()
    return f"{installation.PUBLIC_ADDRESS}/{settings.slug}/{lang}/status/card/link/{token}"
