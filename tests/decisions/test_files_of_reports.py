"""Several reports in one file, several files of one report, and forty tags in one go."""

from __future__ import annotations

import re

import pytest
from after_help import AT, send, take
from staff_help import signed_in, text_of

from frontcounter.audit.models import Entry
from frontcounter.documents.building import recorded_report
from frontcounter.reports import occurrences, queries
from frontcounter.reports.models import NumberCounter
from frontcounter.reports.services import Refused, give_number, perform
from frontcounter.transfer.contents import _file
from frontcounter.transfer.models import Transfer


def record(force, person, sent, **details) -> None:
    take(force, person, sent, "claim")
    take(force, person, sent, "record", details=details)


def number(force, sent):
    with force.scope("staff"):
        return queries.report(sent.id).file_number


def file_of(force, sent):
    with force.scope("staff"):
        return occurrences.of_report(sent.id)


def test_a_report_becomes_a_part_of_a_file_that_is_there(red_river) -> None:
    one, other, person = send(red_river), send(red_river), red_river.person("reviewer")
    record(red_river, person, one)
    record(red_river, person, other, occurrence=str(file_of(red_river, one)))
    assert number(red_river, one) == number(red_river, other)
    with red_river.scope("staff"):
        assert occurrences.reports_in([occurrences.of_report(one.id)]) == [one.id, other.id]
        assert list(NumberCounter.objects.values_list("value", flat=True)) == [1]
    with red_river.scope("worker"):
        told = {t.report_id: _file(t)["occurrence"] for t in Transfer.objects.all()}
        assert recorded_report(other.id).file_number
    assert told[one.id]["id"] == told[other.id]["id"]
    assert (told[one.id]["opened"], told[other.id]["opened"]) == (True, False)


def test_a_further_file_has_its_own_number_and_delivery(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    record(red_river, person, sent)
    take(red_river, person, sent, "split", details={"covers": "The helmet, another day"})
    with red_river.scope("staff"):
        first, second = occurrences.files_of(sent.id)
    assert second.number not in {None, first.number}
    with red_river.scope("worker"):
        rows = {t.destination: t for t in Transfer.objects.filter(report_id=sent.id)}
        told = _file(rows["records/2"])["occurrence"]
    assert set(rows) == {"records", "records/2"}
    assert (told["fileNumber"], told["covers"]) == (second.number, "The helmet, another day")
    assert number(red_river, sent) == first.number


def test_the_records_system_numbers_a_file_once_for_all_its_reports(soar_valley) -> None:
    one, other, person = send(soar_valley), send(soar_valley), soar_valley.person("reviewer")
    record(soar_valley, person, one)
    record(soar_valley, person, other, occurrence=str(file_of(soar_valley, one)))
    assert number(soar_valley, other) is None
    with soar_valley.scope("worker"):
        give_number(one.id, "SV-1", at=AT)
    assert number(soar_valley, one) == number(soar_valley, other) == "SV-1"
    third = send(soar_valley)
    record(soar_valley, person, third)
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), soar_valley.scope("worker"):
        give_number(third.id, "SV-1", at=AT)


def test_a_file_that_is_not_there_is_refused(red_river, soar_valley) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    theirs = send(soar_valley)
    record(soar_valley, soar_valley.person("reviewer"), theirs)
    for wanted in ("nonsense", str(file_of(soar_valley, theirs))):
        with pytest.raises(Refused), red_river.scope("staff"):
            perform("record", sent.id, person.actor(), at=AT, details={"occurrence": wanted})


def stamp_of(page: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def test_over_the_pages(red_river) -> None:
    one, other, person = send(red_river), send(red_river), red_river.person("reviewer")
    record(red_river, person, one)
    take(red_river, person, other, "claim")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{other.tracking_number}"
    page = text_of(client.get(f"{here}/decide/record"))
    mine = number(red_river, one)
    assert f'value="{mine}"' in page
    given = {"stamp": stamp_of(page), "words_shown": "", "note": "", "file": "other"}
    answer = client.post(f"{here}/decide/record", given | {"file_number": "RR99-9"})
    assert answer.status_code == 422
    given |= {"file_number": mine.lower()}
    assert client.post(f"{here}/decide/record", given).status_code == 302
    page = text_of(client.get(here))
    assert "Also in this file" in page
    page = text_of(client.get(f"{here}/split"))
    given = {"stamp": stamp_of(page), "files": "1", "covers": ""}
    assert client.post(f"{here}/split", given).status_code == 422
    given["covers"] = "The lock, on Friday"
    assert client.post(f"{here}/split", given).status_code == 302
    assert client.post(f"{here}/split", given).status_code == 409
    assert "The lock, on Friday" in text_of(client.get(here))
    assert signed_in(red_river.person("call_back")).get(f"{here}/split").status_code == 403


def test_forty_tags_are_recorded_in_one_file_each_by_its_own_rules(red_river) -> None:
    person, other = red_river.person("reviewer"), red_river.person("reviewer", name="Ben Ode")
    sent = [send(red_river, by="phone", email="") for _ in range(40)]
    take(red_river, other, sent[7], "claim")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/several"
    queue = text_of(client.get(f"/staff/{red_river.slug}/review"))
    assert 'name="pick" form="several"' in queue
    assert f'action="{here}"' in queue
    pick = {"pick": [one.tracking_number for one in sent]}
    page = text_of(client.post(here, pick))
    assert "Decide about 40 reports" in page
    assert client.post(here, pick | {"do": "look"}).status_code == 422
    chosen = pick | {"decision": "record", "note": "One wall."}
    page = text_of(client.post(here, chosen | {"do": "look"}))
    assert "It can be done for 39 reports." in page
    assert number(red_river, sent[0]) is None
    page = text_of(client.post(here, chosen | {"do": "confirm"}))
    assert page.count("Not done:") == 1
    found = {number(red_river, one) for one in sent}
    assert len(found - {None}) == 1
    assert number(red_river, sent[7]) is None
    with red_river.scope("worker"):
        noted = Entry.objects.filter(action="report.record", actor_id=str(person.id))
        assert noted.count() == 39


def test_several_are_not_taken_joined_or_handed_to_a_unit(red_river) -> None:
    person = red_river.person("reviewer")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/several"
    unit = next(iter(red_river.settings().units))
    for more, state in (
        ({"decision": "not_take", "reason_not_take": "civil_matter"}, "not_taken"),
        ({"decision": "redirect", "reason_redirect": "to_legal_help"}, "redirected"),
        ({"decision": "join"}, "joined"),
        ({"decision": "follow_up", "unit": unit}, "submitted"),
    ):
        sent = [send(red_river) for _ in range(3)]
        given = {"pick": [one.tracking_number for one in sent], **more}
        assert "It can be done for" in text_of(client.post(here, given | {"do": "look"}))
        page = text_of(client.post(here, given | {"do": "confirm"}))
        assert "Not done" not in page, more
        with red_river.scope("staff"):
            assert queries.report(sent[2].id).state == state
    assert client.get(here).status_code == 302
    assert signed_in(red_river.person("call_back")).post(here, given).status_code == 403


def test_what_several_units_are_asked_in_words_is_read_on_the_report(red_river) -> None:
    from frontcounter.tasks.models import Task

    client, sent = signed_in(red_river.person("reviewer")), send(red_river)
    unit = next(iter(red_river.settings().units))
    given = {"pick": [sent.tracking_number], "decision": "follow_up", "unit": unit}
    given |= {"note": "Please ask the neighbours.", "do": "confirm"}
    assert "Not done" not in text_of(client.post(f"/staff/{red_river.slug}/several", given))
    with red_river.scope("staff"):
        brief = Task.objects.get(report_id=sent.id, kind="follow_up").brief
    assert (brief["asked"], brief["note"]) == (["other"], "Please ask the neighbours.")
    page = client.get(f"/staff/{red_river.slug}/reports/{sent.tracking_number}")
    assert page.status_code == 200
