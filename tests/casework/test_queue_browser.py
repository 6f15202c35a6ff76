"""The first row of a queue is near: in height, and in steps of the Tab key."""

from __future__ import annotations

import os

import pytest
from after_help import send
from playwright.sync_api import sync_playwright
from staff_help import code_now

from live_site import FLAGS, site


@pytest.fixture(scope="module")
def service(request):
    plugins = request.config.pluginmanager.get_plugins()
    force = next(one.make_force for one in plugins if hasattr(one, "make_force"))("red-river")
    for _ in range(3):
        send(force)
    return force, force.person("reviewer")


@pytest.fixture(scope="module")
def page(service):
    force, person = service
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    with site() as base, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{base}/staff/")
        page.locator("#login").fill(person.email)
        page.locator("#password").fill(person.password)
        page.locator("main button").first.click()
        page.locator("#code").fill(code_now(person))
        page.locator("main button").first.click()
        page.goto(f"{base}/staff/{force.slug}/review")
        yield page
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def test_the_first_row_stands_within_500_pixels_and_15_steps(page) -> None:
    row = page.locator(".fc-queue tbody tr").first
    assert row.bounding_box()["y"] < 500
    page.locator("body").click(position={"x": 1, "y": 1})
    page.evaluate("document.activeElement.blur()")
    for _ in range(15):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.fc-queue tbody')"):
            break
    assert page.evaluate("!!document.activeElement.closest('.fc-queue tbody')")


def test_the_filters_open_by_keyboard_and_nothing_is_wider_than_a_small_screen(page) -> None:
    page.locator("p.fc-filter a").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#filter-type")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("#filter-type").select_option("lost_property")
    page.locator(".fc-panel form button").first.click()
    assert page.url.endswith("?type=lost_property")
