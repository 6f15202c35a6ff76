"""The values of `retention`, `subject_access` and `pilot` in `force.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from frontcounter.forces.giving import AGENCY_VERSION
from frontcounter.forms import catalogue
from frontcounter.forms.engine import FormDocument
from frontcounter.intake.finding import GROUPS
from frontcounter.reports.workflow import State

Found = Iterator[tuple[str, str]]

_RULE = {"name", "types", "groups", "outcomes", "years", "days"}
_GOING_ON = {"submitted", "in_review", "waiting"}
_PILOT = {"areas", "share", "daily_cap", "until", "door"}


def retention(settings: Mapping[str, Any], forms: list[FormDocument]) -> Found:
    """Each rule fits something and has a length; the default is there; unknown keys are wrong."""
    told = settings.get("retention")
    if told is None:
        return
    if not isinstance(told, Mapping):
        yield "retention", "should be keys"
        return
    for key in sorted(set(told) - {"rules", "default", "intake_copy", "work", "searches"}):
        yield f"retention.{key}", "is not a key of retention"
    if not isinstance(told.get("default"), Mapping):
        yield "retention.default", "is missing: what no rule fits needs an end too"
    else:
        yield from _length("retention.default", told["default"])
    for key in ("work", "searches"):
        if key in told and not isinstance(told[key], Mapping):
            yield f"retention.{key}", "should be years or days"
        elif key in told:
            yield from _length(f"retention.{key}", told[key])
    known = {
        # What is no longer offered still has reports that must end.
        "types": {*catalogue.types(), *(form.type for form in forms)},
        "groups": {*GROUPS, *(form.group for form in forms)},
        "outcomes": {str(state) for state in State} - _GOING_ON,
    }
    for place, rule in enumerate(told.get("rules") or (), 1):
        where = f"retention.rules.{rule.get('name') or place}"
        yield from _length(where, rule)
        for key in sorted(set(rule) - _RULE):
            yield f"{where}.{key}", "is not a key of a rule"
        for key, allowed in known.items():
            yield from _strangers(f"{where}.{key}", rule.get(key) or (), allowed)
    days = (told.get("intake_copy") or {}).get("purge_after_receipt")
    if days is not None and (not isinstance(days, int) or days < 1):
        yield "retention.intake_copy.purge_after_receipt", "is a number of days, 1 or more"


def subject_access(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    """One key, with one of three words."""
    told = settings.get("subject_access")
    if told is None:
        return
    if not isinstance(told, Mapping) or set(told) - {"agency_version"}:
        yield "subject_access", "has the key agency_version and no other"
    elif told.get("agency_version") not in AGENCY_VERSION:
        yield "subject_access.agency_version", "is one of " + ", ".join(AGENCY_VERSION)


def _length(where: str, rule: Mapping[str, Any]) -> Found:
    parts = [rule.get("years") or 0, rule.get("days") or 0]
    if not all(isinstance(part, int) and part >= 0 for part in parts) or not any(parts):
        yield where, "needs years or days, whole numbers"


def _strangers(where: str, told: Iterable[str], allowed: set[str]) -> Found:
    for name in told:
        if name not in allowed:
            yield f"{where}.{name}", "is not known here"


def pilot(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    """A share between nothing and everybody, a cap, areas that are there, a date."""
    told = settings.get("pilot")
    if told is None:
        return
    if not isinstance(told, Mapping):
        yield "pilot", "should be keys"
        return
    for key in sorted(set(told) - _PILOT):
        yield f"pilot.{key}", "is not a key of pilot"
    share, cap = told.get("share", 1), told.get("daily_cap")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
        yield "pilot.share", "is more than 0 and at most 1"
    if cap is not None and (not isinstance(cap, int) or cap < 1):
        yield "pilot.daily_cap", "is a number of reports, 1 or more"
    try:
        date.fromisoformat(str(told.get("until")))
    except ValueError:
        yield "pilot.until", "is a day, such as 2027-03-31"
    places = settings.get("geography")
    areas = {
        str(feature.get("code"))
        for feature in (places or {}).get("areas", ())
        if isinstance(places, Mapping)
    }
    yield from _strangers("pilot.areas", (str(area) for area in told.get("areas") or ()), areas)
    if told.get("door", "non_emergency") not in settings["doors"]:
        yield "pilot.door", "names a door that is not there"
