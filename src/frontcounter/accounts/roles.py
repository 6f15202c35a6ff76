"""What a member of staff may be for a force."""

from __future__ import annotations

from enum import StrEnum


class StaffRole(StrEnum):
    """A person may have several for one force, and others for another."""

    REVIEWER = "reviewer"
    CALL_TAKER = "call_taker"
    CALL_BACK = "call_back"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    COMMANDER = "commander"
    ANALYST = "analyst"
    RECORDS = "records"
    CRIME_REGISTRAR = "crime_registrar"
    INTELLIGENCE = "intelligence"
    PROFESSIONAL_STANDARDS = "professional_standards"
    PRIVACY = "privacy"
    AUDITOR = "auditor"
    FORCE_ADMINISTRATOR = "force_administrator"


REVIEW, INTELLIGENCE, STANDARDS = "review", "intelligence", "standards"

_DESK_OF = {
    StaffRole.INTELLIGENCE: INTELLIGENCE,
    StaffRole.PROFESSIONAL_STANDARDS: STANDARDS,
}


def desks_of(roles: frozenset[StaffRole]) -> frozenset[str]:
    """The desks whose reports a person with these roles may see at all.

    The desks for information and for complaints are closed to everybody else. Who works at one of
    them sees the reports of everybody only with another role besides.
    """
    desks = {_DESK_OF.get(role, REVIEW) for role in roles}
    return frozenset(desks or {REVIEW})
