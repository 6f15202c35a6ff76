"""Axe over pages that the test client was given: no sign-in, no running program."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))
from browser import chromium, serving

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """
async () => (await axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
  "best-practice"], rules: {region: {enabled: false}}})).violations
  .map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | "))
"""


def violations(pages: dict[str, str], widths: Sequence[int] = (320,)) -> dict[str, list[str]]:
    """What axe has to say of each page, by name and width; also where one scrolls sideways."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    found = {}
    with serving(pages) as base, chromium() as browser:
        for width in widths:
            page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
            for name in pages:
                page.goto(f"{base}/{name}")
                page.evaluate(AXE)
                wrong = page.evaluate(RUN_AXE)
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    wrong.append("scrolls sideways")
                if wrong:
                    found[f"{name} {width}"] = wrong
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    return found
