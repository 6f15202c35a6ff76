"""Decisions: seen before they are sent, refused when overtaken, and nothing typed is lost."""

from __future__ import annotations

import html
import re

from after_help import run_jobs, send, take
from staff_help import signed_in, text_of

from frontcounter.audit.models import Entry
from frontcounter.messages.queries import messages_of
from frontcounter.reports import queries


def here(force, sent, rest="") -> str:
    return f"/staff/{force.slug}/reports/{sent.tracking_number}{rest}"


def stamp_of(page: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def letter_of(page: str) -> str:
    found = re.search(r'<div class="fc-letter__body"[^>]*>(.*?)</div>', page, re.S)[1]
    return html.unescape(re.sub(r"</?strong>", "", found)).strip()


def test_what_was_shown_is_what_is_sent(red_river) -> None:
    for lang in ("en", "fr"):
        sent, person = (
            send(red_river, lang=lang, by="phone", email=""),
            red_river.person("reviewer"),
        )
        take(red_river, person, sent, "claim")
        client = signed_in(person)
        page = text_of(client.get(here(red_river, sent, "/decide/not_take?reason=outside_area")))
        given = {"stamp": stamp_of(page), "reason": "outside_area", "note": ""}
        assert client.post(here(red_river, sent, "/decide/not_take"), given).status_code == 302
        run_jobs(red_river)
        with red_river.scope("staff"):
            told = next(one for one in messages_of(sent.id) if one.event == "not_taken")
        shown = letter_of(page)
        assert f"{told.subject}\n\n{told.body}".strip() == shown
        assert told.language == lang


def test_a_reason_has_to_be_chosen_before_anything_is_shown_or_sent(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    client = signed_in(person)
    page = text_of(client.get(here(red_river, sent, "/decide/not_take")))
    assert "Happened outside our area" in page
    assert "fc-letter__body" not in page
    assert client.get(here(red_river, sent, "/decide/not_take?reason=")).status_code == 422
    with red_river.scope("staff"):
        assert queries.report(sent.id).state == "in_review"


def test_the_second_of_two_people_learns_who_was_faster(red_river) -> None:
    sent = send(red_river)
    ann, ben = red_river.person("reviewer"), red_river.person("reviewer", name="Ben Ode")
    first, second = signed_in(ann), signed_in(ben)
    assert first.post(here(red_river, sent, "/claim")).status_code == 302
    answer = second.post(here(red_river, sent, "/claim"))
    assert answer.status_code == 409
    assert "Ann Lee holds this report since" in text_of(answer)
    assert first.post(here(red_river, sent, "/claim")).status_code == 302
    shown = second.get(here(red_river, sent, "/decide/record"))
    assert shown.status_code == 409
    assert "Ann Lee holds this report since" in text_of(shown)


def test_a_form_that_was_overtaken_says_so_and_keeps_what_was_typed(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    client = signed_in(person)
    page = text_of(client.get(here(red_river, sent, "/decide/not_take?reason=civil_matter")))
    take(red_river, person, sent, "call_back", note="Meanwhile.")
    given = {"stamp": stamp_of(page), "reason": "civil_matter", "note": "My own careful words"}
    answer = client.post(here(red_river, sent, "/decide/not_take"), given)
    assert answer.status_code == 409
    assert "has changed since" in text_of(answer)
    assert "My own careful words" in text_of(answer)
    given["stamp"] = stamp_of(text_of(answer))
    assert client.post(here(red_river, sent, "/decide/not_take"), given).status_code == 302


def test_a_double_click_records_once(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    client = signed_in(person)
    page = text_of(client.get(here(red_river, sent, "/decide/record")))
    given = {"stamp": stamp_of(page), "note": ""}
    assert client.post(here(red_river, sent, "/decide/record"), given).status_code == 302
    assert client.post(here(red_river, sent, "/decide/record"), given).status_code == 409
    with red_river.scope("staff"):
        assert [e.code for e in queries.timeline(sent.id)].count("record") == 1
        assert queries.report(sent.id).file_number is not None


def test_a_service_that_calls_everybody_says_so_where_recording_is_missing(soar_valley) -> None:
    if not soar_valley.settings().call_back.required_before_recording:
        return
    sent, person = send(soar_valley), soar_valley.person("reviewer")
    take(soar_valley, person, sent, "claim")
    page = text_of(signed_in(person).get(here(soar_valley, sent)))
    assert "Send it to call-back first" in page
    assert "/decide/record" not in page


def test_each_look_at_a_report_is_written_down(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    client = signed_in(person)
    for _ in range(2):
        client.get(here(red_river, sent))
    with red_river.scope("worker"):
        seen = Entry.objects.filter(
            action="report.view", subject=f"report:{sent.id}", actor_id=str(person.id)
        )
        assert seen.count() == 2


def test_a_report_is_found_by_number_serial_phone_and_address_in_any_spacing(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    client = signed_in(person)
    body = sent.tracking_number.replace("-", "").lower()
    for typed in (sent.tracking_number, body, "wtu 77", "(204) 555 0147", "ADA@example.org"):
        page = text_of(client.post(f"/staff/{red_river.slug}/find", {"q": typed}))
        assert sent.tracking_number in page, typed
    nothing = text_of(client.post(f"/staff/{red_river.slug}/find", {"q": "WTU-78"}))
    assert "No report names this" in nothing
    with red_river.scope("worker"):
        kept = list(Entry.objects.filter(action="report.find").values_list("details", flat=True))
    assert len(kept) == 6
    assert "0147" not in str(kept)


def test_a_call_is_made_over_its_page(red_river) -> None:
    sent, reviewer = send(red_river), red_river.person("reviewer")
    caller = red_river.person("call_back", name="Cal Back")
    take(red_river, reviewer, sent, "claim")
    take(red_river, reviewer, sent, "call_back", note="Ask for the serial number.")
    client = signed_in(caller)
    page = text_of(client.get(here(red_river, sent, "/call")))
    assert 'href="tel:+12045550147"' in page
    assert "Ask for the serial number." in page
    assert client.post(here(red_river, sent, "/call/take")).status_code == 302
    assert client.post(here(red_river, sent, "/call/attempt"), {}).status_code == 422
    given = {"tried": "no_answer", "try_note": "Rang ten times"}
    assert client.post(here(red_river, sent, "/call/attempt"), given).status_code == 302
    assert "Rang ten times" in text_of(client.get(here(red_river, sent, "/call")))
    blank = client.post(here(red_river, sent, "/call/conclude"), {"outcome": "confirmed"})
    assert blank.status_code == 422
    early = {"outcome": "not_reached", "note": "My words"}
    answer = client.post(here(red_river, sent, "/call/conclude"), early)
    assert answer.status_code == 422
    assert "My words" in text_of(answer)
    good = {"outcome": "confirmed", "note": "All as written."}
    assert client.post(here(red_river, sent, "/call/conclude"), good).status_code == 302
    assert "All as written." in text_of(client.get(here(red_river, sent)))


def test_a_message_by_hand_shows_its_words_and_is_marked_once(red_river) -> None:
    sent, person = send(red_river, by="phone", email=""), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    take(red_river, person, sent, "not_take", reason="civil_matter")
    run_jobs(red_river)
    client = signed_in(person)
    page = text_of(client.get(f"/staff/{red_river.slug}/messages"))
    assert "a dispute that the police cannot decide" in page
    mark = re.search(r'action="([^"]+/sent)"', page)[1]
    assert client.post(mark).status_code == 302
    assert client.post(mark).status_code == 404


def test_a_stuck_delivery_says_why_and_is_sent_again(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer", "records")
    take(red_river, person, sent, "claim", "record")
    run_jobs(red_river)
    client = signed_in(person)
    page = text_of(client.get(f"/staff/{red_river.slug}/transfers"))
    assert "The destination is not set up." in page
    again = re.search(r'action="([^"]+/resend)"', page)[1]
    assert client.post(again).status_code == 302
    assert client.post(again).status_code == 404


def test_added_information_is_read_and_noted(red_river) -> None:
    from after_help import AT

    from frontcounter.accounts.actor import REPORTER
    from frontcounter.reports.services import perform

    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim", "record")
    with red_river.scope("worker"):
        perform("add_information", sent.id, REPORTER, at=AT, note="It had a bell.")
    client = signed_in(person)
    assert sent.tracking_number in red_river_queue(client, red_river)
    page = text_of(client.get(here(red_river, sent)))
    assert "It had a bell." in page
    assert "I have read it" in page
    assert client.post(here(red_river, sent, "/looked")).status_code == 302
    assert sent.tracking_number not in red_river_queue(client, red_river)


def red_river_queue(client, force) -> str:
    return text_of(client.get(f"/staff/{force.slug}/new-information"))
