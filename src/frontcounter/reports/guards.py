"""What must hold before an arrow: small named questions about one report.

Each returns None where the move is allowed, else the code of the reason why not; the words for it
are in the texts of the staff site.
"""

from __future__ import annotations

from collections.abc import Callable

from frontcounter.accounts.actor import Actor
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import DANGER
from frontcounter.reports.models import Report
from frontcounter.reports.workflow import Arrow, CallBackState, State

Guard = Callable[[Report, Actor, ForceSettings], str | None]

CALL_REQUEST = "call_request"
"""The channel of a report that is a request to be called: it may be half finished."""


def holds_it(report: Report, actor: Actor, _settings: ForceSettings) -> str | None:
    held = report.holder_id is not None and str(report.holder_id) == actor.id
    return None if held else "held_by_other"


def holds_it_if_in_review(report: Report, actor: Actor, settings: ForceSettings) -> str | None:
    return holds_it(report, actor, settings) if report.state == State.IN_REVIEW else None


def no_call_back_open(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return "call_back_open" if report.call_back_state == CallBackState.OPEN else None


def call_back_open(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return None if report.call_back_state == CallBackState.OPEN else "no_call_back"


def call_back_done_if_required(
    report: Report, _actor: Actor, settings: ForceSettings
) -> str | None:
    if not settings.call_back.required_before_recording:
        return None
    done = report.call_back_state == CallBackState.CONCLUDED
    return None if done else "call_back_first"


def whole_report(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return "only_a_call_request" if report.channel == CALL_REQUEST else None


def for_the_records(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    """Information, thanks and complaints about the police never become a crime record."""
    return None if report.for_records else "not_for_the_records"


def needs_no_record(report: Report, actor: Actor, settings: ForceSettings) -> str | None:
    """Only what does not become a record may simply be closed."""
    if report.channel == CALL_REQUEST or for_the_records(report, actor, settings):
        return None
    return "needs_decision"


def no_danger_told(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    """Somebody may be made to withdraw: where danger was told, only a person may speak of it."""
    return "needs_a_person" if any(mark.startswith(DANGER) for mark in report.marks) else None


def no_number_yet(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return "has_number" if report.file_number else None


def may_withdraw_at_once(report: Report, _actor: Actor, settings: ForceSettings) -> str | None:
    """At once only for the types that the force names (property), and only before review."""
    types = settings.document.get("withdraw_at_once", ())
    return None if report.type in types and report.channel != CALL_REQUEST else "needs_a_person"


def may_ask_to_withdraw(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return "already_asked" if report.call_back_state == CallBackState.OPEN else None


def asked_to_withdraw(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return None if report.reason == "ask_to_withdraw" else "not_asked"


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        holds_it,
        holds_it_if_in_review,
        no_call_back_open,
        call_back_open,
        call_back_done_if_required,
        whole_report,
        for_the_records,
        needs_no_record,
        no_danger_told,
        no_number_yet,
        may_withdraw_at_once,
        may_ask_to_withdraw,
        asked_to_withdraw,
    )
}


def refusal(arrow: Arrow, report: Report, actor: Actor, settings: ForceSettings) -> str | None:
    """Why `actor` may not take `arrow` now: a code, or None where they may."""
    if report.state not in arrow.sources:
        return "wrong_state"
    if not _may(arrow, actor):
        return "not_your_role"
    for name in arrow.guards:
        reason = GUARDS[name](report, actor, settings)
        if reason is not None:
            return reason
    return None


def _may(arrow: Arrow, actor: Actor) -> bool:
    if actor.kind == "staff":
        return actor.has_any(arrow.staff)
    return arrow.reporter if actor.kind == "reporter" else arrow.system
