"""Axe over pages in a browser, and over those that the test client was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from browser import chromium, serving, waiting_in_this_thread

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """
async (parts) => (await axe.run(parts.length ? parts.map(one => [one]) : document, {runOnly:
  ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {region: {enabled: false}}})).violations
  .map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | "))
"""
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"


def problems(page: Page, *parts: str) -> list[str]:
    """What axe has to say of the page; `parts` (selectors) keep it to those."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE, list(parts))
    return found


def violations(
    pages: Mapping[str, str],
    widths: Sequence[int] = (320,),
    parts: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, list[str]]:
    """What axe has to say of each page, by name and width; also where one scrolls sideways.

    A further width changes the frame, which all pages share: there axe looks at one page, and
    every page is measured. `parts` keeps axe to some parts of a page (selectors by name).
    """
    found: dict[str, list[str]] = {}
    first = next(iter(pages))
    with waiting_in_this_thread(), serving(dict(pages)) as base, chromium() as browser:
        page = browser.new_context().new_page()
        for name in pages:
            page.goto(f"{base}/{name}")
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                asked = width == widths[0] or name == first
                wrong = problems(page, *(parts or {}).get(name, ())) if asked else []
                if page.evaluate(SIDEWAYS):
                    wrong.append("scrolls sideways")
                if wrong:
                    found[f"{name} {width}"] = wrong
    return found
