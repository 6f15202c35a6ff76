"""Which way a message goes: only one that the person called safe, and that the force allows.

The way that somebody chose is safe, unless the report is guarded: then only what they ticked is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from frontcounter.forces.asking import guarded_marks
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.models import Channel, ContactRule
from frontcounter.reports.queries import ReportRecord

# The way of a message → what the person called it when asked where messages are safe.
_SAFE = {
    Channel.EMAIL: "email",
    Channel.TEXT: "text",
    Channel.LETTER: "letter",
    Channel.PHONE: "message",
}
_WRITTEN = (Channel.EMAIL, Channel.TEXT, Channel.LETTER)


@dataclass(frozen=True)
class Way:
    """Where a message goes, or (without an address) why it goes nowhere."""

    channel: str
    address: str = ""
    reason: str = ""


def rule_of(report_id: UUID) -> ContactRule | None:
    """What staff set for this report and nobody has lifted."""
    found: ContactRule | None = (
        ContactRule.objects.filter(report_id=report_id, lifted_at__isnull=True)
        .order_by("-at", "-id")
        .first()
    )
    return found


def is_guarded(record: ReportRecord) -> bool:
    """Whether somebody else may read or hear what we send: only what was ticked as safe is used.

    The form says so, or a mark of the report, whichever of them the force counts.
    """
    handling = published_form(record.form_hash).handling
    if handling.safe_exit or handling.confidential:
        return True
    return not guarded_marks(settings_in_scope()).isdisjoint(record.marks)


def safe_ways(contact: Mapping[str, Any], *, guarded: bool = True) -> frozenset[str] | None:
    """What counts as safe (message, text, email, letter); None where nobody asked the person.

    Whoever chose a way did not need to tick it again, unless the report is guarded.
    """
    ticked = contact.get("safe")
    if not isinstance(ticked, list) or not ticked:
        return None
    return frozenset(ticked) | chosen_safe(contact, guarded=guarded)


def chosen_safe(contact: Mapping[str, Any], *, guarded: bool) -> frozenset[str]:
    """The written way that the person chose, where choosing it says enough."""
    chosen = str(contact.get("channel") or "")
    return frozenset() if guarded or chosen not in _WRITTEN else frozenset({_SAFE[Channel(chosen)]})


def way_to(
    contact: Mapping[str, Any],
    *,
    on_screen: bool = False,
    first: bool = False,
    guarded: bool = True,
    only: tuple[str, ...] | None = None,
) -> Way:
    """How this person is told.

    Nothing personal goes to an e-mail address that was not confirmed. What somebody has just seen
    on the screen is not phoned or posted. After the `first` message, only a way that counts as
    safe is used, if they were asked: the one that they chose, else another. `only` are the
    channels that staff still allow.
    """
    chosen = str(contact.get("channel") or "")
    if only == ():
        return Way(chosen, reason="do_not_contact")
    there = _there(contact)
    safe = None if first else safe_ways(contact, guarded=guarded)
    allowed = {
        channel: address
        for channel, address in there.items()
        if _is_allowed(channel, chosen, safe, only)
    }
    if on_screen:
        if chosen == Channel.EMAIL and chosen in allowed:
            return Way(chosen, allowed[Channel.EMAIL])
        unconfirmed = chosen == Channel.EMAIL and chosen not in there
        return Way(chosen, reason="email_unconfirmed" if unconfirmed else "shown_on_screen")
    if chosen in allowed:
        return Way(chosen, allowed[Channel(chosen)])
    for channel in _others(chosen, there, safe):
        if channel in allowed:
            return Way(channel, allowed[channel])
    return Way(chosen, reason=_why(contact, there, only))


def _there(contact: Mapping[str, Any]) -> dict[Channel, str]:
    """Every way that leads to the person, safe or not."""
    email, phone = str(contact.get("email") or ""), str(contact.get("phone") or "")
    found: dict[Channel, str] = {}
    if email and contact.get("email_confirmed"):
        found[Channel.EMAIL] = email
    if phone:
        found[Channel.TEXT] = found[Channel.PHONE] = phone
    if contact.get("address"):
        found[Channel.LETTER] = _lines(contact["address"])
    return found


def _is_allowed(
    channel: Channel, chosen: str, safe: frozenset[str] | None, only: tuple[str, ...] | None
) -> bool:
    if only is not None:
        return channel in only
    if safe is None:
        return True
    # Whoever asked to be phoned is phoned; whether a voice message is safe stands beside it.
    return _SAFE[channel] in safe or (channel == Channel.PHONE and chosen == Channel.PHONE)


def _others(
    chosen: str, there: Mapping[Channel, str], safe: frozenset[str] | None
) -> tuple[Channel, ...]:
    """Other ways, the likeliest first. Nobody who was not asked is written to where they did not
    wish it: they are phoned."""
    asked = safe is not None
    if asked and chosen in there:
        return (*_WRITTEN, Channel.PHONE)
    return (Channel.PHONE, *(_WRITTEN if asked else ()))


def _why(
    contact: Mapping[str, Any], there: Mapping[Channel, str], only: tuple[str, ...] | None
) -> str:
    if only is not None:
        return "do_not_contact"
    if there.keys() - {Channel.LETTER}:
        return "not_safe"
    return "email_unconfirmed" if contact.get("email") else "no_way"


def _lines(address: Mapping[str, Any]) -> str:
    return "\n".join(str(part) for part in address.values() if part)
