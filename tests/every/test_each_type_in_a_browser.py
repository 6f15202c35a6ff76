"""Each report type once in a real browser, on a narrow telephone; forces and languages take turns.

The whole catalogue with every force and language is walked without a browser in the file beside
this one; here a person sees, touches and reads the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from test_whole_catalogue import PHONES, SETTINGS, typed

from force_help import TestForce, make_force
from frontcounter.forms import catalogue
from live_site import FLAGS, site

WIDTH = 320
CONTINUE = "#step .govuk-button-group button >> nth=0"


def _pairs() -> list[tuple[str, str, str]]:
    """Each type with a force and a language that offer it, all pairs in turn."""
    turns = cycle([(f, lang) for f, s in SETTINGS.items() for lang in s["languages"]])
    found = []
    for report_type in catalogue.types():
        force, lang = next(one for one in turns if report_type in SETTINGS[one[0]]["types"])
        found.append((report_type, force, lang))
    return found


@dataclass(frozen=True)
class Way:
    """Where a type begins at one force, and what an imagined person types."""

    path: str
    first: str
    told: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def ways() -> dict[str, Way]:
    """Every type's way; read before the browser starts, for its loop lets nobody wait for rows."""
    forces = {name: make_force(name, types=None) for name in SETTINGS}
    found = {}
    for report_type, name, lang in _pairs():
        force = forces[name]
        form = force.form(report_type)
        path = f"/{force.slug}/{lang}/report/{_segment(force, report_type)}/"
        found[report_type] = Way(path, form.all_pages[0].id, typed(form))
    return found


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Page:
    """A narrow telephone."""
    page = browser.new_context(viewport={"width": WIDTH, "height": 640}).new_page()
    page.set_default_timeout(8000)
    return page


@pytest.fixture(scope="module")
def address(ways: dict[str, Way]) -> Iterator[str]:
    with site() as base:
        yield base


@pytest.mark.parametrize(("report_type", "force", "lang"), _pairs())
def test_a_person_gets_through(
    report_type: str, force: str, lang: str, ways: dict[str, Way], page: Page, address: str
) -> None:
    way = ways[report_type]
    page.goto(f"{address}/healthz")
    page.context.clear_cookies()  # somebody new, whose telephone remembers nothing
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto(address + way.path)
    assert page.locator("html").get_attribute("lang") == lang
    _get_through(page, way, PHONES[SETTINGS[force]["country"]])
    assert page.locator("#tracking-number").inner_text().startswith("T-")


def _get_through(page: Page, way: Way, phone: str) -> None:
    told = {**way.told, "call-me": {"name": "Sam Öst", "phone": phone}}
    first = way.first
    for _ in range(30):
        _look(page)
        step = page.url.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if step == "sent":
            return
        _answer(page, told.get(first or step, {}))
        first = ""
        with page.expect_navigation():
            page.locator(CONTINUE if page.locator("#step").count() else "main button").first.click()
    raise AssertionError(f"no end: {page.url}")


# One question to the browser for a page, not one for each thing on it: a walk has thousands.
_SEEN = """() => {
    const wrong = [...document.querySelectorAll(".govuk-error-summary")].find(e => e.offsetParent);
    const heads = document.querySelectorAll("h1").length;
    return {wide: document.documentElement.scrollWidth, heads,
            wrong: wrong ? wrong.innerText : ""};
}"""
_ANSWERED = """told => told.filter(([name, value]) => {
    const fields = [...document.getElementsByName(name)], kind = fields[0] && fields[0].type;
    const field = kind == "radio" || kind == "checkbox" ?
        fields.find(one => one.value == value) : fields[0];
    if (!field) return true;
    if (kind == "hidden") return false;
    if (!field.offsetParent) return true;
    if (kind == "radio" || kind == "checkbox") {
        if (!field.checked) field.click();
        return !field.checked;
    }
    field.focus();
    field.value = value;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, {bubbles: true}));
    return field.value != value;
})"""


def _look(page: Page) -> None:
    """Nothing lies outside the narrow screen, there is one heading, and no mistake is shown."""
    seen = page.evaluate(_SEEN)
    assert seen["wide"] <= WIDTH, page.url
    assert seen["heads"] == 1, page.url
    assert not seen["wrong"], (page.url, seen["wrong"])


def _answer(page: Page, told: dict[str, Any]) -> None:
    """Choose and write, in order, where a person can: what is not in sight is not answered."""
    pairs = [
        (name, str(one))
        for name, value in told.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    assert page.evaluate(_ANSWERED, pairs) == [], page.url


def _segment(force: TestForce, report_type: str) -> str:
    from frontcounter.forces.published import settings_in_scope
    from frontcounter.intake.neutral import segment_of

    with force.scope("public"):
        return segment_of(settings_in_scope(), report_type)
