"""The whole way in a real browser: both languages, with and without scripts, narrow and wide.

Every page may not scroll sideways, and is put before axe (WCAG 2.2 AA) where scripts run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from intake_walker import MIDNIGHT_BIKE
from playwright.sync_api import Browser, Page, sync_playwright

from axe_help import problems
from force_help import TestForce, make_force
from live_site import FLAGS, site

CONTINUE = "#step .govuk-button-group button >> nth=0"


@pytest.fixture(scope="module")
def forces() -> dict[str, TestForce]:
    return {name: make_force(name) for name in ("red-river", "soar-valley")}


@pytest.fixture(scope="module")
def address(forces: dict[str, TestForce]) -> Iterator[str]:
    with site() as base:
        yield base


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


class Visitor:
    """A person with this browser, width and language, who looks closely at every page."""

    def __init__(self, browser: Browser, home: str, *, scripts: bool, width: int) -> None:
        self.context = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            bypass_csp=True,
            locale="fr-CA" if "/fr/" in home else "en-CA",
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.home, self.width, self.scripts = home, width, scripts
        self.titles: dict[str, str] = {}
        self.seen: set[tuple[str, int]] = set()

    def go(self, path: str) -> None:
        self.page.goto(self.home + path)
        self.look()

    def press(self, selector: str = CONTINUE) -> None:
        self.press_only(selector)
        self.look()

    def press_only(self, selector: str = CONTINUE) -> None:
        """Press, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).click()

    def look(self) -> None:
        page = self.page
        where = page.url.removeprefix(self.home)
        kind = (where.partition("?")[0], page.locator(".govuk-error-summary").count())
        if self.scripts and kind not in self.seen:  # axe is a script itself
            self.seen.add(kind)
            assert problems(page) == [], where
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width, where
        assert page.locator("h1").count() == 1, where
        self.titles[where] = page.title()
        if self.width == 1280 and not page.locator(".govuk-error-summary").count():
            first = page.locator(
                "#step input:visible, #step select:visible, #step textarea:visible"
            )
            if first.count():
                box = first.first.bounding_box()
                assert box
                assert box["y"] <= 600, (where, box)

    def fill(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                field = self.page.locator(f'[name="{name}"]')
                if name == "value_over" and not field.count():
                    continue  # a force without a limit does not ask
                kind = field.first.get_attribute("type")
                if kind in {"radio", "checkbox"}:
                    self.page.locator(f'[name="{name}"][value="{one}"]').check()
                elif kind is None and self.page.locator(f'select[name="{name}"]').count():
                    field.select_option(one)
                else:
                    field.fill(one)

    @property
    def step(self) -> str:
        return self.page.url.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.parametrize(
    ("name", "lang", "scripts", "width"),
    [
        ("red-river", "en", True, 320),
        ("red-river", "en", False, 1280),
        ("red-river", "fr", True, 1280),
        ("red-river", "fr", False, 320),
        ("soar-valley", "en", True, 1280),
    ],
)
def test_a_person_reports_a_stolen_bicycle(
    browser: Browser, address: str, forces, name: str, lang: str, scripts: bool, width: int
) -> None:
    you = Visitor(browser, f"{address}/{forces[name].slug}/{lang}/", scripts=scripts, width=width)
    page = you.page
    for path in ("", "privacy", "resume", "status", "status/link"):
        you.go(path)
    you.go("report/theft_bicycle/")
    you.press()
    assert page.title().startswith(("Error: ", "Erreur"))
    you.fill({"now": "yes", "hurt": "no"})
    you.press()
    assert you.step == "cannot-report"
    assert page.locator("main a[href^='tel:']").count() == 1
    you.press(".govuk-back-link")
    you.fill({"now": "no"})
    you.press()
    you.fill({**MIDNIGHT_BIKE["online"], "suspect_known": "yes"})
    you.press()
    assert you.step == "cannot-report"
    you.press("main a[href$='/call-me']")
    you.press("main form button")
    you.go("report/theft_bicycle/online")
    you.fill({"suspect_known": "no"})
    you.press()
    you.press()
    assert page.locator(".govuk-error-summary").is_visible()
    for step in ("where", "when", "things", "seen"):
        assert you.step == step
        you.fill(MIDNIGHT_BIKE[step])
        if step == "things":
            you.press("[name='bicycle.add']")
            you.press("[name='bicycle.1.remove']")
            you.press("#step .govuk-button-group button >> nth=1")
            you.press("button[value=code]")
            page.go_back()
            you.go("report/theft_bicycle/things")
        you.press()
    you.fill(MIDNIGHT_BIKE["story"])
    you.press()
    email = {"contact.by": "email", "contact.email": "marie@example.com"}
    you.fill({**MIDNIGHT_BIKE["you"], **email})
    you.press()
    you.press("main form button >> nth=0")
    you.press("button[value=skip]")
    assert you.step == "check-answers"
    with page.expect_navigation():
        page.locator("dd a", has_text="Change" if lang == "en" else "Modifier").nth(3).click()
    you.look()
    you.press()
    assert you.step == "check-answers"
    you.press("main form button")
    assert you.step == "sent"
    number, code = page.inner_text("#tracking-number"), page.inner_text("#access-code")
    page.go_back()
    assert you.step == "sent" or page.locator("#tracking-number").count() == 0
    you.go("status")
    page.fill("#number", number.lower())
    page.fill("#access", code.replace("-", " "))
    you.press("main form button")
    assert number in page.inner_text("h1")
    for path in ("status/add", "status/withdraw"):
        you.go(path)
    pages = {where: title for where, title in you.titles.items() if "status" not in where}
    assert len(set(pages.values())) >= len(pages) - 6
    you.context.close()


def test_parts_open_with_their_choice_where_scripts_run(browser, address, forces) -> None:
    home = f"{address}/{forces['red-river'].slug}/en/"
    you = Visitor(browser, home, scripts=True, width=320)
    you.go("report/theft_bicycle/")
    for step in ("safe", "online", "where"):
        you.fill(MIDNIGHT_BIKE[step])
        you.press()
    to_day = you.page.locator("[name='happened.to_day']")
    assert not to_day.is_visible()
    you.page.check("[name='happened.how'][value=between]")
    assert to_day.is_visible()
    you.context.close()


def test_the_first_page_is_small(browser: Browser, address: str, forces) -> None:
    home = f"{address}/{forces['red-river'].slug}/en/"
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(home, wait_until="networkidle")
    assert len(sizes) <= 5
    assert sum(sizes) <= 40_000
    for path in ("report/theft_bicycle/", "status", "resume"):
        page.goto(home + path, wait_until="networkidle")
    assert sum(sizes) <= 60_000
    context.close()


def test_a_double_click_sends_once(browser: Browser, address: str, forces) -> None:
    home = f"{address}/{forces['red-river'].slug}/en/"
    for scripts in (True, False):
        you = Visitor(browser, home, scripts=scripts, width=1280)
        you.page.goto(home + "report/theft_bicycle/")
        for answers in MIDNIGHT_BIKE.values():
            you.fill(answers)
            you.press_only()
        you.page.dblclick("main form button")
        you.page.wait_for_url("**/sent")
        assert you.page.locator("#tracking-number").count() == 1
        you.context.close()
