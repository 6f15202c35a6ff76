"""The built files and the layouts, looked at as files and in a real browser."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from samples import ENGLISH, pages, render, staff
from whitenoise import WhiteNoise

from axe_help import problems
from browser import chromium, serving
from frontcounter.web import assets, build
from frontcounter.web.page import Emergency, Look, PublicPage, TalkDoor, contrast

SAMPLES = pages()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(SAMPLES) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """The samples keep nothing in the browser: one window shows them all."""
    return browser.new_page()


@pytest.fixture
def open_page(tab: Page, site: str) -> object:
    def opened(name: str, width: int = 1280, height: int = 800) -> Page:
        tab.set_viewport_size({"width": width, "height": height})
        tab.goto(f"{site}/{name}")
        return tab

    return opened


def built(name: str) -> str:
    manifest = json.loads(assets.MANIFEST.read_text())
    return (assets.STATIC_ROOT / manifest[name]).read_text("utf-8")


def test_the_style_sheet_names_no_font_picture_or_host() -> None:
    css = built("app.css") + built("staff.css")
    for word in ("@font-face", "url(", "GDS Transport", "http:", "https:", "@import"):
        assert word not in css
    assert css.count("{") == css.count("}")
    assert ".govuk-radios__input" in css
    assert "govuk-cookie-banner" not in css


def test_the_files_are_small_and_compressed() -> None:
    assert len(build.bundle_js([(assets.STATIC_ROOT / "js/once.js").read_text()])) < 1000
    assert len(built("app.js").encode()) < 8192
    assert (assets.STATIC_ROOT / "css/frontcounter.css").stat().st_size < 17_408
    assert (assets.STATIC_ROOT / "css/staff.css").stat().st_size < 24_576
    for name, most in (
        ("app.css", 14_336),
        ("staff.css", 6_144),
        ("app.js", 4_096),
        ("icon.svg", 1_024),
    ):
        path = assets.STATIC_ROOT / json.loads(assets.MANIFEST.read_text())[name]
        packed = Path(f"{path}.gz").read_bytes()
        assert gzip.decompress(packed) == path.read_bytes()
        assert re.match(assets.IMMUTABLE, path.name)
        assert len(packed) < most


def test_reporters_do_not_wait_for_the_staff_sites_sheet() -> None:
    assert assets.asset("staff.css") in SAMPLES["queue"]
    assert "staff." not in "".join(re.findall(r"<link[^>]*>", SAMPLES["question"]))
    for name in ("fc-staff", "fc-identity", "fc-board", "fc-queue"):
        assert f".{name}" not in built("app.css")


def test_the_file_server_finds_compressed_twins_and_keeps_hashed_files() -> None:
    files = WhiteNoise(
        None, root=assets.STATIC_ROOT, prefix="/static/", immutable_file_test=assets.IMMUTABLE
    ).files
    served = files[assets.asset("app.css")].get_response("GET", {"HTTP_ACCEPT_ENCODING": "gzip"})
    headers = dict(served.headers)
    assert headers["Content-Encoding"] == "gzip"
    assert "immutable" in headers["Cache-Control"]
    served.file.close()


def test_building_again_does_nothing() -> None:
    assert build.build() is False


def test_the_lock_and_the_settings_name_no_host() -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert "://" not in (build.REPO / name).read_text()


def test_unused_parts_fonts_and_pictures_are_stripped() -> None:
    css = (
        '@charset "UTF-8";@font-face{font-family:X;src:url(x)}.govuk-tabs,.govuk-tag{color:red}'
        ".govuk-header{top:0}@media print{.govuk-tabs a{top:0}.a:is(.b,.c),.d{top:0}}"
        ".a{background:url(x)}.govuk-body{font-family:GDS Transport,arial,sans-serif}"
    )
    assert build.strip_css(css) == (
        ".govuk-tag{color:red}@media print{.a:is(.b,.c),.d{top:0}}"
        ".govuk-body{font-family:var(--fc-font)}"
    )


def test_a_forces_colours_come_as_a_style_sheet_named_by_them() -> None:
    address = assets.look_url(Look("A", "/", "#7A1F2B", "#ffffff"))
    assert address == "/static/look/7a1f2b-ffffff.css"
    css = assets.look_css("7a1f2b-ffffff.css")
    assert css is not None
    assert "--fc-accent:#7a1f2b;" in css
    assert assets.look_css("7a1f2b-ffffff}.css") is None


def test_colours_that_cannot_be_read_are_refused() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert Look("A", "/").problems() == []
    assert len(Look("A", "/", "#ffcc00", "#ffffff").problems()) == 2
    assert Look("A", "/", "red", "#ffffff").problems() == ["'red' is no colour like #1f3a5f"]


def test_no_page_has_a_script_or_a_style_of_its_own() -> None:
    for html in SAMPLES.values():
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", html)
        assert html.count("<h1") == 1


def test_a_page_with_errors_says_so_in_its_title() -> None:
    assert "<title>Error: When was it taken? – Red River" in SAMPLES["question-errors"]
    assert "<title>When was it taken? – Red River" in SAMPLES["question"]


def test_every_public_page_offers_emergency_and_talk_and_says_who_reads() -> None:
    for name in ("start", "question", "question-errors", "receipt"):
        assert 'href="tel:911">911</a>' in SAMPLES[name]
        assert 'href="tel:2045550147">204-555-0147</a>' in SAMPLES[name]
    assert "Nobody reads this until you send it." in SAMPLES["question"]
    assert "jusqu’au 24 décembre 2026" in SAMPLES["question-fr"]


def test_a_force_with_one_language_and_no_demo_shows_neither() -> None:
    page = PublicPage(
        lang="en",
        title="T",
        look=Look("Soar Valley Police", "/", "#123c69"),
        emergency=Emergency("In an emergency, call", "999"),
        talk=TalkDoor("101"),
    )
    html = render('{% extends "web/public.html" %}', page)
    assert "fc-languages" not in html
    assert "fc-demo" not in html


def test_a_forces_own_words_reach_the_layout() -> None:
    page = PublicPage(**ENGLISH, title="T", words={"web.talk.title": "Rather speak to us?"})
    assert "Rather speak to us?" in render('{% extends "web/public.html" %}', page)


def test_before_signing_in_staff_pages_have_no_navigation() -> None:
    html = render('{% extends "web/staff.html" %}', staff("Sign in", nav=(), person=""))
    assert "<nav" not in html
    assert "sign-out" not in html


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_passes_axe_and_does_not_scroll_sideways(open_page: object, name: str) -> None:
    page = open_page(name)  # type: ignore[operator]
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert problems(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("name", ["question", "question-fr", "question-errors"])
def test_the_first_field_is_in_sight(open_page: object, name: str) -> None:
    page = open_page(name)  # type: ignore[operator]
    box = page.locator("main input:visible, main select:visible").first.bounding_box()
    assert box["y"] + box["height"] <= 600


def test_the_first_row_of_a_queue_is_near(open_page: object) -> None:
    page = open_page("queue")  # type: ignore[operator]
    assert page.locator("tbody tr").first.bounding_box()["y"] <= 500
    reached = []
    for _ in range(15):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("!!document.activeElement.closest('tbody tr')"))
    assert any(reached)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_can_be_pressed_is_at_least_24_pixels_high(open_page: object, name: str) -> None:
    page = open_page(name, 320)  # type: ignore[operator]
    small = page.evaluate(
        "[...document.querySelectorAll('header a, header button, nav a, .fc-emergency a, "
        ".fc-footer a, button, .govuk-back-link, td a, summary')].filter(e => e.offsetParent && "
        "e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
    )
    assert small == []


def test_conditional_fields_stand_open_without_a_script(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/question")
    assert page.locator("[name='when.on.day']").is_visible()
    page.close()


def test_conditional_fields_follow_their_choice(open_page: object) -> None:
    page = open_page("question")  # type: ignore[operator]
    day = page.locator("[name='when.on.day']")
    assert day.is_visible()
    page.get_by_label("I do not know").check()
    assert not day.is_visible()
    page.get_by_label("Yes, I know the date and time").check()
    assert day.is_visible()


def test_none_of_these_puts_out_the_others(open_page: object) -> None:
    page = open_page("question")  # type: ignore[operator]
    page.get_by_label("It was not locked").check()
    assert not page.get_by_label("U-lock").is_checked()
    page.get_by_label("Chain or cable").check()
    assert not page.get_by_label("It was not locked").is_checked()


def test_the_error_summary_has_the_focus_and_leads_to_the_field(open_page: object) -> None:
    page = open_page("question-errors")  # type: ignore[operator]
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Enter a real date").click()
    assert page.evaluate("document.activeElement.name") == "when.on.day"


def test_a_second_press_is_not_sent(open_page: object) -> None:
    page = open_page("question")  # type: ignore[operator]
    sent = page.evaluate(
        "() => { let n = 0; addEventListener('submit', e => { if (!e.defaultPrevented) n += 1; "
        "e.preventDefault(); }); const b = document.querySelector('main form button'); "
        "b.click(); b.click(); return n; }"
    )
    assert sent == 1


def test_a_first_visit_is_light(browser: Browser, site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/start", wait_until="networkidle")
    page.close()
    assert len(asked) <= 5
    packed = sum(
        len(gzip.compress(part.encode()))
        for part in (SAMPLES["start"], built("app.css"), built("app.js"), built("icon.svg"))
    )
    assert packed < 25_000
