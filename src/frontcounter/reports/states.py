"""The states of a report, and what an arrow between them declares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb


class State(StrEnum):
    """Where a report stands."""

    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    RECORDED = "recorded"
    NOT_TAKEN = "not_taken"
    REDIRECTED = "redirected"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


ENDS = frozenset({State.NOT_TAKEN, State.REDIRECTED, State.JOINED, State.WITHDRAWN, State.CLOSED})
"""Nothing more happens to a report in these unless somebody opens it again."""


class FollowUpState(StrEnum):
    """Whether a unit was asked to do something, and how far it is."""

    NONE = "none"
    ASKED = "asked"
    BEGUN = "begun"
    DONE = "done"


class CallBackState(StrEnum):
    """Whether a call-back is asked for, and whether it has come to an end."""

    NONE = "none"
    OPEN = "open"
    CONCLUDED = "concluded"


@dataclass(frozen=True)
class Arrow:
    """One move. `guards` and `effects` are names: see guards.py and registry.py.

    `tells` is the message that the reporter is sent; staff see it before they act.
    `reasons` names the force's list of reasons (`reasons:` in its file) of which one must be given,
    `needs` the details that must come with it (guards.py); `says_why`: a note must come with it.
    `keeps` are the promises that this move fulfils, `lifts` those that no longer apply, `makes`
    those that begin with it where the force promises them. `pauses` stops the clock of the promises
    that the force lets pause; `resumes` lets it go on.
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
    reasons: str = ""
    needs: tuple[str, ...] = ()
    says_why: bool = False
    keeps: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    pauses: bool = False
    resumes: bool = False
    verb: Verb = Verb.ALTER
