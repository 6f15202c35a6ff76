"""The calls of the day: one is booked, one is missed, ten were diverted by call takers."""

from __future__ import annotations

from day_help import Day
from day_pieces import CARDS


def a_call_is_booked(day: Day) -> None:
    """Noor asks for a call; the reporter chooses two o'clock, and reads the words to listen for."""
    day.at("09:10")
    noor, booked = day.desk("Noor"), day.pieces["booked"]
    noor.report(booked, "/decide/call_back")
    noor.write("note", "Ask for the colour.")
    noor.press("Send to call-back")
    day.at("09:30")
    page = day.browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{day.base}/{day.force.slug}/en/status")
    page.locator('[name="number"]').fill(booked.number)
    page.locator('[name="access"]').fill(booked.access_code)
    page.locator("main button").first.click()
    page.goto(f"{day.base}/{day.force.slug}/en/status/call?day=2026-11-20")
    page.get_by_label("2\N{NO-BREAK SPACE}p.m.", exact=True).check()
    page.locator("main form button").last.click()
    assert "We call you at this time" in page.locator("main").inner_text()
    day.words = page.locator(".fc-word").all_inner_texts()[:2]
    page.context.close()
    day.watch()


def one_call_is_missed(day: Day) -> None:
    """Nobody answers at first: they are told, and nothing ends."""
    day.at("09:40")
    noor, tom, called = day.desk("Noor"), day.desk("Tom"), day.pieces["called"]
    noor.take(called)
    noor.report(called, "/decide/call_back")
    noor.write("note", "Ask for the colour.")
    noor.press("Send to call-back")
    day.at("09:50")
    tom.report(called, "/call")
    tom.choose("tried", "no_answer")
    tom.press("Write down")


def diverted_calls_are_made(day: Day) -> None:
    day.at("09:55")
    tom = day.desk("Tom")
    for n in range(1, CARDS + 1):
        tom.go(f"call-cards/{day.pieces[f'card{n}']}")
        tom.end_call("settled", "Told where to report it.")


def the_missed_call_is_made(day: Day) -> None:
    day.at("11:35")
    noor, tom, called = day.desk("Noor"), day.desk("Tom"), day.pieces["called"]
    tom.report(called, "/call")
    tom.end_call("more_information", "Green, with a basket.")
    noor.record(called)


def the_booked_call_is_made(day: Day) -> None:
    """The reminder went out at noon; the caller's page has the words that the reporter read."""
    for time in ("11:59", "12:00", "12:10"):
        day.at(time)
        day.watch()
    day.at("14:00")
    tom, noor, booked = day.desk("Tom"), day.desk("Noor"), day.pieces["booked"]
    tom.report(booked, "/call")
    assert tom.page.locator(".fc-word").all_inner_texts()[:2] == day.words
    tom.end_call("ready_to_record", "It is green.")
    noor.take(booked)
    noor.record(booked)
