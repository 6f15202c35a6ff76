"""Every arrow × every role, generated from the table: allowed exactly as the table says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from after_help import AT, send, take
from staff_help import signed_in, text_of

from frontcounter.accounts.actor import REPORTER, SYSTEM, Actor
from frontcounter.accounts.roles import StaffRole, desks_of
from frontcounter.audit.models import Entry
from frontcounter.base.ids import uuid7
from frontcounter.casework.report_page import stamp
from frontcounter.messages.models import Reply
from frontcounter.reports import queries
from frontcounter.reports.models import Report
from frontcounter.reports.services import Refused, perform
from frontcounter.reports.workflow import ARROWS, State
from frontcounter.tasks.models import Task

MOVES = [arrow for arrow in ARROWS.values() if arrow.sources]
STAFF_MOVES = [arrow for arrow in MOVES if arrow.staff]
REASONS = {
    "not_taken": "civil_matter",
    "redirected": "to_legal_help",
    "no_investigation": "no_lines",
}
# What the arrow needs beside a reason.
DETAILS = {
    "number": {"file_number": "X-1"},
    "number_further": {"file_number": "X-2"},
    "number_joined": {"file_number": "X-3"},
    "split": {"covers": "The second item"},
    "propose": {"decision": "record"},
    "hand_over": {"force": "elsewhere", "agreed": True},
    "follow_up": {"unit": "youth_unit"},
    "lapse": {"promise": "review"},
    "reply": {"words": "the same"},
}
# Their pages have forms of their own, and tests beside those.
WITH_FORMS = frozenset(
    {
        "ask",
        "reply",
        "join",
        "propose",
        "hand_over",
        "split",
        "follow_up",
        "accept_follow_up",
        "return_follow_up",
        "finish_follow_up",
    }
)
# `put` gives their reports something of their own beside the steps before.
OWN_STATE = frozenset(
    {"agree_withdrawal", "send_back", "agree", "finish_follow_up", "close", "number"}
)
ACTORS = [*StaffRole, "reporter", "system"]


BEFORE = {
    "claim": [],
    "withdraw": [],
    "add_information": [],
    "ask_to_withdraw": [],
    "agree_withdrawal": [],
    "number": ["claim", "record"],
    "reopen": ["claim", "not_take"],
    "conclude_call_back": ["call_back"],
    "call_back": [],
    "close": [],
    "no_investigation": ["claim", "record"],
    "split": ["claim", "record"],
    "come_back": ["claim", "hand_over"],
    "separate": ["join"],
    "number_joined": ["join"],
    "number_further": ["claim", "record", "split"],
    "remind": ["claim", "ask"],
    "answer": ["claim", "ask"],
    "stop_waiting": ["claim", "ask"],
    "follow_up": [],
    "accept_follow_up": ["follow_up"],
    "return_follow_up": ["follow_up"],
    "finish_follow_up": ["follow_up"],
    "lapse": [],
    "message": [],
    "reply": [],
}


def reason_of(arrow) -> str:
    return REASONS.get(arrow.reasons, "")


@dataclass(frozen=True)
class Put:
    """A report, and another one where a move concerns two."""

    id: UUID
    tracking_number: str
    other: UUID | None = None


def words_for(force, sent):
    """What staff wrote."""
    with force.scope("worker"):
        row = Reply(report_id=sent.id, at=AT, by_id=uuid7(), by_name="Boss", text="We found it.")
        row.add()
    return row.id


def details_of(force, code: str, sent) -> dict[str, object] | None:
    found = DETAILS.get(code)
    if code == "join":
        return {"into": str(sent.other)}
    if code == "reply":
        return {"words": str(words_for(force, sent))}
    if code == "number":
        return {"file_number": f"X-{sent.tracking_number}"}
    return found


def invented(*roles: StaffRole, name: str = "Boss") -> Actor:
    """Somebody in a role; services need no account."""
    return Actor("staff", str(uuid7()), name, frozenset(roles))


def before(code: str) -> list[str]:
    """The steps after which an arrow may be taken."""
    return BEFORE.get(code, ["claim"])


def put(force, arrow, holder_id, desk="review"):
    """A report from which `arrow` may be taken, held by this person, as far as guards go."""
    made = send(force)
    sent = Put(made.id, made.tracking_number)
    boss = invented(StaffRole.REVIEWER, StaffRole.SUPERVISOR)
    if "join" in {arrow.code, *before(arrow.code)}:
        sent = replace(sent, other=send(force).id)
    for step in before(arrow.code):
        details = details_of(force, step, sent)
        with force.scope("staff"):
            perform(step, sent.id, boss, at=AT, reason=reason_of(ARROWS[step]), details=details)
    with force.scope("staff"):
        row = Report.objects.get(id=sent.id)
        if row.state == State.IN_REVIEW:
            row.holder_id = holder_id
        if arrow.code == "agree_withdrawal":
            row.reason = "ask_to_withdraw"
        if arrow.code in {"send_back", "agree"}:
            row.proposal = {"decision": "not_take", "by": "somebody", "levels": [[], []]}
        if arrow.code == "finish_follow_up":
            row.follow_up_state = "begun"
        if arrow.code == "close":
            row.channel = "call_request"
        if arrow.code == "number":
            row.file_number = None
        row.save()
    with force.scope("worker"):
        Report.objects.filter(id=sent.id).update(desk=desk)
        Task.objects.filter(report_id=sent.id).update(desk=desk)
    return sent


def hold(force, sent, holder_id):
    """The report, held by this person if somebody holds it."""
    with force.scope("staff"):
        in_review = Report.objects.filter(id=sent.id, state=State.IN_REVIEW)
        in_review.update(holder_id=holder_id)
    return sent


def actor_of(who) -> Actor:
    known = {"reporter": REPORTER, "system": SYSTEM}
    return known[who] if who in known else invented(StaffRole(who))


def may(arrow, who) -> bool:
    if who == "reporter":
        return arrow.reporter
    if who == "system":
        return arrow.system
    return who in arrow.staff


@pytest.mark.parametrize("arrow", MOVES, ids=lambda arrow: arrow.code)
def test_the_service_takes_an_arrow_for_the_roles_of_the_table_and_no_other(
    red_river, arrow
) -> None:
    wrong, sent = [], None
    for who in ACTORS:
        actor = actor_of(who)
        holder = UUID(actor.id) if actor.id else uuid7()
        # Who is refused leaves the report as it was: it is there for the next.
        sent = hold(red_river, sent, holder) if sent else put(red_river, arrow, holder)
        refused = _perform(red_river, arrow, sent, actor)
        expected = None if may(arrow, who) else "not_your_role"
        if refused != expected:
            wrong.append((str(who), refused, expected))
        if refused is None:
            sent = None
    assert wrong == []


def _perform(force, arrow, sent, actor: Actor) -> str | None:
    details, reason = details_of(force, arrow.code, sent), reason_of(arrow)
    try:
        with force.scope("worker"):
            perform(
                arrow.code,
                sent.id,
                actor,
                at=AT + timedelta(minutes=1),
                reason=reason,
                note="Because.",
                details=details,
            )
    except Refused as refused:
        return refused.code
    return None


@pytest.mark.parametrize("role", list(StaffRole), ids=str)
def test_over_http_a_role_takes_the_arrows_of_the_table_and_is_refused_the_others(
    red_river, role
) -> None:
    person = red_river.person(str(role))
    client = signed_in(person)
    wrong, puts = [], {}
    tried = [arrow for arrow in STAFF_MOVES if arrow.code not in WITH_FORMS]
    for arrow in tried:
        (desk,) = desks_of(frozenset({role}))
        # Who is refused leaves the report as it was: it is there for the next arrow of that kind.
        kind = (tuple(before(arrow.code)), arrow.code if arrow.code in OWN_STATE else "")
        sent = puts.pop(kind, None) or put(red_river, arrow, person.id, desk)
        status = _post(client, red_river, arrow, sent)
        expected = 302 if role in arrow.staff else 403
        if status != expected:
            wrong.append((arrow.code, status, expected))
        if status == 403:
            puts[kind] = sent
    assert wrong == []
    refused = sum(role not in arrow.staff for arrow in tried)
    with red_river.scope("worker"):
        noted = Entry.objects.filter(action="refused", actor_id=str(person.id)).count()
    assert noted == refused


def _post(client, force, arrow, sent) -> int:
    here = f"/staff/{force.slug}/reports/{sent.tracking_number}"
    if arrow.code in {"claim", "release"}:
        return client.post(f"{here}/{arrow.code}").status_code
    if arrow.code == "conclude_call_back":
        given = {"outcome": "confirmed", "note": "Said so."}
        return client.post(f"{here}/call/conclude", given).status_code
    with force.scope("worker"):
        now = stamp(queries.report(sent.id))
    given = {"stamp": now, "note": "Because.", "reason": reason_of(arrow)}
    return client.post(f"{here}/decide/{arrow.code}", given).status_code


@pytest.mark.parametrize("state", list(State), ids=str)
def test_a_page_offers_exactly_the_moves_that_the_table_allows(red_river, state) -> None:
    """The buttons are made from the table: an offered one works, the others are refused."""
    person = red_river.person("reviewer", "call_back", "supervisor")
    client = signed_in(person)
    sent = send(red_river)
    ways = {
        State.SUBMITTED: [],
        State.IN_REVIEW: ["claim"],
        State.RECORDED: ["claim", "record"],
        State.NOT_TAKEN: ["claim", "not_take"],
    }
    steps = ways.get(state)
    if steps is None:
        with red_river.scope("staff"):
            Report.objects.filter(id=sent.id).update(state=str(state))
    for step in steps or []:
        more = {"reason": reason_of(ARROWS[step])} if ARROWS[step].reasons else {}
        take(red_river, person, sent, step, **more)
    page = text_of(client.get(f"/staff/{red_river.slug}/reports/{sent.tracking_number}"))
    with red_river.scope("staff"):
        record = queries.report(sent.id)
        for move in queries.moves(record, person.actor()):
            code = move.arrow.code
            if code == "conclude_call_back" or code in WITH_FORMS:
                continue
            offered = f"/decide/{code}" in page or f"{sent.tracking_number}/{code}" in page
            assert offered is (move.refused is None), code
