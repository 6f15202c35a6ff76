"""Addresses of pages, worked out once: an address that holds a force's name only never changes."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

_STAND_IN = "0-0"


@lru_cache(maxsize=4096)
def address(name: str, *args: str) -> str:
    """The address of a page, by its name and what does not vary without end (a force, a tab)."""
    return reverse(name, args=args)


@lru_cache(maxsize=1024)
def _around(name: str, *args: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[*args, _STAND_IN]).rpartition(_STAND_IN)
    return before, after


def address_of(name: str, slug: str, number: str) -> str:
    """The address of a report's or a task's page, by its number (letters, digits and hyphens)."""
    if not number.replace("-", "").isalnum() or not number.isascii():
        return reverse(name, args=[slug, number])
    before, after = _around(name, slug)
    return f"{before}{number}{after}"
