"""A device for everybody: nothing of one person is there for the next."""

from __future__ import annotations

from functools import cache

from intake_walker import Walker
from small_forms import force_with, small_form

from force_help import TestForce


@cache
def city() -> TestForce:
    return force_with(small_form())


def in_the_lobby() -> Walker:
    person = Walker(city().slug)
    person.get("kiosk")
    assert "It is off." in person.page.html
    person.press(_go="on")
    assert person.path == person.home
    return person


def test_what_was_begun_is_gone_for_the_next_person() -> None:
    person = in_the_lobby()
    person.get("report/quiet_matter/")
    person.press({"began": "yes"})
    cookie = person.client.cookies["fc_draft_quiet_matter"]
    assert cookie["max-age"] == ""
    assert "Finish, and clear this screen" in person.page.html
    assert "Back to your report" not in person.get("").html
    person.get("kiosk/end")
    assert person.path == person.home
    person.get("report/quiet_matter/story")
    assert person.step == "quiet_matter"


def test_a_page_closes_itself_also_without_scripts() -> None:
    html = in_the_lobby().get("report/quiet_matter/").html
    refresh = html.split("<noscript>", 1)[1].split("</noscript>", 1)[0]
    assert f"/{city().slug}/en/kiosk/end" in refresh
    assert "data-kiosk" in html
    assert "data-kiosk" not in Walker(city().slug).get("report/quiet_matter/").html


def test_the_way_back_is_a_code_and_no_address_is_typed_in_public() -> None:
    person = in_the_lobby()
    person.get("report/quiet_matter/")
    person.press({"began": "yes"})
    person.get("report/quiet_matter/save-and-return")
    assert 'name="email"' not in person.page.html
    person.press(_go="code")
    assert 'id="resume-code"' in person.page.html


def test_the_receipt_goes_with_the_person() -> None:
    person = in_the_lobby()
    person.get("report/quiet_matter/")
    person.press({"began": "yes"})
    person.press({"story": "Nothing much."})
    person.press()
    assert 'id="access-code"' in person.page.html
    person.press()
    assert person.path == person.home
    person.get("report/quiet_matter/sent")
    assert 'id="access-code"' not in person.page.html


def test_it_can_be_switched_off_again() -> None:
    person = in_the_lobby()
    person.get("kiosk")
    assert "It is on." in person.page.html
    person.press(_go="off")
    assert "It is off." in person.page.html
