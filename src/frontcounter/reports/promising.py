"""What is promised to somebody who sends something: nothing that nobody could keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument

WAYS = ("phone", "email", "address")


def owed(
    settings: ForceSettings, form: FormDocument, contact: Mapping[str, Any]
) -> tuple[str, ...]:
    """The kinds of promises for what was sent.

    Somebody who told something in confidence and left no way to be reached is promised nothing:
    there is nobody to tell.
    """
    if form.handling.confidential and not any(contact.get(way) for way in WAYS):
        return ()
    return settings.promises_for(form.handling.desk, deliver=form.handling.deliver)


def task_basis(settings: ForceSettings, desk: str) -> tuple[str, ...]:
    """The promises by which work for a desk is timed, also where none was made to anybody."""
    return settings.promises_for(desk) or settings.promises_for("review") or (*settings.promises,)
