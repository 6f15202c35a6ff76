"""File sizes as people read them."""

from __future__ import annotations

from frontcounter.base.languages import NBSP, LanguageError, language


def size_text(size: int, lang: str) -> str:
    """A size in bytes, in the language's units and typography ("2.5 MB", "2,5 Mo")."""
    try:
        ways = language(lang)
    except LanguageError:
        ways = language("en")
    amount, step = float(size), 0
    while amount >= 1000 and step < len(ways.sizes) - 1:
        amount, step = amount / 1000, step + 1
    digits = f"{amount:.1f}" if step and amount < 10 else f"{amount:.0f}"
    return f"{ways.number(digits.removesuffix('.0'))}{NBSP}{ways.sizes[step]}"
