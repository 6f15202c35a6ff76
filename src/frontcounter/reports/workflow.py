"""The life of a report as one table: states, arrows, who may, and what follows.

Buttons, permission tests, documentation and the diagram are made from `ARROWS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb


class State(StrEnum):
    """Where a report stands."""

    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RECORDED = "recorded"
    NOT_TAKEN = "not_taken"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class CallBackState(StrEnum):
    """Whether a call-back is asked for, and whether it has come to an end."""

    NONE = "none"
    OPEN = "open"
    CONCLUDED = "concluded"


@dataclass(frozen=True)
class Arrow:
    """One move. `guards` and `effects` are names: see guards.py and registry.py.

    `tells` is the message that the reporter is sent; staff see it before they act.
    `keeps` are the promises that this move fulfils; `lifts` those that no longer apply.
    """

    code: str
    sources: frozenset[State]
    target: State | None  # None: the state stays as it is
    staff: frozenset[StaffRole] = frozenset()
    reporter: bool = False
    system: bool = False
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    tells: str | None = None
    needs_reason: bool = False
    keeps: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()
    verb: Verb = Verb.ALTER


# Each of these sees the reports of their own desks only; the database holds them to it.
_REVIEWERS = frozenset(
    {
        StaffRole.REVIEWER,
        StaffRole.SUPERVISOR,
        StaffRole.INTELLIGENCE,
        StaffRole.PROFESSIONAL_STANDARDS,
    }
)
_CALLERS = frozenset(
    {
        StaffRole.CALL_BACK,
        StaffRole.SUPERVISOR,
        StaffRole.INTELLIGENCE,
        StaffRole.PROFESSIONAL_STANDARDS,
    }
)
# A supervisor sees nothing of a closed desk, so its own people open a report of theirs again.
_WHO_DECIDES_AGAIN = frozenset(
    {StaffRole.SUPERVISOR, StaffRole.INTELLIGENCE, StaffRole.PROFESSIONAL_STANDARDS}
)
_OPEN = frozenset({State.SUBMITTED, State.IN_REVIEW})
_CALLS = ("call_back", "urgent_call")
_ALL_PROMISES = ("review", "next_steps", "recording_decision", "complaint", *_CALLS)

# The two acts that make a report; they have no source.
SUBMIT = Arrow(
    code="submit",
    sources=frozenset(),
    target=State.SUBMITTED,
    reporter=True,
    effects=("adopt_files", "open_review", "tell_reporter"),
    tells="receipt",
    verb=Verb.COLLECT,
)
REQUEST_CALL = Arrow(
    code="request_call",
    sources=frozenset(),
    target=State.SUBMITTED,
    reporter=True,
    effects=("adopt_files", "open_call_back", "tell_reporter"),
    tells="call_requested",
    verb=Verb.COLLECT,
)

_MOVES = (
    Arrow(
        code="claim",
        sources=frozenset({State.SUBMITTED}),
        target=State.IN_REVIEW,
        staff=_REVIEWERS,
        effects=("assign_review",),
    ),
    Arrow(
        code="release",
        sources=frozenset({State.IN_REVIEW}),
        target=State.SUBMITTED,
        staff=_REVIEWERS,
        guards=("holds_it",),
        effects=("release_review",),
    ),
    Arrow(
        code="call_back",
        sources=_OPEN | {State.RECORDED},
        target=None,
        staff=_REVIEWERS,
        guards=("holds_it_if_in_review", "no_call_back_open"),
        effects=("open_call_back",),
        keeps=("next_steps",),
    ),
    Arrow(
        code="conclude_call_back",
        sources=_OPEN | {State.RECORDED},
        target=None,
        staff=_CALLERS,
        guards=("call_back_open",),
        effects=("close_call_back",),
        keeps=(*_CALLS, "complaint"),
    ),
    Arrow(
        code="record",
        sources=frozenset({State.IN_REVIEW}),
        target=State.RECORDED,
        staff=_REVIEWERS,
        guards=("holds_it", "for_the_records", "call_back_done_if_required", "whole_report"),
        effects=("close_review", "queue_transfer"),
        tells="recorded",
        keeps=("review", "next_steps", "recording_decision"),
    ),
    # At once where the number is ours; with the transfer's receipt where the RMS gives it.
    Arrow(
        code="number",
        sources=frozenset({State.RECORDED}),
        target=None,
        system=True,
        guards=("no_number_yet",),
        effects=("make_official_pdf", "tell_reporter"),
        tells="recorded",
    ),
    Arrow(
        code="not_take",
        sources=frozenset({State.IN_REVIEW}),
        target=State.NOT_TAKEN,
        staff=_REVIEWERS,
        guards=("holds_it",),
        effects=("close_tasks", "tell_reporter"),
        tells="not_taken",
        needs_reason=True,
        keeps=("review", "next_steps", "recording_decision", "complaint"),
        lifts=_CALLS,
    ),
    Arrow(
        code="withdraw",
        sources=frozenset({State.SUBMITTED}),
        target=State.WITHDRAWN,
        reporter=True,
        guards=("no_danger_told", "may_withdraw_at_once"),
        effects=("close_tasks", "tell_reporter"),
        tells="withdrawn",
        lifts=_ALL_PROMISES,
    ),
    Arrow(
        code="ask_to_withdraw",
        sources=_OPEN | {State.RECORDED},
        target=None,
        reporter=True,
        guards=("no_danger_told", "may_ask_to_withdraw"),
        effects=("open_call_back", "tell_reporter"),
        tells="withdraw_requested",
    ),
    Arrow(
        code="add_information",
        sources=frozenset(State),
        target=None,
        reporter=True,
        effects=("adopt_files", "look_again"),
        verb=Verb.COLLECT,
    ),
    Arrow(
        code="agree_withdrawal",
        sources=_OPEN,
        target=State.WITHDRAWN,
        staff=_REVIEWERS | _CALLERS,
        guards=("asked_to_withdraw",),
        effects=("close_tasks", "tell_reporter"),
        tells="withdrawn",
        lifts=_ALL_PROMISES,
    ),
    Arrow(
        code="close",
        sources=_OPEN | {State.RECORDED},
        target=State.CLOSED,
        staff=_REVIEWERS | _CALLERS,
        guards=("needs_no_record", "no_call_back_open"),
        effects=("close_tasks",),
        keeps=("review", "next_steps", "recording_decision", "complaint"),
    ),
    Arrow(
        code="reopen",
        sources=frozenset({State.NOT_TAKEN, State.WITHDRAWN, State.CLOSED}),
        target=State.SUBMITTED,
        staff=_WHO_DECIDES_AGAIN,
        effects=("open_review",),
    ),
)

ARROWS: dict[str, Arrow] = {arrow.code: arrow for arrow in (SUBMIT, REQUEST_CALL, *_MOVES)}


def effects_named() -> frozenset[str]:
    """Every effect that some arrow names; each must have exactly one handler at start."""
    return frozenset(effect for arrow in ARROWS.values() for effect in arrow.effects)
