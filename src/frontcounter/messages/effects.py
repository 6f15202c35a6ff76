"""Telling the reporter: which way, decided inside the transaction; words come later, in a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontcounter.messages.models import Channel
from frontcounter.messages.services import not_sent, queue
from frontcounter.reports import queries
from frontcounter.reports.registry import Change, handles


@dataclass(frozen=True)
class Way:
    """Where a message goes, or (without an address) why it goes nowhere."""

    channel: str
    address: str = ""
    reason: str = ""


def way_to(contact: Mapping[str, Any], *, on_screen: bool) -> Way:
    """How this person is told.

    Nothing personal goes to an e-mail address that was not confirmed; a telephone number is used
    instead, by a person. What somebody has just seen on the screen is not phoned or posted.
    """
    channel = str(contact.get("channel") or "")
    email, phone = str(contact.get("email") or ""), str(contact.get("phone") or "")
    if channel == Channel.EMAIL and email and contact.get("email_confirmed"):
        return Way(Channel.EMAIL, email)
    if on_screen:
        unconfirmed = channel == Channel.EMAIL
        return Way(channel, reason="email_unconfirmed" if unconfirmed else "shown_on_screen")
    if channel == Channel.LETTER and contact.get("address"):
        return Way(Channel.LETTER, _lines(contact["address"]))
    if channel == Channel.TEXT and phone:
        return Way(Channel.TEXT, phone)
    if phone:
        return Way(Channel.PHONE, phone)
    return Way(channel, reason="email_unconfirmed" if email else "no_way")


@handles("tell_reporter")
def tell_reporter(change: Change) -> None:
    """One message in the reporter's language, or the reason why there is none."""
    if change.tells is None:
        return
    if change.details.get("untold"):
        _untold(change)
        return
    contact, on_screen = change.contact, change.actor.kind == "reporter"
    if untold := str(change.details.get("untold") or ""):  # told before, or it would not be safe
        not_sent(
            change.tells,
            lang=change.language,
            channel="",
            report_id=change.report_id,
            at=change.at,
            reason=untold,
        )
        return
    if (asked := contact.get("receipt")) and change.arrow in {"submit", "request_call"}:
        # Staff wrote for the person and asked how they would like to have it in writing.
        contact, on_screen = {**contact, "channel": asked}, asked == "paper"
    way = way_to(contact, on_screen=on_screen)
    if change.details.get("together"):  # one message tells of all of them
        way = Way(way.channel, reason="told_together" if way.address else way.reason)
    if not way.address:
        not_sent(
            change.tells,
            lang=change.language,
            channel=way.channel,
            report_id=change.report_id,
            at=change.at,
            reason=way.reason,
        )
        return
    queue(
        change.tells,
        lang=change.language,
        channel=way.channel,
        address=way.address,
        values=_values(change),
        report_id=change.report_id,
        at=change.at,
        silent=change.silent,
    )


def _values(change: Change) -> dict[str, Any]:
    """What the words name beside the report's own values: sealed, for staff may have added some.

    What was added when recording goes with the message that brings the number.
    """
    given: dict[str, Any] = {"reason": change.reason} if change.reason else {}
    told = change.details
    if change.arrow == "number":
        told = queries.details_of_last(change.report_id, "record")
    for name in ("own_words", "other_force"):
        if told.get(name):
            given[name] = str(told[name])
    return given


def _untold(change: Change) -> None:
    """Staff decided that the person is told nothing of this: noted, so that nobody wonders."""
    not_sent(
        str(change.tells),
        lang=change.language,
        channel=str(change.contact.get("channel") or ""),
        report_id=change.report_id,
        at=change.at,
        reason="untold",
    )


def _lines(address: Mapping[str, Any]) -> str:
    return "\n".join(str(part) for part in address.values() if part)
