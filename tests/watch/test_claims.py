"""Claims whose holders have gone come back; two people know of each other; time is counted."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from after_help import AT, send, take

from force_help import TestForce
from frontcounter.reports import queries
from frontcounter.tasks import absences, claims
from frontcounter.tasks.models import Task

MINUTE = timedelta(minutes=1)


def review_of(force: TestForce, sent) -> Task:
    with force.scope():
        return Task.objects.get(report_id=sent.id, kind="review")


def look(force: TestForce, person, sent, at) -> list[claims.Looker]:
    with force.scope("staff"):
        return claims.look(sent.id, person.actor(), at=at)


def idle(force: TestForce, at) -> int:
    with force.scope():
        return claims.return_idle(at=at)


def test_a_claim_comes_back_when_its_holder_has_gone(red_river: TestForce) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    look(red_river, person, sent, AT + 60 * MINUTE)
    assert idle(red_river, AT + 179 * MINUTE) == 0
    assert idle(red_river, AT + 181 * MINUTE) == 1
    task = review_of(red_river, sent)
    assert (task.state, task.claimed_by_id, task.lost_by_id) == ("open", None, person.id)
    with red_river.scope():
        report, last = queries.report(sent.id), queries.timeline(sent.id)[-1]
    assert (report.state, report.holder_id) == ("submitted", None)
    assert (last.code, last.details["holder"], last.details["why"]) == (
        "take_away", "Ann Lee", "idle"
    )  # fmt: skip
    with red_river.scope("staff"):
        assert claims.take_lost(person.id) == 1
        assert claims.take_lost(person.id) == 0


def test_a_call_that_lies_still_comes_back_too(red_river: TestForce) -> None:
    from frontcounter.tasks.services import take as take_task

    sent, person = send(red_river), red_river.person("reviewer", "call_back")
    take(red_river, person, sent, "claim", "call_back")
    with red_river.scope("staff"):
        call = Task.objects.get(report_id=sent.id, kind="call_back")
        take_task(call.id, person.actor(), at=AT)
    assert idle(red_river, AT + 121 * MINUTE) == 2
    with red_river.scope():
        assert Task.objects.get(id=call.id).state == "open"
        assert "claim_returned" in [one.code for one in queries.timeline(sent.id)]


def test_who_else_looks_is_told_for_two_minutes(red_river: TestForce) -> None:
    sent = send(red_river)
    ann, bob = red_river.person("reviewer"), red_river.person("reviewer", name="Bob Ray")
    assert look(red_river, ann, sent, AT) == []
    assert [one.name for one in look(red_river, bob, sent, AT + MINUTE)] == ["Ann Lee"]
    assert look(red_river, bob, sent, AT + 4 * MINUTE) == []
    assert review_of(red_river, sent).looked_at == AT


def test_time_is_counted_while_somebody_is_there(red_river: TestForce) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    for minute in (3, 7, 40, 42):  # a long gap is lunch
        look(red_river, person, sent, AT + minute * MINUTE)
    with red_river.scope("staff"):
        from frontcounter.reports.services import perform

        perform("not_take", sent.id, person.actor(), at=AT + 45 * MINUTE, reason="civil_matter")
    assert review_of(red_river, sent).touch_seconds == (7 + 5) * 60


def test_what_an_absent_person_holds_goes_back(red_river: TestForce) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    boss = red_river.person("supervisor", name="Priya Nair")
    take(red_river, person, sent, "claim")
    day = timedelta(days=1)
    with red_river.scope("staff"):
        absences.note_absence(
            UUID(str(person.id)), "Ann Lee", boss.actor(), begins=AT + day, ends=AT + 3 * day, at=AT
        )
    with red_river.scope():
        assert absences.return_what_they_hold(at=AT) == 0
        assert absences.return_what_they_hold(at=AT + day) == 1
        assert absences.away(AT + 2 * day) == {person.id}
        assert absences.away(AT + 4 * day) == frozenset()
    assert review_of(red_river, sent).state == "open"
