"""The staff site in Chromium: signing in, axe on every page, the keyboard, the height of a row."""

from __future__ import annotations

import os

import pytest
from after_help import TYPED, run_jobs, send, take
from playwright.sync_api import sync_playwright
from staff_help import code_now
from test_files import send_with_photo

from axe_help import SIDEWAYS, problems
from live_site import FLAGS, site

ROLES = ("reviewer", "call_back", "supervisor", "records")
WIDTHS = (320, 1280)


@pytest.fixture(scope="module")
def browser(house):  # the jobs of the house run before a browser keeps the loop
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def base():
    with site() as address:
        yield address


@pytest.fixture(scope="module")
def house(request):
    """A service with work in every queue, and two people: one reads English, one French."""
    from frontcounter.accounts.models import User
    from frontcounter.base.scope import Role, scope

    plugins = request.config.pluginmanager.get_plugins()
    force = next(one.make_force for one in plugins if hasattr(one, "make_force"))("red-river")
    people = {lang: force.person(*ROLES) for lang in ("en", "fr")}
    with scope(Role.STAFF, None):
        User.objects.filter(id=people["fr"].id).update(language="fr")
    TYPED["contact.safe"] = ["message", "email"]
    for _ in range(3):
        send(force)
    photo, _file_id = send_with_photo(force)
    held, called, stuck, hand = (send(force), send(force), send(force), send(force, by="phone"))
    take(force, people["en"], held, "claim")
    take(force, people["en"], called, "claim", "call_back")
    take(force, people["en"], stuck, "claim", "record")
    take(force, people["en"], hand, "claim")
    take(force, people["en"], hand, "not_take", reason="civil_matter")
    del TYPED["contact.safe"]
    run_jobs(force)
    return (
        force,
        people,
        {"held": held, "called": called, "stuck": stuck, "hand": hand, "photo": photo},
    )


def sign_in(page, base, person) -> None:
    page.goto(f"{base}/staff/")
    page.locator("#login").fill(person.email)
    page.locator("#password").fill(person.password)
    page.locator("main button").first.click()
    page.locator("#code").fill(code_now(person))
    page.locator("main button").first.click()
    page.wait_for_url("**/review")


@pytest.fixture(scope="module")
def states(browser, base, house):
    """The cookies of each person, signed in through the pages."""
    _force, people, _sent = house
    kept = {}
    for lang, person in people.items():
        context = browser.new_context(java_script_enabled=lang == "en")
        sign_in(context.new_page(), base, person)
        kept[lang] = context.storage_state()
        context.close()
    return kept


def paths(sent) -> list[str]:
    report = f"/reports/{sent['held'].tracking_number}"
    return [
        "/review",
        "/calls",
        "/new-information",
        "/mine",
        "/mine?who=all",
        "/transfers",
        "/messages",
        "/find",
        report,
        f"/reports/{sent['called'].tracking_number}",
        f"/reports/{sent['called'].tracking_number}/call",
        f"/reports/{sent['photo'].tracking_number}",
        f"/reports/{sent['stuck'].tracking_number}",
        f"/reports/{sent['hand'].tracking_number}",
        f"{report}/decide/record",
        f"{report}/decide/not_take",
        f"{report}/decide/not_take?reason=civil_matter",
        f"{report}/decide/not_take?reason=",
        f"{report}/decide/call_back",
        f"/reports/{sent['hand'].tracking_number}/decide/reopen",
        f"/reports/{sent['stuck'].tracking_number}/decide/record",
    ]


# Each page goes before axe narrow and wide, once in each language; it is measured in all four ways.
@pytest.mark.parametrize(("lang", "axe_at"), [("en", 320), ("fr", 1280)])
def test_every_page_passes_axe_and_does_not_scroll_sideways(
    browser, base, house, states, lang, axe_at
) -> None:
    force, _people, sent = house
    context = browser.new_context(storage_state=states[lang])
    page = context.new_page()
    found = {}
    for path in [f"/{force.slug}{path}" for path in paths(sent)] + ["/account"]:
        page.goto(f"{base}/staff{path}")
        wrong = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wrong += problems(page) if width == axe_at else []
            if page.evaluate(SIDEWAYS):
                wrong.append(f"scrolls sideways at {width}")
        if page.locator("html").get_attribute("lang") != lang:
            wrong.append("wrong language")
        if wrong:
            found[path] = wrong
    context.close()
    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_before_signing_in_pass_axe(browser, base, house, width) -> None:
    _force, people, _sent = house
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    found = []

    def look() -> None:
        found.extend(problems(page))

    page.goto(f"{base}/staff/sign-in")
    look()
    with page.expect_navigation():
        page.locator("main button").first.click()
    assert page.title().startswith("Error: ")
    look()
    page.goto(f"{base}/staff/sign-in?lang=fr")
    look()
    page.locator("#login").fill(people["en"].email)
    page.locator("#password").fill(people["en"].password)
    with page.expect_navigation():
        page.locator("main button").first.click()
    look()
    context.close()
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_row_is_near(browser, base, house, states, width) -> None:
    force, _people, _sent = house
    context = browser.new_context(
        storage_state=states["fr"], viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{base}/staff/{force.slug}/review")
    top = page.locator(".fc-queue tbody tr").first.bounding_box()["y"]
    stops = 0
    for _ in range(16):
        stops += 1
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.fc-queue')"):
            break
    context.close()
    assert top <= 500, top
    assert stops <= 15, stops


# Where the focus is: its words, whether it can be told from what has no focus, and what covers it.
FOCUS = """
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = (at.matches(".govuk-radios__input, .govuk-checkboxes__input")
    ? at.parentElement : at).getBoundingClientRect();
  const looks = [getComputedStyle(at), getComputedStyle(at, "::before"),
    ...(at.labels?.[0] ? [getComputedStyle(at.labels[0], "::before")] : [])];
  const shown = looks.some(l => l.boxShadow !== "none"
    || (l.outlineStyle !== "none" && parseFloat(l.outlineWidth) > 0));
  const x = Math.min(box.left + box.width / 2, innerWidth - 1), y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const clear = top && (at.contains(top) || top.contains(at) || at.labels?.[0]?.contains(top));
  return {words: (at.innerText || at.labels?.[0]?.innerText || at.name || "").trim(),
    tag: at.tagName, shown, clear: !!clear};
}
"""


class Keys:
    """Somebody without a mouse, at 400 % on a screen of 1280 pixels."""

    def __init__(self, page) -> None:
        self.page, self.bad = page, []

    def to(self, words: str, tag: str = "", most: int = 90) -> None:
        """Tab to what says this; every stop on the way must be seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            if at is None:
                continue
            if not (at["shown"] and at["clear"]):
                self.bad.append((self.page.url, at))
            if at["words"].startswith(words) and (not tag or at["tag"] == tag):
                return
        raise AssertionError(f"no stop says {words!r} on {self.page.url}")

    def press(self, words: str, tag: str = "") -> None:
        self.to(words, tag)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()


def test_a_review_from_signing_in_to_recording_by_keyboard_alone_at_400_percent(
    browser, base, house
) -> None:
    force, _people, _sent = house
    sent, person = send(force), force.person("reviewer")
    context = browser.new_context(viewport={"width": 320, "height": 480})
    page = context.new_page()
    keys = Keys(page)
    page.goto(f"{base}/staff/")
    keys.to("Email")
    page.keyboard.type(person.email)
    keys.to("Password")
    page.keyboard.type(person.password)
    page.keyboard.press("Enter")
    page.locator("#code").wait_for()
    if page.evaluate("document.activeElement.id") != "code":
        keys.to("Code")
    page.keyboard.type(code_now(person))
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    page.goto(f"{base}/staff/{force.slug}/reports/{sent.tracking_number}")
    keys.press("Take for review", "BUTTON")
    page.get_by_text("You hold this report now.").wait_for()
    keys.press("Record", "A")
    page.get_by_text("The reporter will be sent").wait_for()
    keys.press("Record and send", "BUTTON")
    page.get_by_text("Recorded.", exact=True).wait_for()
    assert "RR26-" in page.locator("h1").inner_text()
    assert keys.bad == []
    context.close()


def test_enter_in_a_field_decides_and_does_not_insert(browser, base, house, states) -> None:
    """The small button that puts in a phrase stands before the one that decides."""
    force, people, _sent = house
    held = send(force)
    take(force, people["en"], held, "claim")
    context = browser.new_context(storage_state=states["en"])
    page = context.new_page()
    page.goto(f"{base}/staff/{force.slug}/reports/{held.tracking_number}/decide/record")
    page.get_by_label("Another file that is there already").check()
    page.locator("#file_number").fill("RR00-999999")
    page.keyboard.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    assert page.locator("#file_number").input_value() == "RR00-999999"
    context.close()


def test_a_checked_photo_is_seen_on_the_page(browser, base, house, states) -> None:
    force, _people, sent = house
    context = browser.new_context(storage_state=states["en"])
    page = context.new_page()
    page.goto(f"{base}/staff/{force.slug}/reports/{sent['photo'].tracking_number}")
    width = page.locator(".fc-thumbs img").evaluate(
        "async img => { await img.decode().catch(() => null); return img.naturalWidth; }"
    )
    context.close()
    assert width == 40
