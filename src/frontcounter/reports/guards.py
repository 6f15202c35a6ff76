"""What must hold before an arrow: small named questions about one report.

Each returns None where the move is allowed, else the code of the reason why not; the words for it
are in the texts of the staff site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.forces.deciding import talk_before_withdrawal
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import DANGER
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.agreeing import not_agreed
from frontcounter.reports.levels import PROPOSABLE, not_judged, refused_alone, waiting
from frontcounter.reports.models import Report
from frontcounter.reports.promising import WAYS
from frontcounter.reports.states import Arrow, CallBackState, FollowUpState, State
from frontcounter.reports.workflow import ARROWS

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


def of_the_open_desk(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    """What was told in confidence, or complains about us, goes to no other service."""
    open_desk = report.desk == "review" and report.for_records and report.channel != CALL_REQUEST
    return None if open_desk else "stays_here"


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


def talked_if_required(report: Report, _actor: Actor, settings: ForceSettings) -> str | None:
    """Somebody may be made to withdraw: where the force wants it, they say so to a person first.

    The wish outlives a call only where the person repeated it (`services._no_longer_asked`).
    """
    if report.call_back_state == CallBackState.CONCLUDED:
        return None
    handling = published_form(report.form_hash).handling
    sensitive = handling.safe_exit or handling.confidential
    wanted = talk_before_withdrawal(settings, report.type, sensitive=sensitive)
    return "talk_first" if wanted else None


def of_a_level_that_waits(report: Report, actor: Actor, settings: ForceSettings) -> str | None:
    """What somebody proposed is read by another person, of a role that may decide it."""
    found = waiting(report, settings)
    return found.refuses(actor) if found else None


def something_proposed(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return None if report.proposal else "nothing_proposed"


def a_level_follows(report: Report, _actor: Actor, settings: ForceSettings) -> str | None:
    """Whoever is the last to agree takes the decision itself."""
    found = waiting(report, settings)
    return None if found and found.level < found.last else "nothing_to_agree"


def a_way_to_ask(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    """Somebody who left no way to be reached can be asked nothing."""
    return None if any(report.contact.get(way) for way in WAYS) else "no_way_to_ask"


def no_follow_up_open(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    open_still = report.follow_up_state in {FollowUpState.ASKED, FollowUpState.BEGUN}
    return "follow_up_open" if open_still else None


def follow_up_open(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return None if report.follow_up_state == FollowUpState.ASKED else "no_follow_up"


def follow_up_begun(report: Report, _actor: Actor, _settings: ForceSettings) -> str | None:
    return None if report.follow_up_state == FollowUpState.BEGUN else "not_accepted"


def follow_up_unfinished(report: Report, actor: Actor, settings: ForceSettings) -> str | None:
    return None if no_follow_up_open(report, actor, settings) else "no_follow_up"


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
        talked_if_required,
        of_a_level_that_waits,
        something_proposed,
        a_level_follows,
        a_way_to_ask,
        no_follow_up_open,
        follow_up_open,
        follow_up_begun,
        follow_up_unfinished,
        of_the_open_desk,
    )
}


def _is_id(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


NEEDS: dict[str, Callable[[Any, ForceSettings], bool]] = {
    "unit": lambda value, settings: value in settings.units,
    "into": lambda value, _settings: _is_id(value),
    "covers": lambda value, _settings: bool(str(value or "").strip()),
    "decision": lambda value, _settings: value in PROPOSABLE,
    "force": lambda value, settings: bool(value) and value != settings.slug,
    "agreed": lambda value, _settings: value is True,
    "words": lambda value, _settings: _is_id(value),  # of the row that holds them
}
"""What must come with an arrow beside a reason: a detail's name → whether its value will do."""


def missing_detail(arrow: Arrow, details: Mapping[str, Any], settings: ForceSettings) -> str | None:
    """The code of the first detail that the arrow needs and was not given: `unit_missing`, …"""
    for name in arrow.needs:
        if not NEEDS[name](details.get(name), settings):
            return f"{name}_missing"
    if arrow.code == "propose":
        return missing_detail(ARROWS[str(details["decision"])], details, settings)
    return None


def refusal(
    arrow: Arrow,
    report: Report,
    actor: Actor,
    settings: ForceSettings,
    given: tuple[str, Mapping[str, Any]] | None = None,
) -> str | None:
    """Why `actor` may not take `arrow` now: a code, or None where they may.

    `given` is the reason and the details that come with it; None while only asking whether a
    button makes sense.
    """
    if report.state not in arrow.sources:
        return "wrong_state"
    if not _may(arrow, actor):
        return "not_your_role"
    for name in arrow.guards:
        why_not = GUARDS[name](report, actor, settings)
        if why_not is not None:
            return why_not
    if arrow.code == "hand_over" and given is not None:
        why_not = not_agreed(report, settings, given[1])
        if why_not is not None:
            return why_not
    return not_judged(arrow, report, settings) or refused_alone(
        arrow, report, actor, settings, given
    )


def _may(arrow: Arrow, actor: Actor) -> bool:
    if actor.kind == "staff":
        return actor.has_any(arrow.staff)
    return arrow.reporter if actor.kind == "reporter" else arrow.system
