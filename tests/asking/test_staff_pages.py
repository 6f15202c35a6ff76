"""The reviewer's side: choosing what to ask, writing back, rules, letters to print."""

from __future__ import annotations

from after_help import AT, run_jobs, send, take
from asking_help import answer, asked, carry_out, state_of
from staff_help import signed_in, text_of

from force_help import TestForce
from frontcounter.casework.report_page import stamp
from frontcounter.messages import thread
from frontcounter.messages.models import Message
from frontcounter.reports import asking, queries
from frontcounter.tasks.models import Kind, Task


def stamp_of(force: TestForce, sent: object) -> str:
    with force.scope():
        record = queries.report(sent.id)  # type: ignore[attr-defined]
        assert record is not None
        return stamp(record)


def test_a_reviewer_chooses_sees_and_asks(red_river: TestForce) -> None:
    sent = send(red_river)
    person = red_river.person("reviewer")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    assert client.get(f"{here}/ask").status_code == 409  # nobody has taken it
    take(red_river, person, sent, "claim")
    page = text_of(client.get(f"{here}/ask?ask=seen,saw,bicycle"))
    assert 'value="bicycle" checked' in page
    assert "[a link of their own, which works once]" in page
    assert "ada@example.org" in page
    now = stamp_of(red_river, sent)
    empty = client.post(f"{here}/ask", {"stamp": now, "free_1": " "})
    assert empty.status_code == 422
    stale = client.post(f"{here}/ask", {"stamp": "old", "free_1": "Kept?"})
    assert stale.status_code == 409
    assert "Kept?" in text_of(stale)
    told = {"stamp": now, "questions": ["bicycle"], "free_1": "Which colour?", "files": "yes"}
    assert client.post(f"{here}/ask", told).status_code == 302
    assert state_of(red_river, sent) == "waiting"
    page = text_of(client.get(f"{here}?done=ask"))
    assert "Which colour?" in page
    assert "waiting until" in page
    with red_river.scope():
        (one,) = asking.rounds_of(sent.id)
    answer(red_river, sent, one.id, free_1="Green, with a bell")
    page = text_of(client.get(here))
    assert "Green, with a bell" in page
    assert "answered on" in page


def test_somebody_who_left_no_safe_way_is_called_instead(red_river: TestForce) -> None:
    from frontcounter.reports.models import Report

    sent = send(red_river)
    person = red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    with red_river.scope():
        Report.objects.filter(id=sent.id).update(contact={})
    client = signed_in(person)
    page = text_of(client.get(f"/staff/{red_river.slug}/reports/{sent.tracking_number}/ask"))
    assert "decide/call_back" in page
    assert "Ask now" not in page


def test_writing_back_answers_the_task_and_tells_the_person(red_river: TestForce) -> None:
    sent = send(red_river)
    person = red_river.person("reviewer")
    take(red_river, person, sent, "claim", "record")
    with red_river.scope("public"):
        thread.write(sent.id, "Any news?", at=AT)
    carry_out(red_river)
    with red_river.scope():
        assert Task.objects.filter(report_id=sent.id, kind=Kind.ANSWER, state="open").exists()
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/messages"
    page = text_of(client.get(f"{here}?template=found"))
    assert "Any news?" in page
    assert "Hello Ada Roy." in page
    assert client.post(here, {"text": ""}).status_code == 422
    shown = text_of(client.post(here, {"text": "We found it.", "_go": "preview"}))
    assert "We have a message for you about your report:" in shown
    assert client.post(here, {"text": "We found it."}).status_code == 302
    with red_river.scope():
        assert not Task.objects.filter(
            report_id=sent.id, kind=Kind.ANSWER, state__in=["open", "claimed"]
        ).exists()
        assert Message.objects.filter(report_id=sent.id, event="message").exists()
        assert [one.text for one in thread.thread_of(sent.id)] == ["Any news?", "We found it."]


def test_a_rule_is_set_obeyed_and_lifted(red_river: TestForce) -> None:
    sent = send(red_river)
    person = red_river.person("reviewer")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/contact"
    for wrong in ({}, {"rule": "only", "reason": "Why."}, {"rule": "none"}):
        assert client.post(here, wrong).status_code == 422
    run_jobs(red_river)
    assert client.post(here, {"rule": "none", "reason": "He reads her mail."}).status_code == 302
    take(red_river, person, sent, "claim", "record")
    with red_river.scope():
        told = Message.objects.filter(report_id=sent.id, event="recorded").get()
        assert (told.status, told.last_error) == ("not_sent", "do_not_contact")
    assert "He reads her mail." in text_of(client.get(here))
    only = {"rule": "only", "only": ["phone"], "reason": "Phone only."}
    assert client.post(here, only).status_code == 302
    with red_river.scope("staff"):
        record = queries.report(sent.id)
        assert record is not None
        assert thread.way_for(record).channel == "phone"
    assert client.post(here, {"rule": "lift", "reason": "Safe again."}).status_code == 302
    with red_river.scope("staff"):
        assert thread.way_for(record).channel == "email"
        codes = [event.code for event in queries.timeline(sent.id)]
    assert codes[-3:] == ["contact_stopped", "contact_only", "contact_allowed"]


def test_a_letter_is_printed_without_more_on_it_than_it_needs(red_river: TestForce) -> None:
    from frontcounter.messages.services import queue

    sent = send(red_river)
    with red_river.scope("staff"):
        letter = queue(
            "recorded",
            lang="fr",
            channel="letter",
            address="12, rue Exemple\nRivière-Rouge",
            values={},
            report_id=sent.id,
            at=AT,
        )
    run_jobs(red_river)
    client = signed_in(red_river.person("reviewer"))
    page = text_of(client.get(f"/staff/{red_river.slug}/messages/{letter}/letter"))
    assert "12, rue Exemple" in page
    assert "fc-post__from" in page
    listed = text_of(client.get(f"/staff/{red_river.slug}/messages"))
    assert f"/messages/{letter}/letter" in listed


def test_roles_that_neither_ask_nor_write_are_refused(red_river: TestForce) -> None:
    sent, _person, _round = asked(red_river)
    client = signed_in(red_river.person("records", "call_taker"))
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    for page in ("messages", "contact"):
        assert client.get(f"{here}/{page}").status_code == 403
    assert client.post(f"{here}/ask", {"free_1": "Why?"}).status_code in {403, 409}
    assert client.post(f"{here}/reached").status_code == 403
