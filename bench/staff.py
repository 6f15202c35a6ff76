"""A reviewer's browser: signing in, and the pages of the queue."""

from __future__ import annotations

import re

from bench.browser import Browser, PageError
from bench.stage import PASSWORD, Stage

DEEP = 100


def sign_in(here: Stage) -> Browser:
    """Sign in with password and TOTP."""
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    browser = Browser(here.base)
    browser.get("/staff/sign-in")
    browser.submit({"login": here.reviewer_email, "password": PASSWORD})
    counter = next(yield_hotp_counters_from_time())
    browser.submit({"code": format_hotp_value(hotp_value(here.reviewer_secret, counter))})
    if "/sign-in" in browser.url:
        raise PageError(f"could not sign in: {browser.url}")
    return browser


def queue_pages(here: Stage, browser: Browser) -> dict[str, str]:
    """Name → address: the first page of the review queue, and one a hundred pages on."""
    first = f"/staff/{here.slug}/review"
    address = first
    for _ in range(DEEP):
        page = browser.get(address)
        following = re.search(r'href="([^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*)"', page)
        if following is None:
            break
        address = (following[1] or following[2]).replace("&amp;", "&")
    return {"review queue": first, "queue, deep page": address}
