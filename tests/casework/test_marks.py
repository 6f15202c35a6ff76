"""What raises a report is said in words, in the queue, on the report and on the call card."""

from __future__ import annotations

import pytest
from after_help import take
from desk_help import a_service, send
from staff_help import signed_in, statements, text_of

from axe_help import violations


@pytest.fixture
def force():
    return a_service()


def test_words_of_danger_put_a_report_on_top_and_say_why(force) -> None:
    first = send(force, "plain")
    danger = send(force, "plain", story="He has a knife and he is outside my door now.")
    client = signed_in(force.person("reviewer"))
    page = text_of(client.get(f"/staff/{force.slug}/review"))
    assert page.index(danger.tracking_number) < page.index(first.tracking_number)
    assert "Urgent" in page
    assert "a weapon" in page.lower()
    report = text_of(client.get(f"/staff/{force.slug}/reports/{danger.tracking_number}"))
    assert "Urgent" in report
    assert "Mentions: " in report
    assert "a weapon" in report
    plain = text_of(client.get(f"/staff/{force.slug}/reports/{first.tracking_number}"))
    assert "Urgent" not in plain


def rows_of(client, force) -> str:
    """The rows of the queue, without its filters."""
    return text_of(client.get(f"/staff/{force.slug}/review")).partition("<tbody")[2]


def test_a_mark_of_the_form_is_a_quiet_tag_and_goes_before_the_plain_ones(force) -> None:
    first = send(force, "plain")
    seen = send(force, "plain", far="yes")
    client = signed_in(force.person("reviewer"))
    page = rows_of(client, force)
    assert page.index(seen.tracking_number) < page.index(first.tracking_number)
    assert page.count("A camera may have seen it") == 1
    assert client.get(f"/staff/{force.slug}/review/next")["Location"].endswith(seen.tracking_number)


def test_a_report_sent_without_the_browser_check_says_so_quietly(force) -> None:
    plain = send(force, "plain")
    unproven = send(force, "plain", proven=False)
    client = signed_in(force.person("reviewer"))
    page = rows_of(client, force)
    assert page.count("Sent without the browser check") == 1
    assert page.index(plain.tracking_number) < page.index(unproven.tracking_number)
    assert "Urgent" not in page
    here = f"/staff/{force.slug}/reports/{unproven.tracking_number}"
    assert "Sent without the browser check" in text_of(client.get(here))


def test_the_interpreter_binds_the_call(force) -> None:
    sent = send(force, "plain", interpreter="pa")
    reviewer = force.person("reviewer")
    client = signed_in(reviewer)
    assert "Interpreter: Punjabi" in text_of(client.get(f"/staff/{force.slug}/review"))
    here = f"/staff/{force.slug}/reports/{sent.tracking_number}"
    assert "Punjabi" in text_of(client.get(here))
    take(force, reviewer, sent, "claim", "call_back")
    caller = signed_in(force.person("call_back"))
    assert "Interpreter: Punjabi" in text_of(caller.get(f"/staff/{force.slug}/calls"))
    assert "Interpreter needed" in text_of(caller.get(f"{here}/call"))


def test_the_reviewer_reads_the_same_hints_and_the_suggested_code(force) -> None:
    bare = {"things.0.serial": "", "things.0.description": ""}
    sent = send(force, "plain", far="yes", **bare)
    client = signed_in(force.person("reviewer"))
    page = text_of(client.get(f"/staff/{force.slug}/reports/{sent.tracking_number}"))
    assert "To check" in page
    assert "No serial number given" in page
    assert "suggested</strong>" in page
    assert "2130" in page
    tip = send(force, "tip")
    officer = signed_in(force.person("intelligence"))
    page = text_of(officer.get(f"/staff/{force.slug}/reports/{tip.tracking_number}"))
    assert 'id="codes"' not in page


def test_marks_cost_no_statement_more(force) -> None:
    client = signed_in(force.person("reviewer", "call_back", "records"))
    for _ in range(2):
        send(force, "plain", far="yes", interpreter="pa", story="He has a gun.")
    client.get(f"/staff/{force.slug}/review")
    with statements() as made:
        client.get(f"/staff/{force.slug}/review")
    assert len(made) <= 12, "\n".join(made)


def test_a_line_with_many_marks_fits_a_small_screen(force) -> None:
    told = "He has a knife and he is outside my door. I want to kill myself. He hit my child."
    send(force, "plain", far="yes", interpreter="pa", story=told)
    client = signed_in(force.person("reviewer"))
    page = text_of(client.get(f"/staff/{force.slug}/review"))
    assert violations({"queue": page}) == {}
