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


def test_a_page_that_nobody_touches_warns_and_then_closes() -> None:
    from playwright.sync_api import sync_playwright

    from live_site import FLAGS, site

    slug = city().slug
    with site() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page()
        home = f"{base}/{slug}/en/"
        page.goto(home + "kiosk")
        page.click("main form button")
        page.wait_for_url(home)
        page.clock.install()
        page.goto(home + "report/quiet_matter/")
        page.wait_for_load_state()
        page.clock.fast_forward(149_000)
        assert page.is_hidden("[data-kiosk]")
        page.clock.fast_forward(2_000)
        page.wait_for_selector("[data-kiosk]:not([hidden])")
        page.click("[data-kiosk] button")
        page.wait_for_selector("[data-kiosk]", state="hidden")
        page.clock.fast_forward(151_000)
        page.wait_for_selector("[data-kiosk]:not([hidden])")
        page.clock.fast_forward(31_000)
        page.wait_for_url(home)
        browser.close()
