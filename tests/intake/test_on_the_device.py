"""What is typed may stay on the device: encrypted, where that was agreed to, until it is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from intake_walker import Walker
from playwright.sync_api import BrowserContext, Page, sync_playwright
from small_forms import force_with, small_form

from force_help import TestForce
from live_site import FLAGS, site

NAMES = "indexedDB.databases().then((all) => all.map((one) => one.name))"
CONTINUE = "#step .govuk-button-group button >> nth=0"
WORDS = "A long story, typed on a train."
STORED = """new Promise((done) => {
  const wish = indexedDB.open("fc-kept");
  wish.onsuccess = () => {
    const all = wish.result.transaction("fc-kept").objectStore("fc-kept");
    const asked = all.getAll();
    asked.onsuccess = async () => {
      wish.result.close();
      const told = asked.result.map((one) => one.box ? new TextDecoder().decode(one.box)
        : [one.extractable, one.algorithm.name].join());
      done(told);
    };
  };
})"""


@pytest.fixture(scope="module")
def force() -> TestForce:
    return force_with(
        small_form("found_thing", "A thing", handling={"on_device": True}),
        small_form("private_matter", "A matter", handling={"safe_exit": True}),
    )


@pytest.fixture
def visitor(force: TestForce) -> Iterator[tuple[BrowserContext, Page, str]]:
    with site() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context()
        yield context, context.new_page(), f"{base}/{force.slug}/en/"
        browser.close()


def to_the_story(page: Page, home: str) -> None:
    page.goto(home + "report/found_thing/")
    page.check("input[value=yes]")
    page.click(CONTINUE)
    page.wait_for_url("**/story")


def test_words_come_back_after_a_crash_and_are_wiped_when_sent(
    visitor: tuple[BrowserContext, Page, str],
) -> None:
    context, page, home = visitor
    to_the_story(page, home)
    page.wait_for_selector("[data-ask]:not([hidden])")
    assert page.evaluate(NAMES) == [], "nothing is on the device before the answer"
    page.click("[data-keep-answer=mine]")
    page.wait_for_selector("[data-on]:not([hidden])")
    page.fill("textarea", WORDS)
    for _ in range(100):
        stored = page.evaluate(STORED)
        if len(stored) == 2:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(1000)
    assert "false,AES-GCM" in page.evaluate(STORED)
    assert not any("train" in one for one in page.evaluate(STORED))
    address = page.url
    page.close()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("[data-restored]:not([hidden])")
    assert page.input_value("textarea") == WORDS
    page.click(CONTINUE)
    page.wait_for_url("**/check-answers")
    assert WORDS in page.inner_text("main")
    page.click("main form button")
    page.wait_for_url("**/sent")
    for _ in range(100):
        if page.evaluate(NAMES) == []:
            break
        page.wait_for_timeout(50)
    assert page.evaluate(NAMES) == []


def test_on_a_shared_device_nothing_is_kept_and_nobody_asks_again(
    visitor: tuple[BrowserContext, Page, str],
) -> None:
    _, page, home = visitor
    to_the_story(page, home)
    page.click("[data-keep-answer=shared]")
    page.fill("textarea", WORDS)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(NAMES) == []
    assert page.is_hidden("[data-ask]")
    assert page.is_hidden("[data-keep]"), "no empty box where nothing is said"
    assert page.input_value("textarea") != WORDS


def test_types_with_a_safe_exit_and_shared_devices_never_ask(force: TestForce) -> None:
    person = Walker(force.slug)
    for kind, has in (("private_matter", False), ("found_thing", True)):
        person.get(f"report/{kind}/")
        assert ("data-keep" in person.press({"began": "yes"}).html) == has
    person.get("kiosk")
    person.press(_go="on")
    person.get("report/found_thing/")
    assert "data-keep=" not in person.press({"began": "yes"}).html
