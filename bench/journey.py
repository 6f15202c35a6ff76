"""One whole submission, as a person makes it: every page loaded, filled in and sent."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bench.browser import Browser, PageError

# Everybody tells another story: one that was read before would cost less than it does.
STORY = (
    "I locked my bike to the rack behind the market on Friday evening and went in to shop. When I "
    "came back about an hour later the lock was cut and the bike was gone. Nobody around had seen "
    "anything. It has a blue basket, tag {n} and a scratch on the frame where I fell last summer."
)

# What is typed on each page, by the last part of its address.
TYPED: dict[str, dict[str, str]] = {
    "theft_bicycle": {"now": "no", "hurt": "no"},
    "safe": {"now": "no", "hurt": "no"},
    "online": {"for_whom": "me", "suspect_known": "no", "value_over": "no"},
    "you": {
        "name.given": "Jordan",
        "name.family": "Friesen",
        "contact.by": "email",
        "contact.email": "jordan{n}@example.org",
        "contact.phone": "204-555-0147",
    },
    "when": {
        "happened.how": "between",
        "happened.from_day": "19",
        "happened.from_month": "6",
        "happened.from_year": "2026",
        "happened.from_time": "18:00",
        "happened.to_day": "19",
        "happened.to_month": "6",
        "happened.to_year": "2026",
        "happened.to_time": "19:15",
    },
    "where": {"place.line1": "120 Market Avenue", "place.town": "Red River"},
    "things": {
        "bicycle.lines": "1",
        "bicycle.0.category": "bicycle",
        "bicycle.0.make": "Norco",
        "bicycle.0.model": "Indie 3",
        "bicycle.0.colour": "blue",
        "bicycle.0.serial": "NB-4471-93{n}",
        "bicycle.0.value": "850",
    },
    "seen": {"saw": "none"},
    "story": {"story": STORY},
    "check-answers": {"declaration": "yes"},
}
BUTTONS = {"confirm-email": {"_go": "skip"}}
LONGEST = 20


@dataclass
class Sent:
    """How a submission went."""

    pages: list[str] = field(default_factory=list)
    requests: int = 0
    received: int = 0
    last_post_seconds: float = 0


def submit_one(base: str, slug: str, number: int, browser: Browser | None = None) -> Sent:
    """Send one bicycle theft; raises PageError where a page does not lead on."""
    browser = browser or Browser(base)
    browser.cookies.clear()
    sent, before = Sent(), (browser.requests, browser.received)
    browser.get(f"/{slug}/en/")
    browser.get(f"/{slug}/en/report/theft_bicycle/")
    for _ in range(LONGEST):
        page = browser.url.rstrip("/").rpartition("/")[2]
        if page == "sent":
            sent.requests = browser.requests - before[0]
            sent.received = browser.received - before[1]
            return sent
        if sent.pages and sent.pages[-1] == page:
            raise PageError(f"“{page}” did not lead on: {browser.page[:3000]}")
        sent.pages.append(page)
        fields = BUTTONS.get(page) or {
            name: value.replace("{n}", str(number)) for name, value in TYPED[page].items()
        }
        start = time.perf_counter()
        browser.submit(fields)
        sent.last_post_seconds = time.perf_counter() - start
    raise PageError("the journey has no end")
