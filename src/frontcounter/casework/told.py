"""The timeline in words' keys: newest first, who did what, with reasons and outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontcounter.casework.board_words import watched
from frontcounter.casework.report_page import ReportPage
from frontcounter.forces.published import settings_in_scope
from frontcounter.web.formats import Formats
from frontcounter.web.texts import has, t

# Where an event's words may stand: in the first of these groups of texts that has its code.
PARTS = (
    "event", "review.event", "queues.event", "decisions.event", "calls.event", "watch.event",
    "asking.event", "follow_up.event", "privacy.event",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One line: `key` is the text of what happened; `extra` words keys, `note` a person's words."""

    at: datetime
    key: str
    by: str
    by_reporter: bool
    note: str
    extra: str = ""
    detail: str = ""


_OUTCOMES = {
    "return_follow_up": "casework.units.returned",
    "finish_follow_up": "casework.units.results",
    "referral_answered": "casework.victims.outcomes",
}
"""Event → where its outcomes are worded; else those of a call."""


def told(page: ReportPage, lang: str = "en") -> list[Told]:
    """Events, tries to call and what the reporter added, in one order."""
    lines = [
        Told(
            at=event.at,
            key=_key(page, event.code, event.actor_kind),
            by=event.actor_name,
            by_reporter=event.actor_kind == "reporter",
            note="\n\n".join(filter(None, (event.note, _words(event.details, lang)))),
            extra=_outcome(event.code, event.details),
            detail=watched(event.code, event.details, lang) or _detail(event.details, lang),
        )
        for event in page.events
    ]
    lines += [
        Told(one.at, "casework.event.attempt", one.by_name, False, one.note, _try(one.outcome))
        for one in page.attempts
    ]
    lines += [
        Told(act.at, f"casework.act.{act.kind}", "", True, act.text)
        for act in page.acts
        if act.done_at is None
    ]
    return sorted(lines, key=lambda line: line.at)[::-1]


def _key(page: ReportPage, code: str, actor_kind: str) -> str:
    """Staff who wrote for a person did not send a report of their own."""
    if code in {"submit", "request_call"} and actor_kind == "staff":
        return (
            f"casework.event.{code}_for_{page.record.channel}"
            if page.entered
            else (f"casework.event.{code}_for_them")
        )
    return next((key for part in PARTS if has(key := f"casework.{part}.{code}", "en")), code)


def _outcome(code: str, details: dict[str, object]) -> str:
    if reason := details.get("lock_reason"):
        return f"casework.file.reason.{reason}"
    if code in {"propose", "agree"} and details.get("decision"):
        return f"casework.decisions.propose.what.{details['decision']}"
    outcome = details.get("outcome")
    return f"{_OUTCOMES.get(code, 'casework.call.concluded')}.{outcome}" if outcome else ""


def _try(outcome: str) -> str:
    return f"casework.call.tried.{outcome}"


def _detail(details: dict[str, object], lang: str) -> str:
    """A number that came with the event (ours, or the records system's), or the booked time."""
    if slot := details.get("slot"):
        return _moment(str(slot), lang)
    names = ("file_number", "record_number", "tracking_number", "covers")
    told = str(next((one for name in names if (one := details.get(name))), ""))
    return " ".join(filter(None, (str(details.get("other_force") or ""), told)))


def _moment(slot: str, lang: str) -> str:
    settings = settings_in_scope()
    formats = Formats(lang, settings.country, settings.zone)
    return formats.moment(datetime.fromisoformat(slot))


def _words(details: dict[str, object], lang: str) -> str:
    """What staff added to the message that went with it, or how the reporter agreed."""
    if how := details.get("how"):
        return t("casework.decisions.agreed", lang, how=str(how))
    return str(details.get("own_words") or "")
