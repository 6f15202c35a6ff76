"""Passwords as the product keeps them, with hardly any of the work that makes them hard to guess.

With the product's own work every person of a test, and every sign-in, would cost a sixth of a
second.
"""

from __future__ import annotations

from django.contrib.auth.hashers import ScryptPasswordHasher


class QuickScrypt(ScryptPasswordHasher):
    """Scrypt with the least work that it allows."""

    work_factor = 2


def use_quick_passwords() -> None:
    """From now on, in this process; other processes hash as the product does."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = [f"{__name__}.{QuickScrypt.__name__}"]
