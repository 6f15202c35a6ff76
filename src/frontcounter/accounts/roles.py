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
    PROFESSIONAL_STANDARDS = "professional_standards"
    PRIVACY = "privacy"
    AUDITOR = "auditor"
    FORCE_ADMINISTRATOR = "force_administrator"
