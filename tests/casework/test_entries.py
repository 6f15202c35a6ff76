"""Staff write for a person at the counter or on the telephone, in the same questions."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from after_help import run_jobs
from desk_help import a_service
from staff_help import signed_in, text_of

from axe_help import violations
from frontcounter.audit.models import Entry as AuditEntry
from frontcounter.casework import entries
from frontcounter.casework.entries import end_entries
from frontcounter.casework.models import Entry
from frontcounter.messages.models import Message
from frontcounter.messages.queries import by_hand
from frontcounter.reports.models import Event, Report

ABOUT = {"story": "The drill was gone.", "things.0.serial": "", "things.0.description": "Drill"}
YOU = {
    "name.given": "Ada",
    "name.family": "Roy",
    "contact.by": "phone",
    "contact.email": "ada@example.org",
    "contact.phone": "204-555-0147",
}


@pytest.fixture
def force():
    return a_service()


def begin(force, client, **more) -> str:
    """Begin an entry; the address of its first page, without "questions/…"."""
    chosen = {"channel": "counter", "language": "fr", "type": "plain", **more}
    answer = client.post(f"/staff/{force.slug}/enter", chosen)
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"].rpartition("/questions/")[0]


def fill(client, here, **you) -> None:
    for page, typed in {"first": {"abroad": "no"}, "about": ABOUT, "you": {**YOU, **you}}.items():
        answer = client.post(f"{here}/questions/{page}", typed)
        assert answer.status_code == 302, text_of(answer)
    assert answer["Location"] == f"{here}/check"


def number_on(page: str) -> str:
    return re.search(r'id="tracking-number">([^<]+)<', page)[1]


def test_a_report_is_written_at_the_counter_and_named_so(force) -> None:
    clerk = force.person("call_taker", name="Cleo Clerk")
    client = signed_in(clerk)
    assert client.get(f"/staff/{force.slug}/")["Location"] == f"/staff/{force.slug}/enter"
    here = begin(force, client)
    first = text_of(client.get(f"{here}/questions/first"))
    assert "1.1" in first
    fill(client, here)
    check = text_of(client.get(f"{here}/check"))
    assert "The drill was gone." in check
    assert "No serial number given" not in check  # the drill was described: something was answered
    answer = client.post(f"{here}/check", {"way": "paper"})
    assert answer["Location"] == f"{here}/sent"
    slip = text_of(client.get(f"{here}/sent"))
    assert 'lang="fr"' in slip
    assert "Code d’accès" in slip
    number = number_on(slip)
    with force.scope("worker"):
        report = Report.objects.get(tracking_number=number)
        assert (report.channel, report.language) == ("counter", "fr")
        event = Event.objects.get(report_id=report.id, code="submit")
        assert (event.actor_kind, event.actor_name) == ("staff", "Cleo Clerk")
        made = AuditEntry.objects.get(action="report.submit", subject=f"report:{report.id}")
        assert made.actor_id == str(clerk.id)
    reviewer = signed_in(force.person("reviewer"))
    assert "At the counter" in text_of(reviewer.get(f"/staff/{force.slug}/review"))
    page = text_of(reviewer.get(f"/staff/{force.slug}/reports/{number}"))
    assert "Written for the person, at the counter" in page
    assert "Cleo Clerk" in page


def test_words_of_danger_tell_the_call_taker_to_have_help_sent_first(force) -> None:
    client = signed_in(force.person("call_taker"))
    here = begin(force, client)
    fill(client, here)
    assert "your dispatcher" not in text_of(client.get(f"{here}/check"))
    now = {**ABOUT, "story": "He has a knife and he is outside my door now."}
    client.post(f"{here}/questions/about", now)
    for page in ("questions/you", "check"):
        shown = text_of(client.get(f"{here}/{page}"))
        assert "First have help sent: 911" in shown


def test_a_second_press_finds_it_sent(force) -> None:
    client = signed_in(force.person("officer"))
    here = begin(force, client, channel="phone")
    fill(client, here)
    for _ in range(2):
        assert client.post(f"{here}/check", {"way": "paper"})["Location"] == f"{here}/sent"
    with force.scope("worker"):
        assert Report.objects.count() == 1
        assert Report.objects.get().channel == "phone"


def test_an_email_is_sent_once_its_address_was_read_back(force) -> None:
    client = signed_in(force.person("reviewer"))
    here = begin(force, client)
    fill(client, here)
    missing = client.post(f"{here}/check", {"way": "email"})
    assert missing.status_code == 422
    assert "Read the email address back" in text_of(missing)
    client.post(f"{here}/check", {"way": "email", "read_back": "yes"})
    run_jobs(force)
    with force.scope("worker"):
        receipt = Message.objects.get(event="receipt")
        assert (receipt.channel, receipt.address) == ("email", "ada@example.org")
        assert receipt.language == "fr"


def test_a_text_waits_to_be_sent_by_hand(force) -> None:
    client = signed_in(force.person("reviewer"))
    here = begin(force, client)
    fill(client, here)
    client.post(f"{here}/check", {"way": "text"})
    run_jobs(force)
    with force.scope("staff"):
        assert [line.channel for line in by_hand()] == ["text"]


def test_paper_sends_nothing_else(force) -> None:
    client = signed_in(force.person("reviewer"))
    here = begin(force, client)
    fill(client, here)
    client.post(f"{here}/check", {"way": "paper"})
    run_jobs(force)
    with force.scope("staff"):
        assert by_hand() == []
        assert Message.objects.get().last_error == "shown_on_screen"


def test_a_stop_is_advice_and_passing_it_needs_a_reason(force) -> None:
    client = signed_in(force.person("call_taker"))
    here = begin(force, client)
    answer = client.post(f"{here}/questions/first", {"abroad": "yes"})
    assert answer["Location"] == f"{here}/advice"
    advice = text_of(client.get(f"{here}/advice"))
    assert "We cannot go there." in advice
    assert client.get(f"{here}/check")["Location"] == f"{here}/advice"
    assert client.post(f"{here}/advice", {"reason": " "}).status_code == 422
    onward = client.post(f"{here}/advice", {"reason": "She cannot travel."})
    assert onward["Location"] == f"{here}/questions/about"
    client.post(f"{here}/questions/about", ABOUT)
    client.post(f"{here}/questions/you", YOU)
    client.post(f"{here}/check", {"way": "paper"})
    number = number_on(text_of(client.get(f"{here}/sent")))
    page = text_of(signed_in(force.person("reviewer")).get(f"/staff/{force.slug}/reports/{number}"))
    assert "She cannot travel." in page
    assert "The drill was gone." in page
    with force.scope("worker"):
        assert AuditEntry.objects.filter(action="entry.pass").count() == 1


def test_what_is_not_right_is_kept_and_said(force) -> None:
    client = signed_in(force.person("call_taker"))
    here = begin(force, client)
    client.post(f"{here}/questions/first", {"abroad": "no"})
    answer = client.post(f"{here}/questions/about", {"things.0.description": "Saw"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Write what happened" in page
    assert "Saw" in page
    assert "Saw" in text_of(client.get(f"{here}/questions/about"))
    assert client.get(f"{here}/check")["Location"] == f"{here}/questions/about"


def test_nobody_else_opens_an_entry(force) -> None:
    clerk = force.person("call_taker")
    client = signed_in(clerk)
    here = begin(force, client)
    client.post(f"{here}/questions/first", {"abroad": "no"})
    colleague = signed_in(force.person("supervisor", "call_taker", name="Ben Ode"))
    assert colleague.get(f"{here}/questions/about").status_code == 404
    client.post("/staff/sign-out")
    with force.scope("worker"):
        row = Entry.objects.get()
        assert b"Ada" not in bytes(row.sealed)


def test_an_entry_is_opened_in_its_own_session_only(force) -> None:
    clerk, form, now = force.person("call_taker"), force.form("plain"), datetime.now(UTC)
    first, second = (
        SimpleNamespace(user=clerk, session={}, force=force.settings()) for _ in range(2)
    )
    with force.scope("staff"):
        kept = entries.begin(first, form, "phone", "en", at=now)
        entries.begin(second, form, "phone", "en", at=now)
        assert entries.load(first, kept.row.id, at=now) is not None
        assert entries.load(second, kept.row.id, at=now) is None


def test_leaving_erases_what_was_written(force) -> None:
    client = signed_in(force.person("call_taker"))
    here = begin(force, client)
    client.post(f"{here}/leave")
    assert client.get(f"{here}/questions/first").status_code == 404
    with force.scope("worker"):
        assert Entry.objects.count() == 0


def test_an_old_entry_is_ended_by_the_worker(force) -> None:
    client = signed_in(force.person("call_taker"))
    begin(force, client)
    now = datetime.now(UTC)
    with force.scope("worker"):
        end_entries(at=now + timedelta(hours=11))
        assert Entry.objects.count() == 1
        end_entries(at=now + timedelta(hours=13))
        assert Entry.objects.count() == 0


def test_types_of_closed_desks_are_not_written_by_others(force) -> None:
    client = signed_in(force.person("call_taker"))
    page = text_of(client.get(f"/staff/{force.slug}/enter"))
    assert "Sample plain" in page
    assert "Sample grievance" not in page
    chosen = {"channel": "counter", "language": "en", "type": "grievance"}
    assert client.post(f"/staff/{force.slug}/enter", chosen).status_code == 422


@pytest.mark.parametrize("role", ["records", "analyst", "auditor", "commander"])
def test_others_write_for_nobody(force, role) -> None:
    assert signed_in(force.person(role)).get(f"/staff/{force.slug}/enter").status_code == 403


def test_the_pages_of_an_entry_pass_axe(force) -> None:
    client = signed_in(force.person("reviewer"))
    pages = {"start": text_of(client.post(f"/staff/{force.slug}/enter", {}))}
    here = begin(force, client)
    client.post(f"{here}/questions/first", {"abroad": "yes"})
    pages["advice"] = text_of(client.post(f"{here}/advice", {}))
    client.post(f"{here}/advice", {"reason": "She cannot travel."})
    pages["page"] = text_of(client.post(f"{here}/questions/about", {}))
    client.post(f"{here}/questions/about", ABOUT)
    client.post(f"{here}/questions/you", YOU)
    pages["check"] = text_of(client.post(f"{here}/check", {}))
    client.post(f"{here}/check", {"way": "paper"})
    pages["sent"] = text_of(client.get(f"{here}/sent"))
    report = number_on(pages["sent"])
    pages["forms"] = text_of(client.get(f"/staff/{force.slug}/forms"))
    pages["report"] = text_of(client.get(f"/staff/{force.slug}/reports/{report}"))
    assert violations(pages, widths=(320, 1280)) == {}
