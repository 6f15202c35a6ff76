"""The life of a report as one table: states, arrows, who may, and what follows.

Buttons, permission tests, documentation and the diagram are made from `ARROWS`.
"""

from __future__ import annotations

from frontcounter.accounts.roles import StaffRole
from frontcounter.audit.models import Verb
from frontcounter.reports.states import ENDS, Arrow, CallBackState, State

__all__ = [
    "ARROWS", "ENDS", "REQUEST_CALL", "SUBMIT", "TAKE_OVER", "Arrow", "CallBackState", "State",
    "effects_named",
]  # fmt: skip

# Each of these sees the reports of their own desks only; the database holds them to it.
_DESKS = frozenset({StaffRole.INTELLIGENCE, StaffRole.PROFESSIONAL_STANDARDS})
_REVIEWERS = _DESKS | {StaffRole.REVIEWER, StaffRole.SUPERVISOR}
_CALLERS = _DESKS | {StaffRole.CALL_BACK, StaffRole.SUPERVISOR}
_UNITS = frozenset({StaffRole.OFFICER, StaffRole.SUPERVISOR})
# A supervisor sees nothing of a closed desk, so its own people open a report of theirs again.
_WHO_DECIDES_AGAIN = _DESKS | {StaffRole.SUPERVISOR}
# A force may want a special role for a decision, an English crime registrar, say.
_DECIDERS = _REVIEWERS | {StaffRole.CRIME_REGISTRAR}

_TO_REVIEW = frozenset({State.SUBMITTED, State.IN_REVIEW})
_OPEN = _TO_REVIEW | {State.WAITING}
_LIVE = _OPEN | {State.RECORDED}
_CALLS = ("call_back", "urgent_call")
_DECISIONS = ("review", "next_steps", "recording_decision")
_ALL_PROMISES = (*_DECISIONS, "complaint", "investigation_decision", *_CALLS)

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
# What another service on this installation hands over, with the reporter's agreement.
TAKE_OVER = Arrow(
    code="take_over",
    sources=frozenset(),
    target=State.SUBMITTED,
    system=True,
    effects=("open_review", "tell_reporter"),
    tells="taken_over",
    verb=Verb.COLLECT,
)

_REVIEW = (
    Arrow(
        code="claim",
        sources=frozenset({State.SUBMITTED}),
        target=State.IN_REVIEW,
        staff=_DECIDERS,
        guards=("of_a_level_that_waits",),
        effects=("assign_review",),
    ),
    Arrow(
        code="release",
        sources=frozenset({State.IN_REVIEW}),
        target=State.SUBMITTED,
        staff=_DECIDERS,
        guards=("holds_it",),
        effects=("release_review",),
    ),
    # Whoever claimed it has gone: after a while, or by a supervisor's hand.
    Arrow(
        code="take_away",
        sources=frozenset({State.IN_REVIEW}),
        target=State.SUBMITTED,
        staff=_WHO_DECIDES_AGAIN,
        system=True,
        effects=("release_review",),
    ),
    Arrow(
        code="record",
        sources=frozenset({State.IN_REVIEW}),
        target=State.RECORDED,
        staff=_REVIEWERS,
        guards=("holds_it", "for_the_records", "call_back_done_if_required", "whole_report"),
        effects=("close_review", "queue_transfer"),
        tells="recorded",
        keeps=_DECISIONS,
        makes=("investigation_decision",),
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
        staff=_DECIDERS,
        guards=("holds_it",),
        effects=("close_tasks", "tell_reporter"),
        tells="not_taken",
        reasons="not_taken",
        keeps=(*_DECISIONS, "complaint"),
        lifts=_CALLS,
    ),
    # Another desk or another body is the right one; a person there is named with it.
    Arrow(
        code="redirect",
        sources=frozenset({State.IN_REVIEW}),
        target=State.REDIRECTED,
        staff=_DECIDERS,
        guards=("holds_it",),
        effects=("close_tasks", "tell_reporter"),
        tells="redirected",
        reasons="redirected",
        keeps=(*_DECISIONS, "complaint"),
        lifts=_CALLS,
    ),
    # To another service on this installation, with everything; it makes its own promise.
    Arrow(
        code="hand_over",
        sources=frozenset({State.IN_REVIEW}),
        target=State.REDIRECTED,
        staff=_REVIEWERS,
        guards=("holds_it", "of_the_open_desk"),
        needs=("force", "agreed"),
        effects=("close_tasks", "send_over"),
        keeps=(*_DECISIONS, "complaint"),
        lifts=_CALLS,
    ),
    # The other service would not have it: it is ours again, and a supervisor must act.
    Arrow(
        code="come_back",
        sources=frozenset({State.REDIRECTED}),
        target=State.SUBMITTED,
        system=True,
        effects=("open_review", "open_supervision"),
        makes=("review", "recording_decision"),
    ),
    # The same report twice: this one stays readable, and the other one goes on.
    Arrow(
        code="join",
        sources=_TO_REVIEW,
        target=State.JOINED,
        staff=_REVIEWERS,
        guards=("holds_it_if_in_review",),
        needs=("into",),
        effects=("close_tasks", "tell_reporter"),
        tells="joined",
        keeps=_DECISIONS,
        lifts=_CALLS,
    ),
    Arrow(
        code="separate",
        sources=frozenset({State.JOINED}),
        target=State.SUBMITTED,
        staff=_REVIEWERS,
        effects=("open_review",),
        makes=("review", "recording_decision"),
    ),
    # One report may tell of several matters: each further one gets a file and number of its own.
    Arrow(
        code="split",
        sources=frozenset({State.RECORDED}),
        target=None,
        staff=_REVIEWERS,
        needs=("covers",),
        effects=("queue_further", "tell_reporter"),
        tells="further_file",
    ),
    # The records system has numbered a further file; or the file that a joined report is now in.
    Arrow(
        code="number_further",
        sources=frozenset(State),
        target=None,
        system=True,
        effects=("tell_reporter",),
        tells="further_file",
    ),
    Arrow(
        code="number_joined",
        sources=frozenset({State.JOINED}),
        target=None,
        system=True,
        effects=("tell_reporter",),
        tells="joined_file",
    ),
    # A decision that needs further people waits for them; the first has said which and why.
    Arrow(
        code="propose",
        sources=frozenset({State.IN_REVIEW}),
        target=State.SUBMITTED,
        staff=_REVIEWERS,
        guards=("holds_it",),
        needs=("decision",),
        says_why=True,
        effects=("raise_level",),
    ),
    Arrow(
        code="agree",
        sources=frozenset({State.IN_REVIEW}),
        target=State.SUBMITTED,
        staff=_DECIDERS,
        guards=("holds_it", "of_a_level_that_waits", "a_level_follows"),
        effects=("raise_level",),
    ),
    Arrow(
        code="send_back",
        sources=frozenset({State.IN_REVIEW}),
        target=State.SUBMITTED,
        staff=_DECIDERS,
        guards=("holds_it", "something_proposed"),
        says_why=True,
        effects=("lower_level",),
    ),
    Arrow(
        code="close",
        sources=_TO_REVIEW | {State.RECORDED},
        target=State.CLOSED,
        staff=_REVIEWERS | _CALLERS,
        guards=("needs_no_record", "no_call_back_open"),
        effects=("close_tasks",),
        keeps=(*_DECISIONS, "complaint"),
    ),
    # Recorded first, assessed after: nobody will investigate, and the victim is told why.
    Arrow(
        code="no_investigation",
        sources=frozenset({State.RECORDED}),
        target=State.CLOSED,
        staff=_DECIDERS,
        guards=("no_call_back_open",),
        effects=("close_tasks", "tell_reporter"),
        tells="no_investigation",
        reasons="no_investigation",
        keeps=("investigation_decision", *_DECISIONS),
    ),
    Arrow(
        code="reopen",
        sources=ENDS - {State.JOINED},
        target=State.SUBMITTED,
        staff=_WHO_DECIDES_AGAIN,
        effects=("open_review",),
    ),
)

_ASKING = (
    Arrow(
        code="ask",
        sources=frozenset({State.IN_REVIEW}),
        target=State.WAITING,
        staff=_REVIEWERS,
        guards=("holds_it", "a_way_to_ask"),
        effects=("wait_for_answer", "tell_reporter"),
        tells="question",
        pauses=True,
    ),
    Arrow(
        code="remind",
        sources=frozenset({State.WAITING}),
        target=None,
        system=True,
        effects=("tell_reporter",),
        tells="reminder",
    ),
    Arrow(
        code="answer",
        sources=frozenset({State.WAITING}),
        target=State.SUBMITTED,
        reporter=True,
        effects=("adopt_files", "return_to_review"),
        resumes=True,
        verb=Verb.COLLECT,
    ),
    # Without an answer, or because it came another way: nothing is lost, a person goes on.
    Arrow(
        code="stop_waiting",
        sources=frozenset({State.WAITING}),
        target=State.SUBMITTED,
        staff=_REVIEWERS,
        system=True,
        effects=("return_to_review",),
        resumes=True,
    ),
)

_CALLING = (
    Arrow(
        code="call_back",
        sources=_LIVE,
        target=None,
        staff=_REVIEWERS,
        guards=("holds_it_if_in_review", "no_call_back_open"),
        effects=("open_call_back",),
        keeps=("next_steps",),
        makes=("call",),
    ),
    # Nobody was reached, and now the person has booked a time: we call again.
    Arrow(
        code="call_again",
        sources=_LIVE,
        target=None,
        reporter=True,
        system=True,
        guards=("no_call_back_open",),
        makes=("call",),
    ),
    Arrow(
        code="conclude_call_back",
        sources=_LIVE,
        target=None,
        staff=_CALLERS,
        guards=("call_back_open",),
        effects=("close_call_back",),
        keeps=(*_CALLS, "complaint"),
    ),
)

_FOLLOWING_UP = (
    Arrow(
        code="follow_up",
        sources=_LIVE,
        target=None,
        staff=_REVIEWERS | _CALLERS,
        guards=("holds_it_if_in_review", "no_follow_up_open"),
        needs=("unit",),
        effects=("open_follow_up",),
        keeps=("investigation_decision",),
    ),
    Arrow(
        code="accept_follow_up",
        sources=_LIVE,
        target=None,
        staff=_UNITS,
        guards=("follow_up_open",),
        effects=("assign_follow_up",),
    ),
    Arrow(
        code="return_follow_up",
        sources=_LIVE,
        target=None,
        staff=_UNITS,
        guards=("follow_up_unfinished",),
        effects=("close_follow_up", "look_again"),
    ),
    Arrow(
        code="finish_follow_up",
        sources=_LIVE,
        target=None,
        staff=_UNITS,
        guards=("follow_up_begun",),
        effects=("close_follow_up", "look_again"),
    ),
)

_BY_REPORTER = (
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
        sources=_LIVE,
        target=None,
        reporter=True,
        guards=("no_danger_told", "may_ask_to_withdraw"),
        effects=("open_call_back", "tell_reporter"),
        tells="withdraw_requested",
        makes=("call",),
    ),
    Arrow(
        code="agree_withdrawal",
        sources=_OPEN,
        target=State.WITHDRAWN,
        staff=_REVIEWERS | _CALLERS,
        guards=("asked_to_withdraw", "talked_if_required"),
        effects=("close_tasks", "tell_reporter"),
        tells="withdrawn",
        lifts=_ALL_PROMISES,
    ),
    Arrow(
        code="add_information",
        sources=frozenset(State),
        target=None,
        reporter=True,
        effects=("adopt_files", "look_again"),
        verb=Verb.COLLECT,
    ),
    # Words between the reporter and the force: nothing of the report moves.
    Arrow(
        code="message",
        sources=frozenset(State),
        target=None,
        reporter=True,
        effects=("look_again",),
        verb=Verb.COLLECT,
    ),
    Arrow(
        code="reply",
        sources=frozenset(State),
        target=None,
        staff=_REVIEWERS | _CALLERS,
        needs=("words",),
        effects=("tell_reporter",),
        tells="message",
        verb=Verb.DISCLOSE,
    ),
)

# What was promised was not kept: the reporter is told once, and a person must act.
_LAPSE = Arrow(
    code="lapse",
    sources=_LIVE,
    target=None,
    system=True,
    effects=("open_supervision", "tell_reporter"),
    tells="apology",
)

ARROWS: dict[str, Arrow] = {
    arrow.code: arrow
    for arrow in (
        SUBMIT,
        REQUEST_CALL,
        TAKE_OVER,
        *_REVIEW,
        *_ASKING,
        *_CALLING,
        *_FOLLOWING_UP,
        *_BY_REPORTER,
        _LAPSE,
    )
}


def effects_named() -> frozenset[str]:
    """Every effect that some arrow names; each must have exactly one handler at start."""
    return frozenset(effect for arrow in ARROWS.values() for effect in arrow.effects)
