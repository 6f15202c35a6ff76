"""Joining and separating: nothing is lost, no circles, no chains to follow."""

from __future__ import annotations

import re
import threading

import pytest
from after_help import AT, run_jobs, send, take
from staff_help import signed_in, text_of

from frontcounter.messages.queries import messages_of
from frontcounter.reports import joining, queries
from frontcounter.reports.services import Refused, perform


def join(force, person, one, other, **more) -> None:
    with force.scope("staff"):
        details = {"into": str(other.id), **more}
        perform("join", one.id, person.actor(), at=AT, details=details)


def state(force, sent):
    with force.scope("staff"):
        found = queries.report(sent.id)
    return found.state, found.joined_to


def test_joined_and_separated_again_without_loss(red_river) -> None:
    one, other, person = send(red_river), send(red_river), red_river.person("reviewer")
    with red_river.scope("staff"):
        before = queries.report(one.id)
    join(red_river, person, one, other)
    assert state(red_river, one) == ("joined", other.id)
    with red_river.scope("staff"):
        assert joining.joined_to(other.id) == [one.id]
        assert queries.timeline(other.id)[-1].code == "joined_here"
        assert queries.timeline(other.id)[-1].details["tracking_number"] == one.tracking_number
        perform("separate", one.id, person.actor(), at=AT, note="Two bicycles.")
        after = queries.report(one.id)
        assert queries.timeline(other.id)[-1].code == "separated_here"
    assert (after.state, after.joined_to) == ("submitted", None)
    assert (after.answers, after.contact) == (before.answers, before.contact)


def test_joining_into_a_joined_report_goes_to_where_that_one_went(red_river) -> None:
    a, b, c = (send(red_river) for _ in range(3))
    person = red_river.person("reviewer")
    join(red_river, person, b, c)
    join(red_river, person, a, b)
    assert state(red_river, a) == ("joined", c.id)
    with red_river.scope("staff"):
        assert set(joining.joined_to(c.id)) == {a.id, b.id}
        assert queries.timeline(a.id)[-1].details["into"] == str(c.id)


def test_circles_and_ended_reports_are_refused(red_river) -> None:
    a, b, ended = (send(red_river) for _ in range(3))
    person = red_river.person("reviewer")
    take(red_river, person, ended, "claim")
    take(red_river, person, ended, "not_take", reason="civil_matter")
    join(red_river, person, a, b)
    for one, other, code in (
        (b, b, "into_itself"),
        (b, a, "into_itself"),
        (b, ended, "into_ended"),
    ):
        with pytest.raises(Refused) as refused:
            join(red_river, person, one, other)
        assert refused.value.code == code
    assert state(red_river, b) == ("submitted", None)


def test_two_people_cannot_join_two_reports_into_each_other(red_river) -> None:
    a, b, person = send(red_river), send(red_river), red_river.person("reviewer")
    begun, results = threading.Barrier(2), []

    def work(one, other) -> None:
        from django.db import connection

        begun.wait()
        try:
            join(red_river, person, one, other)
            results.append("done")
        except Refused as refused:
            results.append(refused.code)
        finally:
            connection.close()

    both = [threading.Thread(target=work, args=pair) for pair in ((a, b), (b, a))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(results) == ["done", "into_itself"]


def test_the_page_shows_what_is_sent_and_may_tell_nothing(red_river) -> None:
    one, quiet, other = (send(red_river) for _ in range(3))
    person = red_river.person("reviewer")
    client = signed_in(person)
    for sent, untold in ((one, ""), (quiet, "yes")):
        here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/join"
        assert "The same report twice" in text_of(client.get(here))
        page = text_of(client.get(f"{here}?into_number={other.tracking_number}"))
        assert "We had a report of the same thing already" in page
        stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
        given = {"stamp": stamp, "into": other.tracking_number, "untold": untold}
        assert client.post(here, given).status_code == 302
    run_jobs(red_river)
    with red_river.scope("staff"):
        told = {
            sent.id: next(m for m in messages_of(sent.id) if m.event == "joined")
            for sent in (one, quiet)
        }
    assert "put the two together" in told[one.id].body
    assert (told[quiet.id].status, told[quiet.id].last_error) == ("not_sent", "untold")
    shown = text_of(client.get(f"/staff/{red_river.slug}/reports/{other.tracking_number}"))
    assert "Also reported as" in shown
    assert one.tracking_number in shown
    assert "It was gone." in shown


def test_a_number_that_is_none_and_a_role_that_may_not(red_river) -> None:
    sent = send(red_river)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/join"
    client = signed_in(red_river.person("reviewer"))
    assert client.get(f"{here}?into_number=T-0000-0000").status_code == 422
    assert client.get(f"{here}?into_number={sent.tracking_number}").status_code == 422
    assert signed_in(red_river.person("call_back")).get(here).status_code == 403
