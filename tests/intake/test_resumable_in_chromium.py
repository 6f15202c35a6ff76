"""A real browser on a bad line: the page says so, goes on by itself, and after a reload too."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from file_forms import TYPE, fence_force, rows
from playwright.sync_api import Page, Route, expect, sync_playwright

from frontcounter.evidence.queries import open_plain
from frontcounter.evidence.uploading import PART
from live_site import FLAGS, site

if TYPE_CHECKING:
    from force_help import TestForce

FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 3_000
CONTINUE = "#step .govuk-button-group button >> nth=0"
CHOOSER = "[name='photos.file']"


@pytest.fixture
def force() -> TestForce:
    return fence_force()


@pytest.fixture
def page(force: TestForce) -> Iterator[Page]:
    with site() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 320, "height": 700}, bypass_csp=True)
        page.set_default_timeout(10_000)
        page.goto(f"{base}/{force.slug}/en/report/{TYPE}/")
        page.check("[name=began][value=yes]")
        page.click(CONTINUE)
        page.fill("[name='things.0.description']", "Three boards")
        page.click(CONTINUE)
        page.wait_for_url("**/story")
        yield page
        browser.close()


def film(name: str = "dash.mp4") -> Any:
    return {"name": name, "mimeType": "video/mp4", "buffer": FILM}


def is_piece(route: Route) -> bool:
    return "upload-offset" in route.request.headers


def test_a_film_gets_through_a_line_that_breaks(force: TestForce, page: Page) -> None:
    cuts = {"left": 2}

    def cut_twice(route: Route) -> None:
        if is_piece(route) and route.request.headers["upload-offset"] != "0" and cuts["left"]:
            cuts["left"] -= 1
            route.abort()
        else:
            route.continue_()

    page.route("**/upload/*", cut_twice)
    page.set_input_files(CHOOSER, film())
    status = page.locator("[data-upload]")
    expect(status).to_contain_text("The line is lost")
    assert page.locator("progress[aria-label='dash.mp4']").is_visible()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    assert not found.response["violations"]
    page.fill("[name=story]", "A lorry drove into it.")
    page.click(CONTINUE)  # while it is still coming
    page.wait_for_url("**/check-answers")
    assert "dash.mp4" in page.inner_text("main")
    with ThreadPoolExecutor(1) as other:  # the browser's loop runs in this thread
        assert other.submit(_kept, force).result() == FILM

    page.unroute("**/upload/*")
    page.goto(page.url.replace("check-answers", "story"))
    page.route("**/upload/*", lambda r: r.abort() if _is_later(r) else r.continue_())
    page.set_input_files(CHOOSER, film("second.mp4"))
    expect(page.locator("[data-upload]")).to_contain_text("The line is lost")
    page.reload()
    assert "second.mp4 was not sent whole" in page.inner_text("main")
    page.unroute("**/upload/*")
    starts: list[str] = []
    page.on("request", lambda one: starts.append(one.headers.get("upload-offset", "")))
    page.set_input_files(CHOOSER, film("second.mp4"))
    expect(page.locator(".fc-files")).to_contain_text("second.mp4 (768")
    expect(page.locator("[data-upload]")).to_have_text("second.mp4 has arrived.")
    assert next(start for start in starts if start) == str(PART)
    page.set_input_files(CHOOSER, {**film("run.exe"), "buffer": b"MZ" + FILM})
    expect(page.locator(".fc-wrong")).to_contain_text("run.exe is not a file that we can take here")
    page.click("[name='photos.remove_file'] >> nth=0")
    expect(page.locator(".fc-files li")).to_have_count(1)
    page.click(CONTINUE)
    page.wait_for_url("**/check-answers")


def _kept(force: TestForce) -> bytes:
    (row,) = rows(force)
    with force.scope():
        content = open_plain(row).read()
    connections.close_all()
    return content


def _is_later(route: Route) -> bool:
    return is_piece(route) and route.request.headers["upload-offset"] != "0"
