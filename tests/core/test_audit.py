"""The audit record is append-only, chained per force, and tells when somebody changed it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections

from frontcounter.audit.chain import link_entries, verify
from frontcounter.audit.models import Entry, Link, Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import act_as
from frontcounter.ops.audit import verify_forces


def write_three(force) -> None:
    with force.scope("staff"):
        act_as("staff", "somebody")
        for number in range(3):
            record(Verb.CONSULT, "report.view", subject=f"report:{number}")


def as_owner(sql: str, *values: object) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table audit_entry disable trigger audit_entry_append_only")
        try:
            cursor.execute(sql, values)
        finally:
            cursor.execute("alter table audit_entry enable trigger audit_entry_append_only")
    connections["owner"].close()


def test_entries_are_linked_and_the_chain_is_sound(red_river) -> None:
    write_three(red_river)
    with red_river.scope():
        before = verify()
        linked = link_entries()
        after = verify()
    assert before.sound
    assert before.linked == 0
    assert before.unlinked == linked  # three looks, and what publishing wrote
    assert after.sound
    assert after.linked == linked
    assert after.unlinked == 0


def test_verify_finds_a_changed_row(red_river, capsys) -> None:
    write_three(red_river)
    with red_river.scope():
        link_entries()
        entry = Entry.objects.filter(action="report.view").first()
    as_owner("update audit_entry set actor_id = 'nobody' where id = %s", entry.id)
    assert verify_forces(red_river.slug) == 1
    assert str(entry.id) in capsys.readouterr().out


def test_verify_names_the_link_that_no_longer_fits(red_river) -> None:
    write_three(red_river)
    with red_river.scope():
        link_entries()
        entry = Entry.objects.filter(action="report.view").first()
        link = Link.objects.get(entry_id=entry.id)
    as_owner("update audit_entry set subject = 'report:other' where id = %s", entry.id)
    with red_river.scope():
        verdict = verify()
    assert not verdict.sound
    assert any(f"link {link.number}" in fault for fault in verdict.faults)


def test_nobody_changes_or_removes_an_entry(red_river) -> None:
    write_three(red_river)
    for statement in ("update audit_entry set action = ''", "delete from audit_entry"):
        with (
            pytest.raises(DatabaseError),
            red_river.scope(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        with (
            pytest.raises(DatabaseError, match="append-only"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(statement)
        connections["owner"].close()


def test_two_forces_have_two_chains(red_river, soar_valley) -> None:
    write_three(red_river)
    write_three(soar_valley)
    for force in (red_river, soar_valley):
        with force.scope():
            link_entries()
            assert verify().sound
            assert Link.objects.order_by("number").first().number == 1
