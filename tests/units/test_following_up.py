"""A report is handed to a unit, which accepts it, sends it back, or says what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, send, take
from staff_help import signed_in, text_of

from force_help import TestForce, TestPerson
from frontcounter.reports import queries
from frontcounter.reports.models import Report
from frontcounter.reports.services import Refused
from frontcounter.tasks import following
from frontcounter.tasks.models import Kind, Task
from frontcounter.tasks.queries import unfinished

HOUR = timedelta(hours=1)


@pytest.fixture
def reviewer(red_river: TestForce) -> TestPerson:
    return red_river.person("reviewer")


def officer(force: TestForce, unit: str) -> TestPerson:
    return force.person("officer", name="Dana Fox", unit=unit)


def ask(force: TestForce, person: TestPerson, sent, unit: str = "central_patrol") -> None:
    with force.scope("staff"):
        following.ask_unit(
            sent.id, person.actor(), unit, ["visit"], note="Ask at the kiosk.", at=AT
        )


def test_the_unit_that_was_asked_does_it_and_a_reviewer_reads_what_came_of_it(
    red_river, reviewer
) -> None:
    sent = send(red_river)
    ask(red_river, reviewer, sent)
    dana = officer(red_river, "central_patrol").actor()
    units = {"central_patrol"}
    with red_river.scope("staff"):
        (task,) = following.of_units(units)
        assert (task.brief["asked"], task.brief["note"]) == (["visit"], "Ask at the kiosk.")
        following.accept(sent.id, dana, units, at=AT + HOUR)
        following.finish(
            sent.id, dana, units, "evidence_collected", note="Tape in bag 7.", at=AT + HOUR * 2
        )
        assert following.of_units(units) == []
        record = queries.report(sent.id)
        assert record is not None
        assert record.follow_up_state == "done"
        codes = [event.code for event in queries.timeline(sent.id)]
        assert codes[-3:] == ["follow_up", "accept_follow_up", "finish_follow_up"]
        assert "review" in {line.kind for line in unfinished(sent.id)}


def test_a_recorded_report_that_comes_back_is_looked_at_again(red_river, reviewer) -> None:
    sent = send(red_river)
    take(red_river, reviewer, sent, "claim", "record")
    ask(red_river, reviewer, sent)
    dana = officer(red_river, "central_patrol").actor()
    with red_river.scope("staff"):
        following.send_back(
            sent.id, dana, {"central_patrol"}, "not_ours", note="It is across the river.", at=AT
        )
        assert [line.kind for line in unfinished(sent.id)] == ["answer"]
        record = queries.report(sent.id)
        assert record is not None
        assert record.follow_up_state == "none"


def test_another_unit_cannot_answer_and_one_unit_is_asked_at_a_time(red_river, reviewer) -> None:
    sent = send(red_river)
    ask(red_river, reviewer, sent)
    stranger = officer(red_river, "river_patrol").actor()
    with red_river.scope("staff"), pytest.raises(Refused, match="not_your_unit"):
        following.accept(sent.id, stranger, {"river_patrol"}, at=AT)
    with pytest.raises(Refused, match="follow_up_open"):
        ask(red_river, reviewer, sent, "river_patrol")


def test_a_unit_has_as_long_as_the_force_says(red_river, reviewer) -> None:
    sent = send(red_river)
    ask(red_river, reviewer, sent)
    with red_river.scope("staff"):
        (task,) = Task.objects.filter(report_id=sent.id, kind=Kind.FOLLOW_UP)
    settings = red_river.settings()
    assert task.due_at == settings.calendar.business_days_after(AT, 5)


def test_an_officer_sees_what_their_unit_was_asked_and_no_other_report(red_river, reviewer) -> None:
    asked, other = send(red_river), send(red_river)
    ask(red_river, reviewer, asked)
    client = signed_in(officer(red_river, "central_patrol"))
    here = f"/staff/{red_river.slug}/unit"
    page = text_of(client.get(here))
    assert asked.tracking_number in page
    assert other.tracking_number not in page
    page = text_of(client.get(f"{here}/reports/{asked.tracking_number}"))
    assert "Ask at the kiosk." in page
    assert client.get(f"{here}/reports/{other.tracking_number}").status_code == 403
    report = f"/staff/{red_river.slug}/reports/{asked.tracking_number}"
    assert client.get(report).status_code == 403


def test_the_zone_shows_what_came_from_its_districts(red_river, reviewer) -> None:
    ours, theirs = send(red_river), send(red_river)
    from datetime import UTC, datetime

    for sent, district in ((ours, "downtown"), (theirs, "tamarack")):
        with red_river.scope("worker"):
            Report.objects.filter(id=sent.id).update(district=district)
            Task.objects.filter(report_id=sent.id).update(
                district=district, opened_at=datetime.now(UTC)
            )
    client = signed_in(officer(red_river, "central_patrol"))
    page = text_of(client.get(f"/staff/{red_river.slug}/unit/zone"))
    assert ours.tracking_number in page
    assert theirs.tracking_number not in page
    here = f"/staff/{red_river.slug}/unit/reports/"
    assert client.get(here + ours.tracking_number).status_code == 200


def test_over_http_a_unit_is_asked_and_answers(red_river, reviewer) -> None:
    sent = send(red_river)
    client = signed_in(reviewer)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/follow-up"
    missing = client.post(here, {"unit": "central_patrol", "note": "Ask at the kiosk."})
    assert missing.status_code == 422
    assert "Ask at the kiosk." in text_of(missing)
    given = {"unit": "central_patrol", "asked": ["video", "visit"], "note": "Ask at the kiosk."}
    assert client.post(here, given).status_code == 302
    client = signed_in(officer(red_river, "central_patrol"))
    one = f"/staff/{red_river.slug}/unit/reports/{sent.tracking_number}"
    assert client.post(f"{one}/accept").status_code == 302
    incomplete = client.post(f"{one}/finish", {"finish_note": "Got the tape."})
    assert incomplete.status_code == 422
    assert "Got the tape." in text_of(incomplete)
    done = client.post(f"{one}/finish", {"finish": "attended", "finish_note": "Got the tape."})
    assert done.status_code == 302
    assert "Got the tape." in text_of(client.get(one))


def test_a_promised_decision_is_not_kept_by_a_unit_that_sends_the_report_back(
    soar_valley,
) -> None:
    sent, reviewer = send(soar_valley), soar_valley.person("reviewer")
    take(soar_valley, reviewer, sent, "claim", "record")
    unit = next(iter(soar_valley.settings().units))
    units = {unit}

    def kept() -> list[bool]:
        with soar_valley.scope("staff"):
            found = queries.promises(sent.id)
        return [one.kept_at is not None for one in found if one.kind == "investigation_decision"]

    assert kept() == [False]
    ask(soar_valley, reviewer, sent, unit)
    assert kept() == [True]
    dana = officer(soar_valley, unit).actor()
    with soar_valley.scope("staff"):
        following.send_back(sent.id, dana, units, "not_ours", note="East.", at=AT + HOUR)
    assert kept() == [False]
    ask(soar_valley, reviewer, sent, unit)
    with soar_valley.scope("staff"):
        following.accept(sent.id, dana, units, at=AT + HOUR)
        following.finish(sent.id, dana, units, "attended", note="Seen.", at=AT + HOUR * 2)
    assert kept() == [True]
