"""The watch in words: where a report was sent and why, who else is looking, who lost it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.accounts.staff import StaffRequest
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forces.routing import BY_DESK, BY_MARK
from frontcounter.forces.units import unit_name
from frontcounter.tasks.claims import Looker, look
from frontcounter.web.texts import has, t


def watched(code: str, details: Mapping[str, Any], lang: str) -> str:
    """What the timeline adds to an event of the watch; "" for any other."""
    if code == "routed" and "unit" in details:
        return _routed(settings_in_scope(), details, lang)
    if code in {"alarm_told", "alarm_system_told", "alarm_system_failed", "not_looked_at"}:
        return unit_name(settings_in_scope(), str(details.get("unit", "")), lang)
    if code in {"take_away", "claim_returned"} and details.get("holder"):
        why = str(details.get("why", ""))
        key = f"casework.watch.returned.{why}"
        return t(key, lang, name=str(details["holder"])) if has(key, lang) else ""
    if code == "reassigned":
        person = str(details.get("person", ""))
        return person or unit_name(settings_in_scope(), str(details.get("unit", "")), lang)
    if code == "lapse":
        return promise_name(settings_in_scope(), str(details.get("promise", "")), lang)
    return ""


def _routed(settings: ForceSettings, details: Mapping[str, Any], lang: str) -> str:
    """ "Poplar Creek detachment: it happened in its district", and who was closed or full."""
    rule = str(details.get("rule", ""))
    if rule in {BY_MARK, BY_DESK}:
        why = t(f"casework.watch.routed.{rule}", lang)
    else:
        why = settings.text(details.get("because", {}), lang) or rule
    said = t("casework.pair", lang, a=unit_name(settings, str(details["unit"]), lang), b=why)
    for unit, reason in details.get("passed", ()):
        key = f"casework.watch.routed.{reason}"
        said += ". " + t(key, lang, unit=unit_name(settings, str(unit), lang))
    return said


def promise_name(settings: ForceSettings, kind: str, lang: str) -> str:
    """What a kind of promise is called here; one of the force's own by what it says."""
    key = f"casework.promise.{kind}"
    if has(key, lang):
        return t(key, lang)
    rule = settings.promises.get(kind)
    return settings.text(rule.text, lang) if rule else kind


def watch_of(request: StaffRequest, report_id: UUID, now: datetime) -> list[Looker]:
    """Note that this person has the report open; who else has."""
    return look(report_id, request.actor, at=now)
