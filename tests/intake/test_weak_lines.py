"""Weak lines and old phones: small pages; one that did not go says so and keeps its words."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest
from intake_walker import Walker
from playwright.sync_api import Browser, sync_playwright
from small_forms import force_with, small_form

from force_help import TestForce, make_force
from frontcounter.web import assets
from live_site import FLAGS, site

FIRST_PAGE, ONE_STEP = 30_000, 12_000


def squeezed(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def shared_files() -> int:
    names = json.loads(assets.MANIFEST.read_text())
    files = sum(
        len((assets.STATIC_ROOT / f"{name}.gz").read_bytes())
        for key, name in names.items()
        if key in {"app.css", "app.js", "icon.svg"}
    )
    return files + 300  # and the force's colours


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_first_page_and_every_step_are_small(lang: str) -> None:
    force = make_force("red-river", types=None)
    person = Walker(force.slug, lang)
    start = squeezed(person.get("").html.encode())
    assert start + shared_files() <= FIRST_PAGE, (start, shared_files())
    with force.scope("public"):
        from frontcounter.forces.published import settings_in_scope
        from frontcounter.forms.engine import fields
        from frontcounter.forms.pages.published import published_form

        forms = [published_form(one) for one in settings_in_scope().forms.values()]
    assert forms
    for form in forms:
        page = person.get(f"report/{form.type}/")
        assert person.status == 200, form.type
        frame = squeezed(page.html.encode())
        assert frame <= ONE_STEP, (form.type, frame)
        for one in form.all_pages[1:]:
            told = [repr(field) for field in fields(form, one.id, {}, None, [], lang)]
            # A model of a question prints longer than its HTML.
            size = frame + squeezed("".join(told).encode())
            assert size <= ONE_STEP * 1.5, (form.type, one.id, size)


def test_the_script_is_told_where_to_go_and_loads_nothing_twice() -> None:
    force = force_with(small_form())
    person = Walker(force.slug)
    page = person.get("report/quiet_matter/")
    form = page.forms[0]
    sent = {**form["fields"], "began": "yes"}
    answer = person.client.post(form["action"], sent, headers={"FC-Send": "1"})
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer["FC-Location"].endswith("/report/quiet_matter/story")
    wrong = Walker(force.slug)
    form = wrong.get("report/quiet_matter/").forms[0]
    answer = wrong.client.post(form["action"], form["fields"], headers={"FC-Send": "1"})
    assert answer.status_code == 204
    shown = wrong.get(answer["FC-Location"])
    assert wrong.status == 422
    assert "Select yes or no" in shown.html
    assert "Error:" in shown.title


@pytest.fixture(scope="module")
def force() -> TestForce:
    return force_with(
        small_form(),
        small_form("hidden_matter", "Hidden", handling={"safe_exit": True}),
        safe_exit={"url": "/healthz"},
    )


@pytest.fixture(scope="module")
def browser(force: TestForce) -> Iterator[tuple[Browser, str]]:
    with site() as base, sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched, f"{base}/{force.slug}/en/"
        launched.close()


def test_without_a_line_it_says_not_sent_and_the_person_presses_again(
    browser: tuple[Browser, str],
) -> None:
    context = browser[0].new_context()
    page = context.new_page()
    page.goto(browser[1] + "report/quiet_matter/")
    page.check("input[value=yes]")
    page.click("#step .govuk-button-group button >> nth=0")
    page.wait_for_url("**/story")
    page.fill("textarea", "Typed in a tunnel.")
    context.set_offline(True)
    page.click("#step .govuk-button-group button >> nth=0")
    page.wait_for_selector("[data-unsent]:not([hidden])")
    assert "Not sent" in page.inner_text("[data-unsent]")
    assert page.evaluate("document.activeElement.hasAttribute('data-unsent')")
    assert page.input_value("textarea") == "Typed in a tunnel."
    context.set_offline(False)
    page.click("#step .govuk-button-group button >> nth=0")
    page.wait_for_url("**/check-answers")
    page.wait_for_selector("[name=proof][value]", state="attached")
    context.set_offline(True)
    page.click("main form button")
    page.wait_for_selector("[data-unsent]:not([hidden])")
    context.set_offline(False)
    page.click("main form button")
    page.wait_for_url("**/sent")
    assert page.inner_text("#tracking-number").startswith("T-")
    context.close()


def test_three_times_shift_leaves_and_nothing_of_it_is_in_the_history(
    browser: tuple[Browser, str],
) -> None:
    context = browser[0].new_context()
    page = context.new_page()
    page.goto(browser[1])
    page.goto(browser[1] + "report/hidden_matter/")
    entries = page.evaluate("history.length")
    page.check("input[value=yes]")
    page.click("#step .govuk-button-group button >> nth=0")
    page.wait_for_url("**/story")
    assert page.evaluate("history.length") == entries
    page.fill("textarea", "A Capital Letter Does Not Leave.")
    page.keyboard.press("Shift")
    assert "two more" in page.inner_text(".fc-exit [role=status]")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url("**/healthz")
    page.go_back()
    assert page.url == browser[1]
    assert not [one for one in context.cookies() if one["name"].startswith("fc_draft")]
    context.close()
