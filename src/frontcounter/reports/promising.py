"""What is promised to somebody who sends something: nothing that nobody could keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument
from frontcounter.reports.marking import URGENT

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


def call_promises(settings: ForceSettings, priority: int) -> tuple[str, ...]:
    """What is promised to somebody who will be called: the sooner one where it is urgent.

    `urgent_call` and `call_back` of the force's promises; a force may promise neither.
    """
    wanted = ("urgent_call", "call_back") if priority >= URGENT else ("call_back",)
    return tuple(kind for kind in wanted if kind in settings.promises)[:1]


def task_basis(settings: ForceSettings, desk: str) -> tuple[str, ...]:
    """The promises by which work for a desk is timed, also where none was made to anybody."""
    return settings.promises_for(desk) or settings.promises_for("review") or (*settings.promises,)
