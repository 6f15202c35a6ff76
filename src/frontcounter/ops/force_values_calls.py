"""The values of `calling` and `visits` in `force.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from frontcounter.forces.calendar import WEEKDAYS
from frontcounter.forms.engine import FormDocument

Found = Iterator[tuple[str, str]]

_WHOLE = {
    "most_per_day": (1, 10),
    "slot_minutes": (10, 60),
    "slots_per_hour": (1, 60),
    "horizon_days": (1, 60),
    "keep_cards_days": (1, 3650),
}
_CALLING = {*_WHOLE, "hours", "attempts", "dispatch"}
_VISIT = {"code", "name", "address", "hours", "minutes", "per_slot"}


def calls(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    """Hours that are hours, a plan of tries, numbers within reason; counters with an address."""
    told = settings.get("calling") or {}
    if not isinstance(told, Mapping):
        yield "calling", "should be keys"
        return
    for key in sorted(set(told) - _CALLING):
        yield f"calling.{key}", "is not a key of calling"
    for key, (least, most) in _WHOLE.items():
        if key in told and not _whole(told[key], least, most):
            yield f"calling.{key}", f"is a whole number from {least} to {most}"
    if 60 % int(told.get("slot_minutes") or 20):
        yield "calling.slot_minutes", "divides an hour into equal parts"
    for place, one in enumerate(told.get("attempts") or (), 1):
        wait = one.get("after_hours") if isinstance(one, Mapping) else None
        if isinstance(wait, bool) or not isinstance(wait, int | float) or not 0 < wait <= 240:
            yield f"calling.attempts.{place}", "needs after_hours, more than 0 and at most 240"
    yield from _hours("calling.hours", told.get("hours") or {})
    yield from _visits(settings)


def _visits(settings: Mapping[str, Any]) -> Found:
    seen: set[str] = set()
    for place, one in enumerate(settings.get("visits") or (), 1):
        where = f"visits.{one.get('code') or place}"
        for key in sorted(set(one) - _VISIT):
            yield f"{where}.{key}", "is not a key of a counter"
        for key in ("code", "name", "address", "hours"):
            if not one.get(key):
                yield f"{where}.{key}", "is missing"
        if one.get("code") in seen:
            yield where, "stands twice"
        seen.add(str(one.get("code")))
        for key in ("name", "address"):
            for lang in settings["languages"]:
                if isinstance(one.get(key), Mapping) and not one[key].get(lang):
                    yield f"{where}.{key}.{lang}", "is missing"
        for key, most in (("minutes", 120), ("per_slot", 50)):
            if key in one and not _whole(one[key], 1, most):
                yield f"{where}.{key}", f"is a whole number from 1 to {most}"
        yield from _hours(f"{where}.hours", one.get("hours") or {})


def _hours(where: str, told: Any) -> Found:
    if not isinstance(told, Mapping):
        yield where, "should be days with hours"
        return
    for day, span in told.items():
        if day not in WEEKDAYS:
            yield f"{where}.{day}", "is no day; there are " + ", ".join(WEEKDAYS)
            continue
        try:
            start, end = (time.fromisoformat(str(one)) for one in span)
        except (TypeError, ValueError):
            yield f"{where}.{day}", 'is written ["09:00", "17:00"]'
            continue
        if start >= end:
            yield f"{where}.{day}", "ends before it begins"


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
