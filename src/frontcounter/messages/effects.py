"""Telling the reporter: which way, decided inside the transaction; words come later, in a job."""

from __future__ import annotations

from typing import Any

from frontcounter.messages.models import Reply
from frontcounter.messages.services import not_sent, queue
from frontcounter.messages.trouble import trouble
from frontcounter.messages.ways import Way, is_guarded, rule_of, way_to
from frontcounter.reports import queries
from frontcounter.reports.registry import Change, handles

__all__ = ["Way", "tell_reporter", "way_to"]

_FIRST = frozenset({"submit", "request_call"})
_NUMBERED = frozenset({"further_file", "joined_file", "joined"})
"""Messages that name the number of a file that is not the report's own."""
_GIVEN = ("own_words", "other_force", "promise")
"""Details of an arrow that its message's words may need."""


@handles("tell_reporter")
def tell_reporter(change: Change) -> None:
    """One message in the reporter's language, or the reason why there is none."""
    if change.tells is None or _awaits_number(change):
        return
    if change.details.get("untold"):  # told before, not safe, or staff decided so
        _untold(change)
        return
    way = _way(change)
    if not way.address:
        not_sent(
            change.tells,
            lang=change.language,
            channel=way.channel,
            report_id=change.report_id,
            at=change.at,
            reason=way.reason,
        )
        if way.reason == "not_safe" and not change.silent:
            trouble(change.report_id, way.reason, change.at)
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


def _way(change: Change) -> Way:
    contact, on_screen = change.contact, change.actor.kind == "reporter"
    first = change.arrow in _FIRST
    if (asked := contact.get("receipt")) and first:
        # Staff wrote for the person and asked how they would like to have it in writing.
        contact, on_screen = {**contact, "channel": asked}, asked == "paper"
    # The public site may read no rule; there is none before the report is.
    rule = None if first else rule_of(change.report_id)
    only = None if rule is None else tuple(rule.only)
    record = None if first else queries.report(change.report_id)
    guarded = record is None or is_guarded(record)
    way = way_to(contact, on_screen=on_screen, first=first, guarded=guarded, only=only)
    if change.details.get("together"):  # one message tells of all of them
        way = Way(way.channel, reason="told_together" if way.address else way.reason)
    return way


def _values(change: Change) -> dict[str, Any]:
    """What the words name beside the report's own values: sealed, for staff may have added some.

    What was added when recording goes with the message that brings the number.
    """
    values: dict[str, Any] = {"reason": change.reason} if change.reason else {}
    told = change.details
    if change.arrow == "number":
        told = queries.details_of_last(change.report_id, "record")
    values |= {name: str(told[name]) for name in _GIVEN if told.get(name)}
    if change.tells in _NUMBERED and told.get("file_number"):
        values["other_file"] = str(told["file_number"])
    if change.arrow == "reply":
        values["written"] = Reply.objects.get(id=change.details["words"]).text
    return values


def _awaits_number(change: Change) -> bool:
    """A further file is told of as soon as it has a number, and not before."""
    return change.tells == "further_file" and not change.details.get("file_number")


def _untold(change: Change) -> None:
    """The person is told nothing of this: noted with the reason, so that nobody wonders."""
    why = change.details["untold"]
    not_sent(
        str(change.tells),
        lang=change.language,
        channel=str(change.contact.get("channel") or ""),
        report_id=change.report_id,
        at=change.at,
        reason=why if isinstance(why, str) else "untold",
    )
