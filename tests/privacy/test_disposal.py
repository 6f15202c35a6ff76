"""The end of a report: two people, one database function, and nothing of it left."""

from __future__ import annotations

from typing import Any

import pytest
from after_help import AT, run_jobs, send, take
from django.db import DatabaseError, connection
from privacy_help import LATER, a_force, approved, end, ended, proposed
from test_files import send_with_photo

from frontcounter.audit.models import Entry
from frontcounter.evidence.models import Custody, Evidence
from frontcounter.messages.models import Message
from frontcounter.ops.audit import verify_forces
from frontcounter.privacy import disposal, holds
from frontcounter.privacy.disposal import NotNow
from frontcounter.privacy.models import Batch, Item
from frontcounter.reports.models import Event, Report, ReportIdentifier
from frontcounter.reports.shredding import check_shredders, tables_of_reports, unnamed
from frontcounter.tasks.models import Attempt, Task


def everything(force: Any) -> str:
    """Every text of the force's rows that hang on reports, as one."""
    found = []
    with force.scope(), connection.cursor() as cursor:
        tables = {*tables_of_reports(), "reports_report", "tasks_attempt", "evidence_custody"}
        for table in sorted(tables):
            cursor.execute(f"select coalesce(jsonb_agg(to_jsonb(x))::text, '') from {table} x")
            found.append(cursor.fetchone()[0])
    return " ".join(found)


def test_every_table_that_hangs_on_a_report_has_a_shredder() -> None:
    force = a_force()
    with force.scope():
        check_shredders()
        assert unnamed(["a_new_table"]) == ["a_new_table"]


def test_nothing_personal_is_left_after_a_disposal() -> None:
    force = a_force()
    sent, _file_id = send_with_photo(force)
    run_jobs(force)
    end(force, sent)
    before = everything(force)
    for told in ("Ada", "ada@example.org", "2045550147", "It was gone", "told me so"):
        assert told in before, told
    with force.scope():
        path = Evidence.objects.get().path
        key = bytes(Evidence.objects.get().wrapped_key)
    batch_id = proposed(force)
    approved(force, batch_id)
    disposal.dispose(force.id, batch_id, at=LATER)
    disposal.dispose(force.id, batch_id, at=LATER)  # a job may run twice
    after = everything(force)
    for told in ("Ada", "ada@example.org", "2045550147", "It was gone", "told me so", key.hex()):
        assert told not in after, told
    with force.scope():
        report = Report.objects.get()
        item = Item.objects.get()
        assert (report.answers, report.contact, report.reporter_name) == ({}, {}, "")
        assert (report.state, report.tracking_number) == ("not_taken", sent.tracking_number)
        assert item.disposed_at == LATER
        assert item.counts["files"] == 1
        assert len(item.hashes) >= 1
        assert Batch.objects.get().state == "done"
        assert not Evidence.objects.exists()
        assert Custody.objects.filter(act="erased").count() == 1
        assert not ReportIdentifier.objects.exists()
        assert set(Message.objects.values_list("body", "address")) == {("", "")}
        assert set(Task.objects.values_list("phone", flat=True)) == {""}
        assert Event.objects.filter(code="disposed").count() == 1
        assert Entry.objects.filter(verb="erase", action="report.disposed").count() == 1
    from pathlib import Path

    from django.conf import settings

    assert not (Path(settings.FILES_FOLDER) / path).exists()
    assert verify_forces(force.slug) == 0  # the audit chain is untouched


def test_the_code_opens_nothing_any_more() -> None:
    force = a_force()
    ended(force)
    with force.scope():
        before = bytes(Report.objects.get().access_hash)
    batch_id = proposed(force)
    approved(force, batch_id)
    disposal.dispose(force.id, batch_id, at=LATER)
    with force.scope():
        assert bytes(Report.objects.get().access_hash) != before


def test_one_person_alone_destroys_nothing() -> None:
    force = a_force()
    ended(force)
    batch_id = proposed(force)
    alone = force.person("privacy")
    with force.scope("staff"):
        disposal.check(batch_id, alone.actor(), at=LATER)
    with force.scope("staff"), pytest.raises(NotNow, match="same_person"):
        disposal.approve(batch_id, alone.actor(), at=LATER)
    with pytest.raises(DatabaseError, match="two_people"), force.scope("staff"):
        Batch.objects.update(state="approved", approved_by=alone.id)
    with pytest.raises(DatabaseError, match="not approved by two"), force.scope():
        _dispose(Item.objects.get().id)


def _dispose(item_id: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select privacy_dispose(%s, %s)", [item_id, LATER])


def test_the_database_refuses_to_destroy_what_is_held() -> None:
    force = a_force()
    sent, _file_id = send_with_photo(force)
    run_jobs(force)
    end(force, sent)
    batch_id = proposed(force)
    one, _other = approved(force, batch_id)
    with force.scope("staff"):
        holds.set_hold(sent.id, one.actor(), reference="CR-1", reason="A trial", at=LATER)
    with pytest.raises(DatabaseError, match="held"), force.scope():
        _dispose(Item.objects.get().id)
    with pytest.raises(DatabaseError, match="held"), force.scope():
        Report.objects.filter(id=sent.id).update(answers={})
    with pytest.raises(DatabaseError, match="held"), force.scope():
        Evidence.objects.all().delete()
    disposal.dispose(force.id, batch_id, at=LATER)
    with force.scope():
        assert Item.objects.get().problem == "held"
        assert Report.objects.get().answers
        assert Evidence.objects.count() == 1
        assert Event.objects.filter(code="hold_set").count() == 1
        assert Entry.objects.filter(action="hold.set").count() == 1
    with force.scope("staff"):
        holds.lift_hold(sent.id, one.actor(), reason="Over", at=LATER)
    assert proposed(force)  # it is proposed again


@pytest.mark.parametrize("role", ["public", "staff", "worker"])
def test_no_role_changes_the_timeline_outside_a_disposal(role: str) -> None:
    force = a_force()
    ended(force)
    batch_id = proposed(force)
    approved(force, batch_id)
    for act in (
        "update reports_event set note = ''",
        "delete from reports_event",
        "update tasks_attempt set note = ''",
    ):
        with pytest.raises(DatabaseError), force.scope(role), connection.cursor() as cursor:
            cursor.execute(act)


def test_not_even_the_owner_changes_a_line_but_for_its_words_in_a_disposal() -> None:
    from django.db import connections, transaction

    force = a_force()
    sent = ended(force)
    owner = connections["owner"]
    try:
        for told in ("note = ''", "code = 'claim'"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic("owner"),
                owner.cursor() as cursor,
            ):
                cursor.execute("select set_config('fc.force', %s, true)", [str(force.id)])
                cursor.execute(f"update reports_event set {told} where report_id = %s", [sent.id])
    finally:
        owner.close()


def test_a_report_that_is_left_out_stays_and_comes_up_in_a_year() -> None:
    force = a_force()
    ended(force)
    ended(force)
    batch_id = proposed(force)
    person = force.person("privacy")
    with force.scope("staff"):
        item = Item.objects.order_by("id").first()
        disposal.exclude(batch_id, item.id, person.actor(), reason="Asked for", at=LATER)
    approved(force, batch_id)
    disposal.dispose(force.id, batch_id, at=LATER)
    with force.scope():
        assert Report.objects.exclude(answers={}).count() == 1
        from frontcounter.privacy import retention

        assert retention.propose(LATER) == []
        assert retention.propose(LATER.replace(year=2028)) == [2]


def test_notes_of_calls_go_too() -> None:
    force = a_force()
    sent = send(force)
    person = force.person("supervisor")
    take(force, person, sent, "claim", "call_back")
    from frontcounter.tasks.calling import log_attempt
    from frontcounter.tasks.outcomes import conclude_call
    from frontcounter.tasks.queries import call_of

    with force.scope("staff"):
        task = call_of(sent.id)
        assert task is not None
        log_attempt(task.id, person.actor(), "no_answer", note="Ada was out", at=AT)
        conclude_call(task.id, person.actor(), "confirmed", note="Ada was in", at=AT)
    reason = next(iter(force.settings().not_taken_reasons))
    take(force, person, sent, "not_take", reason=reason)
    batch_id = proposed(force)
    approved(force, batch_id)
    disposal.dispose(force.id, batch_id, at=LATER)
    with force.scope():
        assert set(Attempt.objects.values_list("note", flat=True)) == {""}
    assert "Ada was" not in everything(force)
