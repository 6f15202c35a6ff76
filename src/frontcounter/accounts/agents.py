"""A browser in words, so that people know their own sessions again. Nothing more is kept of it."""

from __future__ import annotations

import re

_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|HeadlessChrome)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


def agent_of(header: str) -> str:
    """`Firefox|Windows` from a User-Agent header; what is not known stays empty."""
    return f"{_first(_BROWSERS, header)}|{_first(_SYSTEMS, header)}"


def parts_of(agent: str) -> tuple[str, str]:
    """(browser, system) of what `agent_of` made."""
    browser, _, system = agent.partition("|")
    return browser, system


def _first(known: tuple[tuple[str, str], ...], header: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, header)), "")
