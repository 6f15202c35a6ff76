"""Passkeys and the warning before the time-out, in Chromium with a key of its own; axe on pages."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from playwright.sync_api import sync_playwright
from staff_help import code_now

from axe_help import SIDEWAYS, problems
from frontcounter.accounts.models import StaffSession
from frontcounter.base.scope import Role, scope
from live_site import FLAGS, site

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(red_river):
    return red_river.person("force_administrator", "reviewer")


@pytest.fixture
def page(person):  # made before a browser keeps the loop
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with site() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        # A passkey needs a name; an address of numbers has none.
        base = address.replace("127.0.0.1", "localhost")
        context = chromium.new_context(base_url=base, viewport={"width": 320, "height": 700})
        found = context.new_page()
        devices = context.new_cdp_session(found)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        yield found
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def sign_in(page, person) -> None:
    page.goto("/staff/sign-in?next=/staff/account/passkeys/add")
    page.fill("#login", person.email)
    page.fill("#password", person.password)
    page.locator("main button").first.click()
    page.fill("#code", code_now(person))
    page.locator("main button").first.click()
    page.wait_for_url("**/passkeys/add")


def test_a_passkey_is_made_and_opens_the_site_alone(page, person) -> None:
    sign_in(page, person)
    page.fill("#name", "Work telephone")
    page.locator("main form button").click()
    page.wait_for_url("**/sign-in/recovery-codes")
    page.locator(".fc-person button").click()
    page.wait_for_url("**/staff/sign-in")
    page.locator("[data-passkey] button").click()
    page.wait_for_url("**/review")
    page.goto("/staff/prove?next=/staff/account/passkeys")
    page.locator("[data-passkey] button").click()
    page.wait_for_url("**/account/passkeys")
    assert page.locator("main li strong").inner_text() == "Work telephone"


def test_the_warning_comes_before_the_end_and_one_click_keeps_the_session(page, person) -> None:
    page.clock.install()
    sign_in(page, person)
    dialog = page.locator("dialog[data-idle]")
    assert not dialog.is_visible()
    with scope(Role.STAFF, None):
        row = StaffSession.objects.get(user_id=person.id)
        StaffSession.objects.filter(user_id=person.id).update(
            seen_at=row.seen_at - timedelta(minutes=29, seconds=30)
        )
    page.clock.fast_forward("28:30")
    dialog.wait_for(state="visible")
    assert page.evaluate("document.activeElement.id") == "idle-title"
    dialog.locator("button").click()
    dialog.wait_for(state="hidden")
    with scope(Role.STAFF, None):
        assert StaffSession.objects.get(user_id=person.id).seen_at > row.seen_at - timedelta(
            minutes=2
        )


def test_axe_finds_nothing_and_nothing_is_cut_off(page, person, red_river) -> None:
    sign_in(page, person)
    base, found = f"/staff/{red_river.slug}/people", []
    own = ["", "/passkeys", "/passkeys/add", "/sessions", "/codes", "/app"]
    paths = [f"/staff/account{one}" for one in own]
    for path in [*paths, "/staff/prove", base, f"{base}/add", f"{base}/{person.id}"]:
        page.goto(path)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SIDEWAYS):
                found.append(f"{path}: wider than {width}")
        found += [f"{path}: {one}" for one in problems(page)]
    # A wide window changes the frame, which all of them share, and how a list stands.
    page.set_viewport_size({"width": 1280, "height": 800})
    for path in (base, paths[0]):
        page.goto(path)
        found += [f"{path}, wide: {one}" for one in problems(page)]
    assert found == []
