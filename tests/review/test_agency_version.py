"""The agency's version lies over the reporter's words, which stay; who may change it, and when."""

from __future__ import annotations

import pytest
from after_help import AT, record, send, take
from django.db import ProgrammingError, transaction

from frontcounter.reports import agency, queries
from frontcounter.reports.models import AgencyChange
from frontcounter.reports.services import Refused

BICYCLE = [{"category": "bicycle", "make": "Trek", "serial": "WTU-78"}]


def put_right(force, person, sent, question="bicycle", value=BICYCLE, reason="Told on the phone"):
    with force.scope("staff"):
        return agency.change(sent.id, question, value, reason=reason, actor=person.actor(), at=AT)


def refused(force, person, sent, **more) -> str:
    with pytest.raises(Refused) as found:
        put_right(force, person, sent, **more)
    return found.value.code


@pytest.fixture
def held(red_river):
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    return red_river, person, sent


def test_a_change_lies_over_the_answers_which_stay(held) -> None:
    force, person, sent = held
    with force.scope("staff"):
        before = queries.report(sent.id)
    assert put_right(force, person, sent) == 1
    with force.scope("staff"):
        after = queries.report(sent.id)
        changes = agency.changes_of(sent.id)
        assert after.answers == before.answers
        assert agency.agency_answers(after, changes)["bicycle"] == BICYCLE
        assert after.agency_revision == 1
        assert [event.code for event in queries.timeline(sent.id)][-1] == "agency_change"
        found = queries.find("wtu 78")
        assert [line.id for line in found] == [sent.id]
        assert "Trek" in after.headline


def test_taking_it_back_is_a_change_too(held) -> None:
    force, person, sent = held
    put_right(force, person, sent)
    with force.scope("staff"):
        agency.take_back(sent.id, "bicycle", reason="Misheard", actor=person.actor(), at=AT)
        record_ = queries.report(sent.id)
        changes = agency.changes_of(sent.id)
        assert [one.revision for one in changes] == [1, 2]
        assert agency.agency_answers(record_, changes)["bicycle"] == record_.answers["bicycle"]
        assert not any(agency.is_changed(record_, one) for one in changes[1:])


def test_only_what_the_form_asks_with_a_reason_and_only_once(held) -> None:
    force, person, sent = held
    assert refused(force, person, sent, reason=" ") == "reason_missing"
    assert refused(force, person, sent, value=[{"category": "dragon"}]) == "malformed"
    assert refused(force, person, sent, value=None) == "malformed"
    assert refused(force, person, sent, question="nonsense") == "not_asked"
    assert refused(force, person, sent, question="photos", value=[]) == "not_asked"
    put_right(force, person, sent)
    assert refused(force, person, sent) == "unchanged"


def test_only_who_holds_it_or_a_supervisor_changes_it(held) -> None:
    force, _person, sent = held
    other = force.person("reviewer", name="Ben Ode")
    assert refused(force, other, sent) == "held_by_other"
    assert put_right(force, force.person("supervisor"), sent) == 1


def test_after_recording_records_amend_and_what_was_recorded_stays(held) -> None:
    force, person, sent = held
    put_right(force, person, sent)
    take(force, person, sent, "record")
    assert refused(force, person, sent, reason="Late", value=BICYCLE[:0] or None) == "not_your_role"
    amended = [{**BICYCLE[0], "serial": "WTU-79"}]
    assert put_right(force, force.person("records"), sent, value=amended) == 2
    with force.scope("staff"):
        kept = queries.report(sent.id)
        assert kept.frozen["agency_revision"] == 1
        then = agency.changes_of(sent.id, kept.frozen["agency_revision"])
        assert agency.agency_answers(kept, then)["bicycle"] == BICYCLE
        assert [event.code for event in queries.timeline(sent.id)].count("amend") == 1


def test_an_answer_may_open_a_question_that_was_not_asked(held) -> None:
    force, person, sent = held
    put_right(force, person, sent, question="saw", value=["camera"], reason="On the photo")
    put_right(force, person, sent, question="camera", value="At number 5", reason="On the photo")
    with force.scope("staff"):
        changes = agency.changes_of(sent.id)
        assert agency.agency_answers(queries.report(sent.id), changes)["camera"] == "At number 5"


def test_a_gate_that_is_put_right_stops_nothing(held) -> None:
    force, person, sent = held
    put_right(force, person, sent, question="hurt", value="yes", reason="Told on the phone")
    form = force.form("theft_bicycle")
    with force.scope("staff"):
        changes = agency.changes_of(sent.id)
        answers = agency.agency_answers(queries.report(sent.id), changes)
        assert "story" in agency.questions_that_change(form, answers)


def test_codes_are_confirmed_and_another_one_needs_a_reason(held) -> None:
    force, person, sent = held

    def confirm(code: str, reason: str = "") -> None:
        with force.scope("staff"):
            agency.confirm_code(sent.id, "ucr2", code, reason=reason, actor=person.actor(), at=AT)

    confirm("2140")
    with pytest.raises(Refused, match="unchanged"):
        confirm("2140")
    with pytest.raises(Refused, match="reason_missing"):
        confirm("2130")
    confirm("2130", "Worth more than the reporter knew")
    with force.scope("staff"):
        assert agency.confirmed_codes(agency.changes_of(sent.id)) == {"ucr2": "2130"}


def test_nobody_rewrites_a_change(held) -> None:
    force, person, sent = held
    put_right(force, person, sent)
    for role in ("staff", "worker"):
        with pytest.raises(ProgrammingError), force.scope(role), transaction.atomic():
            AgencyChange.objects.filter(report_id=sent.id).update(reason="")
    with force.scope("public"), pytest.raises(ProgrammingError), transaction.atomic():
        list(AgencyChange.objects.all())


def test_recording_without_a_change_freezes_revision_none(red_river) -> None:
    sent = send(red_river)
    record(red_river, sent)
    with red_river.scope("staff"):
        assert queries.report(sent.id).frozen["agency_revision"] == 0


def test_the_name_on_a_held_report_is_refused_in_words_and_nothing_is_left_of_it(held) -> None:
    from frontcounter.reports.models import Report

    force, person, sent = held
    with force.scope():
        row = Report.objects.get(id=sent.id)
        row.on_hold = True
        row.save(update_fields=["on_hold"])
    form = force.form("theft_bicycle")
    with force.scope():
        name = next(q.id for q in form.questions if q.KIND == "person" and q.role == "reporter")
        told = {**row.answers[name], "family": "Roi"}
    with force.scope("staff"):
        with pytest.raises(Refused, match="held_for_law"):
            agency.change(sent.id, name, told, reason="Misspelt", actor=person.actor(), at=AT)
        assert agency.changes_of(sent.id) == []
        assert queries.report(sent.id).agency_revision == 0
    assert put_right(force, person, sent) == 1  # what names nobody may still be put right
