"""Number and code open the report; links are used once; a reporter adds and withdraws."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce


def _sent(force: TestForce, **pages: dict[str, object]) -> tuple[Walker, str, str]:
    person = Walker(force.slug)
    person.walk({**MIDNIGHT_BIKE, **pages})
    html = person.press().html
    number = re.search(r'id="tracking-number">([^<]+)<', html)
    code = re.search(r'id="access-code">([^<]+)<', html)
    assert number
    assert code
    return person, number[1], code[1]


def _carry_out(force: TestForce) -> None:
    from frontcounter.reports.acts import carry_out
    from frontcounter.reports.models import ReporterAct

    with force.scope():
        for act in ReporterAct.objects.filter(done_at=None):
            carry_out(act.id, at=datetime.now(UTC))


def test_number_and_code_open_the_report_in_any_spelling(red_river: TestForce) -> None:
    _, number, code = _sent(red_river)
    other = Walker(red_river.slug)
    other.get("status")
    page = other.press({"number": number.lower().replace("-", " "), "access": code.lower()})
    assert other.path.endswith("/status/report")
    assert number in page.html
    assert "We have your report" in page.html
    assert "Norco" not in page.html
    french = other.get(f"/{red_river.slug}/fr/status/report")
    assert "Nous avons votre signalement" in french.html


def test_wrong_and_missing_are_told_alike(red_river: TestForce) -> None:
    _, number, code = _sent(red_river)
    other = Walker(red_river.slug)
    pages = []
    for given in ((number, "WRONG"), ("T-2345-6789", code), ("nonsense", code)):
        other.get("status")
        page = other.press({"number": given[0], "access": given[1]})
        assert other.status == 422
        pages.append(re.search(r"error-message.*?</p>", page.html, re.DOTALL))
    assert len({found[0] for found in pages if found}) == 1


def test_wrong_tries_of_somebody_else_do_not_lock_the_reporter_out(red_river: TestForce) -> None:
    _, number, code = _sent(red_river)
    other = Walker(red_river.slug)
    other.get("status")
    for _ in range(10):
        other.press({"number": number, "access": "WRONG"})
    assert other.status == 422
    other.press({"number": number, "access": code})
    assert other.status == 200
    assert number in other.page.html


def test_a_forged_cookie_opens_nothing(red_river: TestForce, soar_valley: TestForce) -> None:
    _, number, code = _sent(red_river)
    other = Walker(red_river.slug)
    other.get("status")
    other.press({"number": number, "access": code})
    cookie = other.client.cookies["fc_report"].value
    neighbour = Walker(soar_valley.slug)
    for value in (cookie, cookie[:-4] + "AAAA", "x", ""):
        neighbour.client.cookies["fc_report"] = value
        neighbour.get("status/report")
        assert neighbour.step == "status"


def test_information_is_added_to_the_report(red_river: TestForce) -> None:
    _, number, code = _sent(red_river)
    other = Walker(red_river.slug)
    other.get("status")
    other.press({"number": number, "access": code})
    other.get("status/add")
    other.press({"text": ""})
    assert other.status == 422
    page = other.press({"text": "I found the\r\nreceipt."})
    assert "is with your report" in page.html
    assert "being put with your report" in page.html
    _carry_out(red_river)
    assert "You added information." in other.get("status/report").html


def test_a_property_report_is_withdrawn_at_once_before_review(red_river: TestForce) -> None:
    _, number, code = _sent(red_river)
    other = Walker(red_river.slug)
    other.get("status")
    other.press({"number": number, "access": code})
    page = other.get("status/withdraw")
    assert "within a minute" in page.html
    other.press()
    _carry_out(red_river)
    assert "Nobody works on this report any more" in other.get("status/report").html


def test_a_call_request_is_withdrawn_by_talking(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.get("report/theft_bicycle/call-me")
    page = person.press({"name": "Sam", "phone": "204 555 0147"})
    assert "We will call you" in page.html
    number = re.search(r'id="tracking-number">([^<]+)<', page.html)
    code = re.search(r'id="access-code">([^<]+)<', page.html)
    assert number
    assert code
    person.get("status")
    person.press({"number": number[1], "access": code[1]})
    assert "talks with you before your report is withdrawn" in person.get("status/withdraw").html


def test_a_lost_code_is_answered_the_same_for_any_number(red_river: TestForce) -> None:
    _, number, _ = _sent(red_river)
    other = Walker(red_river.slug)
    answers = set()
    for given in (number, "T-2222-2227"):
        other.get("status/link")
        page = other.press({"number": given})
        answers.add(page.html.split("<main", 1)[1].split("</main", 1)[0])
    assert len(answers) <= 2


def test_a_link_to_the_report_is_used_once_and_only_by_its_button(red_river: TestForce) -> None:
    from frontcounter.reports.access import make_link
    from frontcounter.reports.models import Report

    _sent(red_river)
    with red_river.scope():
        token = make_link(Report.objects.get().id, at=datetime.now(UTC))
    other = Walker(red_river.slug)
    other.get(f"status/link/{token}")
    other.get(f"status/link/{token}")
    other.press()
    assert other.path.endswith("/status/report")
    again = Walker(red_river.slug)
    again.get(f"status/link/{token}")
    again.press()
    assert again.status == 410


def test_only_a_confirmed_address_is_sent_a_link(red_river: TestForce) -> None:
    from frontcounter.intake.jobs import _answer
    from frontcounter.messages.models import Message
    from frontcounter.reports.models import Report

    you = {**MIDNIGHT_BIKE["you"], "contact.by": "email", "contact.email": "m@example.com"}
    _, number, _ = _sent(red_river, you=you)
    now = datetime.now(UTC)
    for confirmed, links in ((False, 0), (True, 1)):
        with red_river.scope():
            report = Report.objects.get()
            report.contact = {**report.contact, "email_confirmed": confirmed}
            report.save()
        with red_river.scope("public"):
            from frontcounter.reports.acts import ask_for_link

            wanted = ask_for_link(number, at=now)
        with red_river.scope():
            _answer(wanted, now)
            _answer(wanted, now)
            assert Message.objects.filter(event="access_link").count() == links
