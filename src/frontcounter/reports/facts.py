"""What the core knows of a report's answers, taken from the engine's language-free export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument, export_report, identifiers
from frontcounter.forms.engine.cleaning import phone_e164, squash
from frontcounter.reports.models import AskedRound, Report

TEMPLATE_VERSION = 1
MATCHABLE = ("serial", "imei", "plate", "vin", "phone", "email")


@dataclass(frozen=True)
class FoundIdentifier:
    """Something that can match another report, normalised."""

    kind: str
    normal: str


def facts_of(known: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the report that queues and matching need: what, where, when, how much, who.

    `known` is the engine's export of the answers.
    """
    window = _times(known["times"])
    return {
        "headline": _headline(known["items"], known["vehicles"]),
        "place": place_in_words(known["locations"]),
        "district": _district(known["locations"]),
        "incident_from": window[0],
        "incident_to": window[1],
        "value_minor": _value(known["items"]),
        "reporter_name": _reporter_name(known["persons"]),
    }


def category_words(form: FormDocument, answers: Mapping[str, Any]) -> str:
    """What sort of thing it is about, where nothing nearer was written; "" where that is plain."""
    for question in form.questions:
        options = getattr(question, "categories", ())
        if len(options) < 2 or question.KIND != "property_list":
            continue
        for line in question.read(answers.get(question.id)) or ():
            labels = {option.code: option.label for option in options}
            return str(labels[line["category"]][form.languages[0]])[:160]
    return ""


def contact_of(
    form: FormDocument, answers: Mapping[str, Any], *, email_confirmed: bool = False
) -> dict[str, Any]:
    """How and when the reporter may safely be reached.

    {"channel", "email", "email_confirmed", "phone" (E.164), "phone_typed", "address", "safe" (list
    of message|text|email|letter), "when", "name", "interpreter" (the code of a language)}; absent
    parts are left out.
    """
    known = export_report(form, dict(answers))
    persons = known["persons"]
    reporter = _reporter(persons)
    told = reporter.get("contact", {})
    phone = told.get("phone") or reporter.get("phone") or {}
    found = {
        "channel": told.get("by", ""),
        "email": told.get("email") or reporter.get("email", ""),
        "email_confirmed": email_confirmed,
        "phone": phone.get("e164", ""),
        "phone_typed": phone.get("typed", ""),
        "address": reporter.get("address", {}),
        "safe": told.get("safe", []),
        "when": told.get("when", ""),
        "name": _reporter_name(persons),
        "interpreter": _fact(known["facts"], "interpreter"),
    }
    return {key: value for key, value in found.items() if value not in ("", {}, [])}


def identifiers_of(
    form: FormDocument, answers: Mapping[str, Any], contact: Mapping[str, Any]
) -> Iterator[FoundIdentifier]:
    """Each identifier once, those of the contact included."""
    found = [
        FoundIdentifier(one.kind, one.normal)
        for one in identifiers(form, dict(answers))
        if one.kind in MATCHABLE
    ]
    found += [
        FoundIdentifier(kind, str(contact[kind]).casefold())
        for kind in ("phone", "email")
        if contact.get(kind)
    ]
    yield from dict.fromkeys(one for one in found if one.normal)


def normal_identifier(kind: str, typed: str, region: str) -> str:
    """What somebody typed to find an identifier, as it is kept; empty where it cannot be one."""
    if kind == "email":
        return typed.strip().casefold() if "@" in typed else ""
    if kind == "phone":
        return phone_e164(typed, region) or ""
    return squash(typed)


def frozen_inputs(report: Report, settings: ForceSettings) -> dict[str, Any]:
    """What the official PDF and the transfer render from, so that a retry sends the same bytes."""
    rounds = AskedRound.objects.filter(report_id=report.id, answered_at__isnull=False)
    return {
        "form_hash": report.form_hash,
        "publication_hash": settings.hash,
        "agency_revision": report.agency_revision,
        "answered_rounds": list(rounds.order_by("number").values_list("number", flat=True)),
        "template_version": TEMPLATE_VERSION,
        "language": report.language,
    }


def _headline(items: list[dict[str, Any]], vehicles: list[dict[str, Any]]) -> str:
    things = [_thing(item) for item in items] or [_thing(vehicle) for vehicle in vehicles]
    named = [thing for thing in things if thing]
    more = f" +{len(things) - 1}" if len(things) > 1 else ""
    return (named[0][:140] + more) if named else ""


def _thing(entry: Mapping[str, Any]) -> str:
    parts = [str(entry[key]) for key in ("make", "model", "plate") if entry.get(key)]
    return " ".join(parts) or str(entry.get("description", ""))


def place_in_words(locations: list[dict[str, Any]]) -> str:
    """Street and town of where it happened, or how that place is described."""
    scene = next((one for one in locations if one["role"] == "incident"), None)
    if scene is None:
        return ""
    street = scene.get("line1") or scene.get("landmark") or scene.get("describe", "")
    return ", ".join(part for part in (street, scene.get("town", "")) if part)[:160]


def _district(locations: list[dict[str, Any]]) -> str:
    scene = next((one for one in locations if one["role"] == "incident"), {})
    return str(scene.get("district", ""))[:40]


def _times(times: list[dict[str, Any]]) -> tuple[datetime | None, datetime | None]:
    incident = next((one for one in times if one["role"] == "incident"), None)
    if incident is None:
        return None, None
    return (
        datetime.fromisoformat(incident["earliest_utc"]),
        datetime.fromisoformat(incident["latest_utc"]),
    )


def _value(items: list[dict[str, Any]]) -> int | None:
    values = [item["value"]["minor"] for item in items if item.get("value")]
    return sum(values) if values else None


def _reporter_name(persons: list[dict[str, Any]]) -> str:
    reporter = _reporter(persons)
    return " ".join(part for part in (reporter.get("given"), reporter.get("family")) if part)[:160]


def _fact(facts: list[dict[str, Any]], code: str) -> Any:
    return next((fact["value"] for fact in facts if fact["code"] == code), "")


def _reporter(persons: list[dict[str, Any]]) -> dict[str, Any]:
    return next((person for person in persons if person["role"] == "reporter"), {})
