"""The intake copy goes when the records system has had it for as long as the force says."""

from __future__ import annotations

from datetime import timedelta

from after_help import AT, record, send
from privacy_help import a_force

from frontcounter.privacy import holds, purging
from frontcounter.reports.models import Event, Report
from frontcounter.reports.services import note_delivery
from frontcounter.transfer.models import Transfer

COPY = {"retention": {"default": {"years": 6}, "intake_copy": {"purge_after_receipt": 30}}}


def delivered(force: object, sent: object) -> None:
    with force.scope():  # type: ignore[attr-defined]
        note_delivery(sent.id, "records", "R-1", at=AT)  # type: ignore[attr-defined]
        Transfer.objects.update(state="delivered", delivered_at=AT)


def test_answers_go_and_the_outcome_stays() -> None:
    force = a_force(**COPY)
    sent, waiting, held = send(force), send(force), send(force)
    for one in (sent, waiting, held):
        record(force, one)
    delivered(force, sent)
    delivered(force, held)
    officer = force.person("privacy").actor()
    with force.scope("staff"):
        holds.set_hold(held.id, officer, reference="CR-1", reason="A trial", at=AT)
    assert purging.purge(force.id, AT + timedelta(days=29)) == 0
    assert purging.purge(force.id, AT + timedelta(days=31)) == 1
    assert purging.purge(force.id, AT + timedelta(days=31)) == 0
    with force.scope():
        report = Report.objects.get(id=sent.id)
        assert (report.answers, report.contact, report.reporter_name) == ({}, {}, "")
        assert (report.state, bool(report.file_number)) == ("recorded", True)
        assert Event.objects.filter(code="answers_purged").count() == 1
        assert Report.objects.exclude(answers={}).count() == 2


def test_without_the_force_saying_so_nothing_goes() -> None:
    force = a_force()
    sent = send(force)
    record(force, sent)
    delivered(force, sent)
    assert purging.purge(force.id, AT + timedelta(days=3000)) == 0
