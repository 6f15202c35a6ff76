"""Officers ask for records work; it is timed, done and answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, record, send, take
from staff_help import signed_in, text_of

from frontcounter.reports import queries
from frontcounter.reports.services import Refused
from frontcounter.tasks import requests, services
from frontcounter.tasks.models import Task
from frontcounter.tasks.requests import Entered, Wanted


def ask(force, person, **more) -> str:
    wanted = Wanted(**{"sort": "new_file", "what": "Open a file for the shop.", **more})
    settings = force.settings()
    with force.scope("staff"):
        return requests.ask(wanted, person.actor(), settings, at=AT)


def test_a_request_is_due_as_the_force_says_and_sooner_when_urgent(red_river) -> None:
    dana = red_river.person("officer")
    plain, urgent = ask(red_river, dana), ask(red_river, dana, urgent=True)
    with red_river.scope("staff"):
        found = {one.number: one for one in requests.asked_by(dana.id)}
    assert found[plain].due_at == AT + timedelta(hours=24)
    assert found[urgent].due_at == AT + timedelta(hours=2)


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ({"sort": "something"}, "sort_missing"),
        ({"sort": "correction"}, "file_number_missing"),
        ({"sort": "national_entry", "system": "none"}, "system_missing"),
        ({"what": ""}, "what_missing"),
    ],
)
def test_what_is_missing_is_said(red_river, wanted, missing) -> None:
    dana = red_river.person("officer")
    with pytest.raises(Refused, match=missing):
        ask(red_river, dana, **wanted)


def test_a_supplement_hangs_on_the_report_with_that_file_number(red_river) -> None:
    sent = send(red_river)
    record(red_river, sent)
    with red_river.scope("staff"):
        file_number = queries.report(sent.id).file_number
    dana = red_river.person("officer")
    number = ask(red_river, dana, sort="supplement", file_number=file_number)
    with red_river.scope("staff"):
        assert requests.request(number).report_id == sent.id


def test_of_a_national_system_only_what_was_entered_is_kept(red_river) -> None:
    dana, kim = red_river.person("officer"), red_river.person("records", name="Kim")
    number = ask(red_river, dana, sort="national_entry", system="cpic")
    settings = red_river.settings()
    with red_river.scope("staff"):
        services.take(requests.request(number).id, kim.actor(), at=AT)
        with pytest.raises(Refused, match="entry_missing"):
            requests.finish(number, kim.actor(), "done", "Entered.", at=AT, settings=settings)
        entered = Entered("cpic", "Stolen bicycle, serial WTU-77", "12345")
        requests.finish(
            number, kim.actor(), "done", "Entered.", at=AT, settings=settings, entered=entered
        )
        found = requests.request(number)
    assert found.result["entered"] == {
        "system": "cpic",
        "entry": "Stolen bicycle, serial WTU-77",
        "reference": "12345",
        "by": "Kim",
        "at": AT.isoformat(),
    }


def test_over_http_it_is_asked_done_and_the_answer_is_new_until_it_is_read(red_river) -> None:
    dana, kim = red_river.person("officer"), red_river.person("records", name="Kim")
    client = signed_in(dana)
    here = f"/staff/{red_river.slug}/requests"
    given = {"sort": "new_file", "what": "Open a file for the shop.", "phone": "204-555-0100"}
    assert client.post(f"{here}/new", {**given, "what": ""}).status_code == 422
    assert client.post(f"{here}/new", given).status_code == 302
    with red_river.scope("staff"):
        number = Task.objects.get(kind="records_request").number
    keeper = signed_in(kim)
    assert keeper.post(f"{here}/{number}/take").status_code == 302
    assert keeper.post(f"{here}/{number}", {"outcome": "done"}).status_code == 422
    assert (
        keeper.post(f"{here}/{number}", {"outcome": "done", "answer": "RR26-7"}).status_code == 302
    )
    assert "New answer" in text_of(client.get(here))
    assert "RR26-7" in text_of(client.get(f"{here}/{number}"))
    assert "New answer" not in text_of(client.get(here))


def test_an_officer_reads_only_their_own_requests(red_river) -> None:
    number = ask(red_river, red_river.person("officer"))
    other = signed_in(red_river.person("officer", name="Somebody Else"))
    here = f"/staff/{red_river.slug}/requests"
    assert other.get(f"{here}/{number}").status_code == 403
    assert number not in text_of(other.get(here))
    assert other.post(f"{here}/{number}/take").status_code == 403


def test_a_request_outlives_the_decision_about_its_report(red_river) -> None:
    sent, reviewer = send(red_river), red_river.person("reviewer")
    dana, settings = red_river.person("officer"), red_river.settings()
    wanted = Wanted("supplement", "Add the video.", sent.tracking_number)
    with red_river.scope("staff"):
        number = requests.ask(wanted, dana.actor(), settings, at=AT)
    reason = next(iter(settings.not_taken_reasons))
    take(red_river, reviewer, sent, "claim")
    take(red_river, reviewer, sent, "not_take", reason=reason)
    with red_river.scope("staff"):
        task = Task.objects.get(number=number)
    assert (task.state, task.outcome) == ("open", "")
    here = f"/staff/{red_river.slug}/requests/{number}"
    assert signed_in(dana).get(here).status_code == 200
