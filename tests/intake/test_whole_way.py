"""A report from the first click to the receipt, through the real program and database."""

from __future__ import annotations

from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce


def test_a_bicycle_theft_goes_from_the_start_page_to_the_receipt(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    start = person.get("")
    assert "911" in start.html
    assert person.home + "report/theft_bicycle/" in start.links
    person.walk(MIDNIGHT_BIKE)
    assert person.step == "check-answers", (person.path, person.status, person.page.html)
    assert "Tremblay-Öst" in person.page.html
    assert "SN-42 7781" in person.page.html
    receipt = person.press()
    assert person.step == "sent"
    assert "T-" in receipt.html
    assert 'id="access-code"' in receipt.html
