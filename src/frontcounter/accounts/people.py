"""Roles of people in the force in scope: given by hand, or by a provider's groups at sign-in.

A row is never deleted: a role that was taken away is kept as inactive, so that names in a
report's history can still be read. Somebody who was switched off stays so whatever groups say.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from frontcounter.accounts.models import Membership
from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record

BY_HAND, OFF = "", "off"


def rows_of(user_id: UUID) -> list[Membership]:
    """Every role that the person has or had in the force in scope."""
    return list(Membership.objects.filter(user_id=user_id).order_by("role"))


def is_off(rows: list[Membership]) -> bool:
    """Whether an administrator has switched this person off here."""
    return any(row.source == OFF for row in rows)


def set_by_hand(user_id: UUID, roles: frozenset[StaffRole], unit: str) -> None:
    """Give exactly these roles by hand; those that a provider gives stay with it."""
    rows = {StaffRole(row.role): row for row in rows_of(user_id)}
    for role, row in rows.items():
        if row.active and row.source == BY_HAND and role not in roles:
            _take(row)
    for role in sorted(roles):
        found = rows.get(role)
        if found is not None and found.active and found.source != BY_HAND:
            continue
        _give(user_id, role, found, unit, BY_HAND)
    Membership.objects.filter(user_id=user_id, active=True, source=BY_HAND).update(unit=unit)


def apply_groups(user_id: UUID, provider: str, wanted: Mapping[StaffRole, str]) -> None:
    """Make the provider's roles here exactly these (role → unit); others stay as they are."""
    rows = {StaffRole(row.role): row for row in rows_of(user_id)}
    if is_off(list(rows.values())):
        return
    for role, row in rows.items():
        if row.active and row.source == provider and role not in wanted:
            _take(row)
    for role, unit in wanted.items():
        found = rows.get(role)
        if found is None or not found.active or found.source == provider:
            _give(user_id, role, found, unit, provider)


def switch_off(user_id: UUID) -> None:
    """Take every role away, and keep groups from giving them back."""
    rows = rows_of(user_id)
    for row in rows:
        row.source = OFF if row.active else row.source
        row.active = False
        row.save(update_fields=["source", "active"])
    record(Verb.ALTER, "people.switched_off", subject=f"user:{user_id}")


def switch_on(user_id: UUID, without: frozenset[StaffRole]) -> dict[StaffRole, str]:
    """Give back the roles from before, but for these; which of these they had, with its unit."""
    rows = Membership.objects.filter(user_id=user_id, source=OFF)
    kept = {StaffRole(row.role): row.unit for row in rows if StaffRole(row.role) in without}
    rows.filter(role__in=without).update(source=BY_HAND)
    rows.exclude(role__in=without).update(active=True, source=BY_HAND)
    record(Verb.ALTER, "people.switched_on", subject=f"user:{user_id}")
    return kept


def give_by_hand(user_id: UUID, role: StaffRole, unit: str) -> None:
    """One role more."""
    rows = {StaffRole(row.role): row for row in rows_of(user_id)}
    if not (role in rows and rows[role].active):
        _give(user_id, role, rows.get(role), unit, BY_HAND)


def _give(user_id: UUID, role: StaffRole, row: Membership | None, unit: str, source: str) -> None:
    fresh = row is None or not row.active
    if row is None:
        languages: list[str] = next((one.languages for one in rows_of(user_id)), [])
        Membership(user_id=user_id, role=role, unit=unit, source=source, languages=languages).add()
    elif fresh or row.unit != unit or row.source != source:
        row.active, row.unit, row.source = True, unit, source
        row.save(update_fields=["active", "unit", "source"])
    if fresh:
        _note("people.role_given", user_id, role, source)


def _take(row: Membership) -> None:
    row.active = False
    row.save(update_fields=["active"])
    _note("people.role_taken", row.user_id, row.role, row.source)


def _note(action: str, user_id: UUID, role: str, source: str) -> None:
    details = {"role": str(role), **({"provider": source} if source else {})}
    record(Verb.ALTER, action, subject=f"user:{user_id}", details=details)
