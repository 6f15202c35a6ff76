"""What a force asks of its units, its records staff and its victim support: force data.

    follow_up: {length: 5, unit: business_days}
    records_requests:
      unit: data_centre
      hours: 24
      urgent_hours: 2
      systems: [{code: cpic, name: {en: CPIC, fr: CIPC}}]
    victim_support:
      services: [{code: city, name: {…}, unit: victim_services}, {code: line, name: {…}, email: …}]
      within: {length: 2, unit: business_days}

Everything may be left out: then there are sensible limits, no national systems and no services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from frontcounter.forces.promises import due_after
from frontcounter.forces.published import ForceSettings, Texts

_DAYS = {"length": 5, "unit": "business_days"}


@dataclass(frozen=True)
class NationalSystem:
    """A system of the whole country into which our staff make entries."""

    code: str
    name: Texts


@dataclass(frozen=True)
class RecordsRules:
    """Who does officers' records work, and how soon."""

    unit: str
    hours: int
    urgent_hours: int
    systems: Mapping[str, NationalSystem]


@dataclass(frozen=True)
class SupportService:
    """Who supports victims: a unit of the force, or a service that is written to."""

    code: str
    name: Texts
    unit: str
    email: str


def follow_up_due(settings: ForceSettings, at: datetime) -> datetime:
    """By when a unit is to have done what it is asked (UTC)."""
    rule: Mapping[str, Any] = settings.document.get("follow_up") or _DAYS
    return due_after(settings, int(rule["length"]), str(rule["unit"]), at)


def units_of_district(settings: ForceSettings, district: str) -> list[str]:
    """The units whose district it is; what happened there is theirs to follow up."""
    return [
        unit["code"]
        for unit in settings.document["units"]
        if district and district in (unit.get("districts") or ())
    ]


def districts_of_units(settings: ForceSettings, units: frozenset[str]) -> frozenset[str]:
    """The districts of these units together."""
    return frozenset(
        district
        for unit in settings.document["units"]
        if unit["code"] in units
        for district in unit.get("districts") or ()
    )


def records_rules(settings: ForceSettings) -> RecordsRules:
    """How officers' requests are dealt with."""
    told: Mapping[str, Any] = settings.document.get("records_requests") or {}
    return RecordsRules(
        unit=str(told.get("unit") or settings.review_unit),
        hours=int(told.get("hours", 24)),
        urgent_hours=int(told.get("urgent_hours", 2)),
        systems={
            one["code"]: NationalSystem(one["code"], one["name"]) for one in told.get("systems", ())
        },
    )


def request_due(settings: ForceSettings, at: datetime, *, urgent: bool) -> datetime:
    """By when an officer's request is to be answered: clock hours, for officers work at night."""
    rules = records_rules(settings)
    return at + timedelta(hours=rules.urgent_hours if urgent else rules.hours)


def support_services(settings: ForceSettings) -> dict[str, SupportService]:
    """The services to which a victim may be referred, in the force's order."""
    told: Mapping[str, Any] = settings.document.get("victim_support") or {}
    return {
        one["code"]: SupportService(
            one["code"], one["name"], str(one.get("unit", "")), str(one.get("email", ""))
        )
        for one in told.get("services", ())
    }


def referral_due(settings: ForceSettings, at: datetime) -> datetime:
    """By when victim support is to have reached the person."""
    told: Mapping[str, Any] = settings.document.get("victim_support") or {}
    rule = told.get("within") or {"length": 2, "unit": "business_days"}
    return due_after(settings, int(rule["length"]), str(rule["unit"]), at)
