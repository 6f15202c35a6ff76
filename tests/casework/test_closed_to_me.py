"""Who may not open a page of the staff site is told whom it is for, and how to get back."""

from __future__ import annotations

import re

import pytest
from after_help import send, take
from staff_help import signed_in, text_of


@pytest.mark.parametrize(("path", "role"), [("review", "reviewer"), ("board", "supervisor")])
def test_a_missing_role_is_named_on_a_page_of_the_staff_site(red_river, path, role) -> None:
    client = signed_in(red_river.person("officer", name="Dana Fox"))
    answer = client.get(f"/staff/{red_river.slug}/{path}")
    page = text_of(answer)
    assert answer.status_code == 403
    assert "This page is not open to you" in page
    assert f"<li>{role}</li>" in page
    assert "Your role here: officer" in page
    assert "Dana Fox" in page
    assert f'href="/staff/{red_river.slug}/unit"' in page
    assert re.search(rf'<a class="govuk-link" href="/staff/{red_river.slug}/">', page)


def test_a_report_of_another_unit_is_no_matter_of_roles(red_river) -> None:
    sent = send(red_river)
    client = signed_in(red_river.person("officer", unit="traffic"))
    answer = client.get(f"/staff/{red_river.slug}/unit/reports/{sent.tracking_number}")
    assert answer.status_code == 403
    assert "It belongs to another unit" in text_of(answer)
    assert "one of these roles" not in text_of(answer)


def test_every_key_of_the_help_has_something_to_press(red_river) -> None:
    sent = send(red_river)
    reviewer = red_river.person("reviewer")
    client = signed_in(reviewer)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    assert 'data-key="h"' in text_of(client.get(here))
    take(red_river, reviewer, sent, "claim")
    page = text_of(client.get(here))
    told = re.findall(r"<kbd>(.)</kbd>", page)
    pressed = set(re.findall(r'data-key="(.)"', page))
    assert told == list("jkhernactg?")
    assert set("rnact") <= pressed
    assert 'data-key="g"' in text_of(client.get(f"{here}?done=record"))


def test_a_supervisor_reads_that_the_list_is_every_units(red_river) -> None:
    here = f"/staff/{red_river.slug}/unit"
    supervisor = text_of(signed_in(red_river.person("supervisor")).get(here))
    officer = text_of(signed_in(red_river.person("officer")).get(here))
    assert "What units are asked</h1>" in supervisor
    assert "My unit</h1>" in officer
