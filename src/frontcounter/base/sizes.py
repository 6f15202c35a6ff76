"""File sizes as people read them."""

from __future__ import annotations

_NO_BREAK = "\u00a0"
_UNITS = {"en": ("bytes", "KB", "MB", "GB"), "fr": ("octets", "Ko", "Mo", "Go")}


def size_text(size: int, language: str) -> str:
    """A size in bytes, in the language's units and typography ("2.5 MB", "2,5 Mo")."""
    units = _UNITS.get(language, _UNITS["en"])
    amount, step = float(size), 0
    while amount >= 1000 and step < len(units) - 1:
        amount, step = amount / 1000, step + 1
    digits = f"{amount:.1f}" if step and amount < 10 else f"{amount:.0f}"
    digits = digits.removesuffix(".0")
    if language == "fr":
        digits = digits.replace(".", ",")
    return f"{digits}{_NO_BREAK}{units[step]}"
