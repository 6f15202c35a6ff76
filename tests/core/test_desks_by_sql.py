"""Somebody who can run statements as the staff site's role is held to the desks of the scope."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from PIL import Image
from small_forms import force_with, small_form

from force_help import TestForce

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def force() -> TestForce:
    return force_with(small_form("tip", "A tip", handling={"desk": "intelligence"}))


@pytest.fixture(scope="module")
def tip(force: TestForce) -> UUID:
    from frontcounter.base.ids import uuid7
    from frontcounter.reports.making import Submission, submit

    answers, form = {"began": "yes", "story": "Cars come at night."}, force.form("tip")
    with force.scope("public") as here:
        sent = Submission(uuid7(), form, here.publication_hash, "en", answers, {})
        return submit(sent, at=AT).report_id


def upload(force: TestForce, **of: Any) -> UUID:
    from frontcounter.evidence.services import receive_upload

    sink = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(sink, "JPEG")
    with force.scope("public"):
        ref = receive_upload(
            SimpleUploadedFile("a.jpg", sink.getvalue()), question="photos", at=AT, **of
        )
    return UUID(ref["id"])


@contextmanager
def staff(force: TestForce, *desks: str) -> Iterator[Any]:
    from frontcounter.base.scope import Role, narrow_to_force, scope

    with scope(Role.STAFF, None):
        narrow_to_force(force.id, frozenset(desks))
        with connection.cursor() as cursor:
            yield cursor


def test_no_file_of_another_desk_is_locked_or_opened_again(force: TestForce, tip: UUID) -> None:
    file = upload(force, report_id=tip)
    lock = "select evidence_lock(%s, 'child', 'one', 'One', now())"
    release = "select evidence_release(%s, 'two')"
    for desk, done in (("review", False), ("intelligence", True)):
        with staff(force, desk) as cursor:
            cursor.execute(lock, [file])
            assert (cursor.fetchone()[0] is not None) is done
        if done:
            with staff(force, "review") as cursor:
                cursor.execute(release, [file])
                assert cursor.fetchone()[0] is False
            with staff(force, desk) as cursor:
                cursor.execute(release, [file])
                assert cursor.fetchone()[0] is True


def test_a_file_of_a_draft_is_seen_by_nobody_at_the_force(force: TestForce) -> None:
    from frontcounter.base.ids import uuid7

    file = upload(force, draft_id=uuid7())
    for desk in ("review", "intelligence", "standards"):
        with staff(force, desk) as cursor:
            cursor.execute("select count(*) from evidence_file where id = %s", [file])
            assert cursor.fetchone()[0] == 0
            cursor.execute("select count(*) from evidence_custody where evidence_id = %s", [file])
            assert cursor.fetchone()[0] == 0


ADD = {
    "reports_event": "(id, force_id, report_id, at, code, actor_kind, actor_id, actor_name, state,"
    " note, details) values (gen_random_uuid(), %(force)s, %(report)s, now(), 'close', 'staff', '',"
    " '', 'closed', '', '{}')",
    "reports_promise": "(id, force_id, report_id, kind, made_at, due_at)"
    " values (gen_random_uuid(), %(force)s, %(report)s, 'first', now(), now())",
    "reports_identifier": "(id, force_id, report_id, kind, normal)"
    " values (gen_random_uuid(), %(force)s, %(report)s, 'plate', 'AB1')",
    "reports_accesslink": "(id, force_id, report_id, token_hash, expires_at)"
    " values (gen_random_uuid(), %(force)s, %(report)s, gen_random_uuid()::text::bytea, now())",
    "tasks_task": "(id, force_id, kind, unit, desk, report_id, state, due_at, work_by, priority,"
    " opened_at, claimed_by_name, phone, windows, brief, outcome, number, title, type, language,"
    " district, channel, opened_by_name, marks, level, touch_seconds, result)"
    " values (gen_random_uuid(), %(force)s, 'call_back', '', 'review', %(report)s, 'open', now(),"
    " now(), 0, now(), '', '', '[]', '{}', '', '', '', '', '', '', '', '', '[]', 1, 0, '{}')",
}


@pytest.mark.parametrize("table", ADD)
def test_nothing_is_added_to_a_report_of_another_desk(
    force: TestForce, tip: UUID, table: str
) -> None:
    names = {"force": force.id, "report": tip}
    statement = f"insert into {table} {ADD[table]}"
    with pytest.raises(DatabaseError, match="row-level security"), staff(force, "review") as cursor:
        cursor.execute(statement, names)
    with staff(force, "review", "intelligence") as cursor:
        cursor.execute(statement, names)


_HELD = """
select c.relname, p.privilege from pg_class c
join pg_policy seen on seen.polrelid = c.oid and not seen.polpermissive
    and seen.polname in (c.relname || '_seen', c.relname || '_desk', c.relname || '_desks')
cross join (values ('UPDATE', 'w'), ('DELETE', 'd')) as p (privilege, command)
where has_any_column_privilege('frontcounter_staff', c.oid, 'UPDATE') and p.privilege = 'UPDATE'
   or has_table_privilege('frontcounter_staff', c.oid, 'DELETE') and p.privilege = 'DELETE'
group by 1, 2, p.command, c.oid
having not exists (select 1 from pg_policy held where held.polrelid = c.oid
                   and not held.polpermissive and held.polcmd in ('*', p.command::"char"))
"""


def test_whoever_sees_a_row_by_its_desk_changes_it_by_its_desk(force: TestForce) -> None:
    """A statement that reads no column asks no policy for reading: there is one for changing."""
    with staff(force, "review") as cursor:
        cursor.execute(_HELD)
        assert cursor.fetchall() == []


CHANGE = {
    "reports_promise": "kept_at = now()",
    "messages_message": "subject = 'X'",
    "tasks_looking": "name = 'X'",
}


def test_a_blind_change_misses_what_is_of_another_desk(force: TestForce, tip: UUID) -> None:
    names = {"force": force.id, "report": tip}
    with staff(force, "intelligence") as cursor:
        cursor.execute(
            "insert into tasks_looking (id, force_id, report_id, user_id, name, at)"
            " values (gen_random_uuid(), %(force)s, %(report)s, gen_random_uuid(), '', now())",
            names,
        )
    for table, change in CHANGE.items():
        with staff(force, "review") as cursor:
            cursor.execute(f"update {table} set {change}")
            assert cursor.rowcount == 0, table
    with staff(force, "intelligence") as cursor:
        cursor.execute("update tasks_looking set name = 'Y'")
        assert cursor.rowcount == 1


def test_no_task_is_moved_to_a_report_of_another_desk(force: TestForce, tip: UUID) -> None:
    with staff(force, "review", "intelligence") as cursor:
        cursor.execute("update tasks_task set desk = 'review'")
    statement = "update tasks_task set report_id = %s where desk = 'review'"
    with pytest.raises(DatabaseError, match="row-level security"), staff(force, "review") as cursor:
        cursor.execute(
            "insert into tasks_task (id, force_id, kind, unit, desk, state, due_at, work_by,"
            " priority, opened_at, claimed_by_name, phone, windows, brief, outcome, number, title,"
            " type, language, district, channel, opened_by_name, marks, level, touch_seconds,"
            " result) values (gen_random_uuid(), %s, 'call_back', '', 'review', 'open', now(),"
            " now(), 0, now(), '', '', '[]', '{}', '', '', '', '', '', '', '', '', '[]', 1, 0,"
            " '{}')",
            [force.id],
        )
        cursor.execute(statement, [tip])
