"""Information given in confidence: no name, no address, and a receipt all the same."""

from __future__ import annotations

import re
from functools import cache

from django.db import connection
from django.test import Client
from intake_walker import Walker
from small_forms import force_with, small_form

from force_help import TestForce

ADDRESS, AGENT = "203.0.113.77", "Confidant/9.7"


@cache
def city() -> TestForce:
    return force_with(small_form("tip", "A tip", handling={"confidential": True}))


def test_it_says_confidential_and_not_anonymous() -> None:
    html = Walker(city().slug).get("report/tip/").html
    assert "Confidential, not anonymous" in html
    assert "You do not need to give your name" in html
    assert "Confidentiel, mais pas anonyme" in Walker(city().slug, "fr").get("report/tip/").html


def test_a_person_without_a_name_gets_number_and_code() -> None:
    person = Walker(city().slug)
    person.get("report/tip/")
    person.press({"began": "yes"})
    person.press({"story": "Cars come at night."})
    person.press()
    number = re.search(r'id="tracking-number">([^<]+)<', person.page.html)
    code = re.search(r'id="access-code">([^<]+)<', person.page.html)
    assert number
    assert code
    other = Walker(city().slug)
    other.get("status")
    other.press({"number": number[1], "access": code[1]})
    assert other.step == "report"


def test_no_address_and_no_agent_reach_any_table() -> None:
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)
    person = Walker(city().slug, "en", client)
    person.get("report/tip/")
    person.press({"began": "yes"})
    person.press({"story": "Cars come at night."})
    person.press()
    assert person.step == "sent"
    with connection.cursor() as cursor:
        cursor.execute("reset role")
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"select count(*) from {table} t where t::text like %s or t::text like %s",
                [f"%{ADDRESS}%", f"%{AGENT}%"],
            )
            assert cursor.fetchone()[0] == 0, table
    connections["owner"].close()
