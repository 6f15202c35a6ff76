"""A reviewer's browser: signing in, and the pages of the queue."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import partial

from bench.browser import Browser, PageError
from bench.fill import COMMON, word
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


def queue_pages(here: Stage, browser: Browser) -> dict[str, Callable[[], str]]:
    """Name → what loads it: the review queue, a page a hundred pages on, filters, searches."""
    first = f"/staff/{here.slug}/review"
    address = first
    for _ in range(DEEP):
        page = browser.get(address)
        following = re.search(r'href="([^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*)"', page)
        if following is None:
            break
        address = f"{first}{html.unescape(following[1] or following[2])}"
    pages = {"review queue": first, "queue, deep page": address}
    pages |= {name: f"{first}?{query}" for name, query in FILTERS.items()}
    found: dict[str, Callable[[], str]] = {
        name: partial(browser.get, address) for name, address in pages.items()
    }
    for name, typed in _searches().items():
        found[f"find: {name}"] = partial(_search, here, browser, typed)
    return found


FILTERS = {
    "filter: type": "type=theft_bicycle",
    "filter: unit (rare)": "unit=youth_unit",
    "filter: area and French": "district=area-3&language=fr",
    "filter: French": "language=fr",
    "filter: late": "due=late",
    "filter: a mark nobody has": "mark=none",
    "order: newest": "sort=new",
}


def _searches() -> dict[str, str]:

    return {
        "name": f"{word(-77)} {word(-10077)}",
        "misspelt name": f"{word(-77)[:-1]}z {word(-10077)}",
        "common word": COMMON,
        "rare word": word(3),
        "two words": f"{COMMON} {word(4)}",
        "a word nobody wrote": "quxwalloping",
    }


def _search(here: Stage, browser: Browser, typed: str) -> str:
    address = f"/staff/{here.slug}/find"
    if address not in browser.url:
        browser.get(address)
    forms = re.findall(r'<form[^>]*method="post"[^>]*>', browser.page)
    place = next(n for n, tag in enumerate(forms) if f'action="{address}"' in tag)
    return browser.submit({"q": typed}, form=place)
