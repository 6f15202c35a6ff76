"""The values of units, `routing`, `alarm` and `watch`, and the table of routes beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from frontcounter.forces.alarms import WatchRules
from frontcounter.forces.calendar import WEEKDAYS
from frontcounter.forces.published import DESKS, ForceSettings
from frontcounter.forces.routing import BY_DESK, BY_MARK, Facts, decide
from frontcounter.forms import catalogue
from frontcounter.forms.engine import DANGER, FormDocument

Found = Iterator[tuple[str, str]]

GROUPS = {"property", "road", "fraud", "people", "urgent", "information", "contact"}
TABLE = "routing.csv"
COLUMNS = ("type", "district", "language", "value", "marks", "words", "repeat", "hour", "unit",
           "rule")  # fmt: skip
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,38}")
_UNIT = {"code", "name", "hours", "districts", "capacity", "when_closed", "when_full"}
_RULE = {"name", "when", "unit", "because"}
_WHEN = {
    "types", "groups", "districts", "words", "value_over", "repeat_within_days", "languages",
    "marks", "desk", "channel", "hour",
}  # fmt: skip
_DAY = datetime(2026, 6, 3, tzinfo=UTC)  # a Wednesday on which nothing is closed


def units(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    """Hours can be read, districts are there and of one unit only, who steps in is a unit."""
    codes = {unit.get("code") for unit in settings["units"]}
    areas, taken = _areas(settings), dict[str, str]()
    for unit in settings["units"]:
        where = f"units.{unit.get('code')}"
        for key in sorted(set(unit) - _UNIT):
            yield f"{where}.{key}", "is not a key of a unit"
        yield from _hours(f"{where}.hours", unit.get("hours", "always"))
        for key in ("when_closed", "when_full"):
            if key in unit and unit[key] not in codes - {unit.get("code")}:
                yield f"{where}.{key}", "names no other unit"
        if "capacity" in unit and (not isinstance(unit["capacity"], int) or unit["capacity"] < 1):
            yield f"{where}.capacity", "is a number of tasks, 1 or more"
        for code in unit.get("districts") or ():
            if areas is not None and code not in areas:
                yield f"{where}.districts.{code}", "is none of the force's areas"
            elif code in taken:
                yield f"{where}.districts.{code}", f"belongs to {taken[code]} already"
            taken[code] = str(unit.get("code"))


def routing(settings: Mapping[str, Any], forms: list[FormDocument]) -> Found:
    """Every rule asks for things that there are, names a unit, and says why in every language."""
    codes = {unit.get("code") for unit in settings["units"]}
    known = _known(settings, forms)
    names: list[str] = []
    for place, rule in enumerate(settings.get("routing") or (), 1):
        name = str(rule.get("name") or place)
        where = f"routing.{name}"
        for key in sorted(set(rule) - _RULE):
            yield f"{where}.{key}", "is not a key of a rule"
        if name in {*names, BY_MARK, BY_DESK}:
            yield where, "stands twice, or is a name that the program uses"
        names.append(name)
        if rule.get("unit") not in codes:
            yield f"{where}.unit", f"names the unit '{rule.get('unit')}', which is not in units"
        for lang in settings["languages"]:
            if not str((rule.get("because") or {}).get(lang) or "").strip():
                yield f"{where}.because", f"has no text in '{lang}'"
        yield from _when(where, rule.get("when"), known)


def _when(where: str, when: Any, known: Mapping[str, set[str] | None]) -> Found:
    if not isinstance(when, Mapping) or not when:
        yield f"{where}.when", "is missing: a rule without conditions would hide the others"
        return
    for key in sorted(set(when) - _WHEN):
        yield f"{where}.when.{key}", "is not a condition"
    for key, allowed in known.items():
        told = when.get(key) or ()
        for value in (told,) if isinstance(told, str) else told:
            if allowed is None or value in allowed:
                continue
            if key != "marks" or not may_be_mark(str(value)):
                yield f"{where}.when.{key}.{value}", "is not known here"
    for key in ("value_over", "repeat_within_days"):
        if key in when and (not isinstance(when[key], int) or when[key] < 0):
            yield f"{where}.when.{key}", "is a whole number"
    hour = when.get("hour", (0, 24))
    if len(hour) != 2 or not all(isinstance(one, int) and 0 <= one <= 24 for one in hour):
        yield f"{where}.when.hour", "is [from, to], in hours from 0 to 24"


def may_be_mark(code: str) -> bool:
    """Whether it is a topic of danger, or a mark of a report type that the force does not offer."""
    if code.startswith(DANGER):
        return True
    entries = (catalogue.entry(name) for name in catalogue.types())
    return any(mark["code"] == code for entry in entries for mark in entry.get("marks", ()))


def _known(
    settings: Mapping[str, Any], forms: list[FormDocument]
) -> dict[str, set[str] | None]:  # fmt: skip
    return {
        "types": set(catalogue.types()),
        "groups": {form.group for form in forms} | GROUPS,
        "districts": _areas(settings),
        "languages": {str(lang) for lang in settings["languages"]},
        "marks": {mark.code for form in forms for mark in form.marks},
        "desk": set(DESKS),
    }


def _areas(settings: Mapping[str, Any]) -> set[str] | None:
    places = settings.get("geography")
    if not isinstance(places, Mapping):
        return None
    return {str(area.get("code")) for area in places.get("areas", ())}


def watching(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    """The desks that are told of something urgent, and how long work may lie still."""
    codes = {unit.get("code") for unit in settings["units"]}
    alarm = settings.get("alarm") or {}
    for key in sorted(set(alarm) - {"minutes", "desks"}):
        yield f"alarm.{key}", "is not a key of alarm"
    minutes = alarm.get("minutes", 5)
    if not isinstance(minutes, int) or not 1 <= minutes <= 60:
        yield "alarm.minutes", "is a number of minutes from 1 to 60"
    desks = alarm.get("desks") or ()
    for place, desk in enumerate(desks, 1):
        if desk.get("unit") not in codes:
            yield f"alarm.desks.{place}", f"names the unit '{desk.get('unit')}', not in units"
        yield from _hours(f"alarm.desks.{place}.hours", desk.get("hours", "always"))
        if desk.get("email") and "@" not in str(desk["email"]):
            yield f"alarm.desks.{place}.email", "is no e-mail address"
        for key in sorted(set(desk) - {"unit", "hours", "email", "system"}):
            yield f"alarm.desks.{place}.{key}", "is not a key of a desk"
        if not _NAME.fullmatch(str(desk.get("system", "x"))):
            told = "is the name of a system: small letters, digits, hyphens; its address is private"
            yield f"alarm.desks.{place}.system", told
    if desks and desks[-1].get("hours", "always") != "always":
        yield "alarm.desks", "must end with a desk that is always staffed: the control room"
    watch = settings.get("watch") or {}
    for key, value in watch.items():
        if key not in WatchRules.__dataclass_fields__:
            yield f"watch.{key}", "is not a key of watch"
        elif not isinstance(value, int) or value < 1:
            yield f"watch.{key}", "is a whole number, 1 or more"


def _hours(where: str, told: Any) -> Found:
    if told == "always":
        return
    if not isinstance(told, Mapping) or set(told) - set(WEEKDAYS):
        yield where, "is 'always', or mon … sun with [from, to]"
        return
    for day, span in told.items():
        try:
            start, end = (time.fromisoformat(one) for one in span)
        except (TypeError, ValueError):
            yield f"{where}.{day}", "is [from, to], such as ['08:00', '17:00']"
            continue
        if start == end:
            yield f"{where}.{day}", "has no length; a day and night is ['00:00', '24:00'] as always"


def table(folder: Path, settings: Mapping[str, Any], forms: Iterable[FormDocument]) -> Found:
    """Every line of `routing.csv` goes where it says, by the rule that it says."""
    path = folder / TABLE
    if not path.exists():
        return
    groups = {form.type: form for form in forms}
    published = ForceSettings("", settings)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(row for row in file if not row.startswith("#"))
        if tuple(lines.fieldnames or ()) != COLUMNS:
            yield "", f"has other columns than {', '.join(COLUMNS)}"
            return
        for number, line in enumerate(lines, 1):
            form = groups.get(line["type"])
            if form is None:
                if line["type"] not in catalogue.types():
                    yield f"line {number}", f"“{line['type']}” is no report type"
                continue  # a line about a type that is not offered now may stand
            yield from _line(number, line, form, published)


def _line(
    number: int, line: Mapping[str, str], form: FormDocument, settings: ForceSettings
) -> Found:  # fmt: skip
    hour = int(line["hour"] or 10)
    at = _DAY.astimezone(settings.zone).replace(hour=hour, minute=0)
    facts = Facts(
        type=form.type,
        group=form.group,
        desk=form.handling.desk,
        district=line["district"],
        language=line["language"] or settings.languages[0],
        channel="online",
        marks=tuple(line["marks"].split()),
        text=line["words"],
        value_minor=int(line["value"]) * 100 if line["value"] else None,
        earlier_days=float(line["repeat"]) if line["repeat"] else None,
    )
    decision = decide(settings, facts, at)
    if (decision.unit, decision.rule) != (line["unit"], line["rule"]):
        yield (
            f"line {number} ({form.type})",
            f"goes to {decision.unit} by “{decision.rule}”, "
            f"not to {line['unit']} by “{line['rule']}”",
        )
