"""What people do with the forty pieces, chapter by chapter."""

from __future__ import annotations

from day_calls import (
    a_call_is_booked,
    diverted_calls_are_made,
    one_call_is_missed,
    the_booked_call_is_made,
    the_missed_call_is_made,
)
from day_help import Day
from day_pieces import (
    PLAIN,
    REQUESTS,
    somebody_is_in_danger_at_night,
    something_lay_since_monday,
    the_rest_arrives,
)

from frontcounter.base.scope import act_as
from frontcounter.reports import asking
from frontcounter.reports.asking import rounds_of


def one_lapses_the_day_before(day: Day) -> None:
    """Three business days have gone, and nobody came to it."""
    day.at("17:00", day=19)
    day.watch()
    day.at("17:01", day=19)
    day.watch()


def the_alarm_rings_from_desk_to_desk(day: Day) -> None:
    """Nobody is at the first two desks; the control room has it after twelve minutes."""
    for time in ("02:10", "02:14", "02:15", "02:20"):
        day.at(time)
        day.watch()
    rex = day.desk("Rex")
    assert rex.says(f"Urgent report {day.pieces['urgent'].number} waiting 10 minutes")
    assert rex.says("Control room")
    day.at("02:22")
    rex.has_it()
    assert rex.says("says he will kill me tonight")
    assert not rex.says("I have it")
    for time in ("02:30", "05:00"):
        day.at(time)
        day.watch()
    rex.go("alarms")
    assert rex.says("Rex, after 12 minutes")


def the_urgent_one_is_first(day: Day) -> None:
    """Read first, called, and a car is sent: that rings at once, and who recorded it stops it."""
    day.at("08:00")
    day.watch()
    maya, tom, urgent = day.desk("Maya"), day.desk("Tom"), day.pieces["urgent"]
    maya.go("review")
    first = maya.page.locator("table tbody a").first
    assert urgent.number in first.evaluate("a => a.closest('tr').innerText")
    maya.take(urgent)
    assert "Mentions" in maya.page.locator(".fc-identity").inner_text()
    maya.report(urgent, "/decide/call_back")
    maya.write("note", "He has threatened her. Ask whether she is safe.")
    maya.press("Send to call-back")
    day.at("08:05")
    tom.report(urgent, "/call")
    tom.press("Take this call")
    tom.write("reference", "D-4711")
    tom.end_call("send_car", "She is in the house. A car is on its way.")
    day.at("08:06")
    day.watch()
    maya.go("mine")
    assert maya.says(f"A car may be needed: {urgent.number}")
    maya.has_it()
    maya.record(urgent)


def two_people_open_one_report(day: Day) -> None:
    """Noor takes it; Maya, who had it open before, learns who holds it and can do nothing."""
    day.at("08:10")
    maya, noor, shared = day.desk("Maya"), day.desk("Noor"), day.pieces["shared"]
    maya.report(shared)
    noor.report(shared)
    assert noor.says("Also open now with: Maya.")
    noor.press("Take for review")
    maya.press("Take for review")
    held = "Noor holds this report since 20 Nov 2026, 8:10 a.m."
    assert maya.says(held)
    assert maya.says("Nothing was changed.")
    maya.report(shared)
    assert maya.says(held)
    assert maya.page.get_by_role("button", name="Take for review", exact=True).count() == 0
    assert maya.page.goto(maya.page.url + "/decide/record").status == 409


def the_plain_ones_are_recorded(day: Day) -> None:
    day.at("08:20")
    for n in range(1, PLAIN + 1):
        desk = day.desk("Maya" if n % 2 else "Noor")
        desk.take(day.pieces[f"plain{n}"])
        desk.record(day.pieces[f"plain{n}"])
        assert "RR26-" in desk.page.locator("h1").inner_text()


def the_odd_ones_are_sorted_out(day: Day) -> None:
    """A dispute, a pair that is one report, one that a question is asked about."""
    day.at("08:40")
    maya, pieces = day.desk("Maya"), day.pieces
    maya.take(pieces["refused"])
    maya.decide(pieces["refused"], "redirect", "Redirect and send", "to_legal_help")
    maya.report(pieces["twin_again"])
    assert pieces["twin"].number in maya.page.locator("#same").inner_text()
    maya.report(pieces["twin_again"], f"/join?into={pieces['twin'].number}")
    maya.press("Join")
    maya.take(pieces["twin"])
    maya.record(pieces["twin"])
    day.at("08:50")
    maya.take(pieces["asked"])
    maya.report(pieces["asked"], "/ask")
    maya.write("free_1", "Which colour was it?")
    maya.press("Ask now")


def one_is_handed_to_the_neighbour(day: Day) -> None:
    """With the reporter's agreement: it arrives there, whole, and they make their own promise."""
    day.at("09:00")
    noor, dale, elsewhere = day.desk("Noor"), day.desk("Dale"), day.pieces["elsewhere"]
    noor.take(elsewhere)
    noor.report(elsewhere, "/hand-over")
    noor.choose("force", day.neighbour.slug)
    noor.choose("agreed", "yes")
    noor.write("how", "By telephone this morning")
    noor.press("Hand over")
    day.run_jobs()
    day.watch()
    dale.go("review")
    with dale.page.expect_navigation():
        dale.page.locator("table tbody a").first.click()
    assert dale.says(elsewhere.number)
    assert dale.says("ELSEWHERE-1")
    assert dale.says("Red River Police Service")
    assert dale.says("The reporter agreed: By telephone this morning")


def a_lost_claim_comes_back(day: Day) -> None:
    """Two hours after Noor opened it last, the report is everybody's again; she is told once."""
    noor, maya, shared = day.desk("Noor"), day.desk("Maya"), day.pieces["shared"]
    day.at("10:09")
    day.watch()
    maya.report(shared)
    assert maya.says("Noor holds this report since")
    day.at("10:11")
    day.watch()
    lost = "A report that you held went back to the queue"
    noor.go("mine")
    assert noor.says(lost)
    noor.go("mine")
    assert not noor.says(lost)
    maya.take(shared)
    maya.record(shared)


def a_unit_follows_up(day: Day) -> None:
    day.at("10:20")
    noor, dana, followed = day.desk("Noor"), day.desk("Dana"), day.pieces["followed"]
    noor.take(followed)
    noor.report(followed, "/follow-up")
    noor.choose("unit", "central_patrol")
    noor.choose("asked", "visit")
    noor.write("note", "Ask at the kiosk.")
    noor.press("Hand over")
    day.at("10:30")
    dana.go(f"unit/reports/{followed.number}")
    dana.press("We take it on")
    day.at("11:00")
    dana.choose("finish", "evidence_collected")
    dana.write("finish_note", "The kiosk gave us its tape.")
    dana.press("We are done")
    noor.record(followed)


def officers_are_answered(day: Day) -> None:
    day.at("11:10")
    kim = day.desk("Kim")
    for n in range(1, REQUESTS + 1):
        kim.go(f"requests/{day.pieces[f'request{n}']}")
        kim.press("Take this request")
        kim.choose("outcome", "done")
        kim.write("answer", "It is open.")
        kim.press("Answer")


def the_supervisor_sees_to_what_lapsed(day: Day) -> None:
    day.at("11:20")
    priya, maya, late = day.desk("Priya"), day.desk("Maya"), day.pieces["late"]
    priya.go("board")
    priya.report(late)
    priya.write("note", "Maya takes it now.")
    priya.press("I have seen to it")
    maya.take(late)
    maya.record(late)


def the_review_goes_on_without_an_answer(day: Day) -> None:
    day.at("11:30")
    maya, asked = day.desk("Maya"), day.pieces["asked"]
    maya.decide(asked, "stop_waiting", "Go on")
    maya.take(asked)
    maya.record(asked)


def a_late_answer_is_read(day: Day) -> None:
    """It comes after the review went on: it is not lost, and somebody must read it."""
    day.at("15:00")
    asked, maya = day.pieces["asked"], day.desk("Maya")
    with day.force.scope():
        (round_,) = rounds_of(asked.id)
    with day.force.scope("public"):
        act_as("reporter", "")
        asking.answer(asked.id, round_.id, {"free_1": "Green."}, at=day.now)
    day.watch()
    maya.report(asked)
    assert maya.says("Green.")
    maya.press("I have read it")


def evening(day: Day) -> None:
    day.at("17:30")
    day.watch()
    day.run_jobs()


CHAPTERS = (
    something_lay_since_monday,
    one_lapses_the_day_before,
    somebody_is_in_danger_at_night,
    the_alarm_rings_from_desk_to_desk,
    the_rest_arrives,
    the_urgent_one_is_first,
    two_people_open_one_report,
    the_plain_ones_are_recorded,
    the_odd_ones_are_sorted_out,
    one_is_handed_to_the_neighbour,
    a_call_is_booked,
    one_call_is_missed,
    diverted_calls_are_made,
    a_lost_claim_comes_back,
    a_unit_follows_up,
    officers_are_answered,
    the_supervisor_sees_to_what_lapsed,
    the_review_goes_on_without_an_answer,
    the_missed_call_is_made,
    the_booked_call_is_made,
    a_late_answer_is_read,
    evening,
)
