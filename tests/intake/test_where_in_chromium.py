"""The pin and the position of the device, in a real browser, by keyboard; the map passes axe."""

from __future__ import annotations

from playwright.sync_api import Page, sync_playwright

from axe_help import problems
from force_help import TestForce
from live_site import FLAGS, site

CONTINUE = "form#step .govuk-button-group button >> nth=0"


def go_to_where(page: Page, home: str) -> None:
    page.goto(f"{home}report/theft_bicycle/")
    for name in ("now", "hurt"):
        page.check(f"input[name={name}][value=no]")
    page.click(CONTINUE)
    page.wait_for_url("**/online")
    page.check("input[name=for_whom][value=me]")
    for name in ("suspect_known", "value_over"):
        page.check(f"input[name={name}][value=no]")
    page.click(CONTINUE)
    page.wait_for_url("**/where")


def test_a_pin_is_put_by_keyboard_and_the_position_is_taken_when_asked(
    red_river: TestForce,
) -> None:
    with site() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(
            viewport={"width": 320, "height": 800},
            geolocation={"latitude": 49.5265, "longitude": -97.878, "accuracy": 18},
            permissions=["geolocation"],
        )
        page = context.new_page()
        go_to_where(page, f"{base}/{red_river.slug}/en/")
        assert problems(page) == []
        page.click("button[name='place.map']")
        page.wait_for_url("**/map")
        assert problems(page) == []
        page.get_by_role("link", name="Tamarack").click()
        page.wait_for_url("**in=tamarack")
        page.locator("svg.fc-map").focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Shift+ArrowLeft")
        assert page.locator("[data-mapsaid]").inner_text().startswith("Pin near")
        assert problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/where*")
        assert "A pin on the map near" in page.locator(".fc-pin__said").inner_text()
        page.click("[data-device]")
        said = page.locator(".fc-pin__said")
        said.filter(has_text="The position of this device").wait_for()
        page.fill("[name='place.line1']", "by the stalls")
        page.click(CONTINUE)
        page.wait_for_url("**/when")
        page.go_back()
        page.goto(f"{base}/{red_river.slug}/en/report/theft_bicycle/where")
        assert "near Limestone Market" in page.locator(".fc-pin__said").inner_text()
        browser.close()
