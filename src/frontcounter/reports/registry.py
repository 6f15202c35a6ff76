"""How a change in the core reaches the rooms above it: named effects, one handler each.

Handlers run inside the arrow's transaction, in the order in which the arrow names them, and write
rows of ids and codes: no rendering, no second arrow, no network. Slow work is a job.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.forces.published import ForceSettings
from frontcounter.reports.workflow import effects_named


@dataclass(frozen=True)
class Change:
    """What just happened to a report, as handed to the handlers."""

    arrow: str
    report_id: UUID
    draft_id: UUID
    type: str
    language: str
    settings: ForceSettings
    actor: Actor
    at: datetime
    event_id: UUID
    contact: dict[str, Any]
    tells: str | None = None
    reason: str = ""
    note: str = ""
    priority: int = 0
    desk: str = "review"
    marks: tuple[str, ...] = ()  # the most pressing first
    district: str = ""
    channel: str = ""
    level: int = 1  # 2 and more where further people are to decide what the first proposed
    silent: bool = False  # the demo's past: rows are written, nobody is told
    details: dict[str, Any] = field(default_factory=dict)


Handler = Callable[[Change], None]
_handlers: dict[str, Handler] = {}


class EffectError(RuntimeError):
    """An effect has no handler, two handlers, or a handler that no arrow names."""


def handles(effect: str) -> Callable[[Handler], Handler]:
    """Register the function as the handler of `effect`."""

    def register(handler: Handler) -> Handler:
        known = _handlers.get(effect)
        if known is not None and known is not handler:
            raise EffectError(f"effect “{effect}” has two handlers")
        _handlers[effect] = handler
        return handler

    return register


def run_effects(effects: tuple[str, ...], change: Change) -> None:
    """Run the handlers of an arrow, in its order."""
    for effect in effects:
        _handlers[effect](change)


def check_registry() -> None:
    """Refuse to start unless every effect has its handler."""
    named, known = effects_named(), frozenset(_handlers)
    if named != known:
        missing, idle = sorted(named - known), sorted(known - named)
        raise EffectError(f"effects without a handler: {missing}; handlers of no effect: {idle}")


Act = Callable[[UUID, UUID, str, dict[str, Any], datetime], None]
"""What carries out an act of a reporter: (act, report, text, details, at)."""

_acts: dict[str, Act] = {}


def carries_out(kind: str) -> Callable[[Act], Act]:
    """Register what the worker does with a kind of act that is no arrow (booking a call, say)."""

    def register(function: Act) -> Act:
        known = _acts.get(kind)
        if known is not None and known is not function:
            raise EffectError(f"the act “{kind}” is carried out twice")
        _acts[kind] = function
        return function

    return register


def act_of(kind: str) -> Act | None:
    """What carries out this kind of act; None where it is an arrow of the table."""
    return _acts.get(kind)
