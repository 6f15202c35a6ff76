"""A force's published settings as typed values, kept in memory by hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from frontcounter.base.scope import current_force_id, current_scope
from frontcounter.forces.calendar import ForceCalendar
from frontcounter.forces.models import Publication

DESKS = ("review", "intelligence", "standards")

MESSAGES = "messages"
"""Beside the desks in `promises_on_submit`: thanks and suggestions, which never become a record."""

Texts = Mapping[str, str]
"""One text in each language of the force: {"en": …, "fr": …}."""


@dataclass(frozen=True)
class Door:
    """A way to somebody: a desk of ours, another body, an emergency number."""

    code: str
    name: Texts
    phone: str
    sms: str
    url: str
    hours: Texts
    relay: Texts
    ours: bool


@dataclass(frozen=True)
class PromiseRule:
    """What is promised and how its time is counted. `length` in business days or clock hours."""

    kind: str
    length: int
    unit: Literal["business_days", "clock_hours"]
    pauses: bool
    text: Texts


@dataclass(frozen=True)
class Reason:
    """Why a report is not taken: for staff, for the reporter, and the next door."""

    code: str
    staff: Texts
    reporter: Texts
    door: str


@dataclass(frozen=True)
class Unit:
    """A part of the force that does tasks."""

    code: str
    name: Texts


@dataclass(frozen=True)
class CallBack:
    """How the force calls back: by which unit, and whether every report needs it first.

    `every_report`: a call is opened for each report when it is sent, not only when it is asked for.
    """

    unit: str
    required_before_recording: bool
    every_report: bool


@dataclass(frozen=True)
class Uploads:
    """What people may send: the largest file of each sort (megabytes), and how many in one report.

    The key `uploads` of the force's settings; what it does not name is as here.
    """

    picture_mb: int = 20
    document_mb: int = 20
    video_mb: int = 100
    most: int = 10


@dataclass(frozen=True)
class ForceSettings:
    """Everything in which one force differs from another, frozen as it was published."""

    hash: str
    document: Mapping[str, Any]

    @property
    def slug(self) -> str:
        return str(self.document["slug"])

    @property
    def demo(self) -> bool:
        return bool(self.document.get("demo", False))

    @property
    def country(self) -> str:
        return str(self.document["country"])

    @property
    def currency(self) -> str:
        return str(self.document["currency"])

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.document["languages"])

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.document["timezone"])

    @cached_property
    def calendar(self) -> ForceCalendar:
        return ForceCalendar.from_document(self.document["calendar"], self.zone)

    @cached_property
    def doors(self) -> dict[str, Door]:
        return {
            code: Door(
                code=code,
                name=door["name"],
                phone=door.get("phone", ""),
                sms=door.get("sms", ""),
                url=door.get("url", ""),
                hours=door.get("hours", {}),
                relay=door.get("relay", {}),
                ours=door.get("ours", False),
            )
            for code, door in self.document["doors"].items()
        }

    @cached_property
    def promises(self) -> dict[str, PromiseRule]:
        return {
            kind: PromiseRule(
                kind, rule["length"], rule["unit"], rule.get("pauses", False), rule["text"]
            )
            for kind, rule in self.document["promises"].items()
        }

    def promises_for(self, desk: str, *, deliver: bool = True) -> tuple[str, ...]:
        """What is promised when something is sent to this desk.

        `promises_on_submit` is one list for all, or a list per desk; what it does not name is
        promised nothing. `messages` there is what never becomes a record and needs no closed desk.
        """
        told = self.document["promises_on_submit"]
        if not isinstance(told, Mapping):
            return tuple(told)
        return tuple(told.get(desk if deliver or desk != "review" else MESSAGES, ()))

    def reasons(self, decision: str) -> dict[str, Reason]:
        """The force's reasons for a decision (not_taken, redirected, no_investigation)."""
        return {
            reason["code"]: Reason(
                reason["code"], reason["staff"], reason["reporter"], reason["door"]
            )
            for reason in self.document["reasons"].get(decision, ())
        }

    @cached_property
    def not_taken_reasons(self) -> dict[str, Reason]:
        return self.reasons("not_taken")

    @cached_property
    def every_reason(self) -> dict[str, Reason]:
        """All reasons by code: a report keeps the code of the one that was given."""
        found: dict[str, Reason] = {}
        for decision in self.document["reasons"]:
            found |= self.reasons(decision)
        return found

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit["code"]: Unit(unit["code"], unit["name"]) for unit in self.document["units"]}

    @cached_property
    def call_back(self) -> CallBack:
        rule = self.document["call_back"]
        return CallBack(
            unit=rule["unit"],
            required_before_recording=rule.get("required_before_recording", False),
            every_report=rule.get("every_report", False),
        )

    @property
    def review_unit(self) -> str:
        return str(self.document["review_unit"])

    @cached_property
    def desks(self) -> dict[str, str]:
        """Desk of a report type (review, intelligence, standards) → the unit that reads it."""
        named: Mapping[str, str] = self.document.get("desks", {})
        return {**dict.fromkeys(DESKS, self.review_unit), **named}

    def reading_unit(self, desk: str, lang: str) -> str:
        """The name of the unit that reads what is sent to this desk; "" where it has none."""
        unit = self.units.get(self.desks[desk])
        return self.text(unit.name, lang) if unit else ""

    @cached_property
    def routes(self) -> dict[str, str]:
        """Mark of a report → the unit that reviews a report of the open desk that has it."""
        return dict(self.document.get("routes", {}))

    @cached_property
    def retired(self) -> dict[str, frozenset[str]]:
        """Report type → hashes of forms that an urgent change replaced: no draft keeps one."""
        found: Mapping[str, list[str]] = self.document.get("retired", {})
        return {type_: frozenset(hashes) for type_, hashes in found.items()}

    @cached_property
    def uploads(self) -> Uploads:
        known = Uploads.__dataclass_fields__
        given: Mapping[str, Any] = self.document.get("uploads", {})
        return Uploads(**{name: int(given[name]) for name in known if name in given})

    @cached_property
    def contact_channels(self) -> tuple[str, ...]:
        return tuple(self.document["contact_channels"])

    @cached_property
    def forms(self) -> dict[str, str]:
        """Report type → hash of its published form, in the order in which they are offered."""
        return {form["type"]: form["hash"] for form in self.document["forms"]}

    @property
    def number_given_by(self) -> Literal["us", "rms"]:
        given_by: Literal["us", "rms"] = self.document["numbering"]["file"]["by"]
        return given_by

    def words(self, lang: str) -> Mapping[str, str]:
        """This force's own wording of the product's texts: {"intake.start.title": …}."""
        words: Mapping[str, str] = self.document.get("words", {}).get(lang, {})
        return words

    def text(self, texts: Texts, lang: str) -> str:
        """A text in `lang`, else in the force's first language."""
        return texts.get(lang) or texts.get(self.languages[0], "")

    def name(self, lang: str) -> str:
        return self.text(self.document["name"], lang)

    def short_name(self, lang: str) -> str:
        return self.text(self.document["short_name"], lang)


def settings_in_scope() -> ForceSettings:
    """The settings in effect for the force in scope (a query only when they are new to us)."""
    return published_settings(current_scope().publication_hash)


def published_settings(publication_hash: str) -> ForceSettings:
    """The settings that were published under this hash, by the force in scope."""
    return _settings(current_force_id(), publication_hash)


@lru_cache(maxsize=512)
def _settings(_force_id: UUID, publication_hash: str) -> ForceSettings:
    row = Publication.objects.get(hash=publication_hash)
    return ForceSettings(hash=publication_hash, document=row.document)
