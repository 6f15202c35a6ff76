"""What is reported → which unit reads it and why: one line of a table for each condition.

The reports are real ones in the database; the worker decides, and the timeline tells the reason.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, send
from django.db import connection
from staff_help import signed_in, text_of

from force_help import DEMO_FORCES, TestForce, make_force
from frontcounter.forms.engine import load_yaml
from frontcounter.reports import queries
from frontcounter.tasks.models import Task
from frontcounter.tasks.routing import route_pending

BECAUSE = {
    "vulnerability": "somebody vulnerable is concerned",
    "area": "it happened in Tamarack",
    "language": "it is in French",
    "value": "more than $5,000 is gone",
    "repeat_victim": "the same person wrote in the last 30 days",
    "type": "something was lost",
    "words": "it names the market",
}
RULES = {
    "vulnerability": {"marks": ["child", "danger_violence"]},
    "area": {"districts": ["tamarack"]},
    "language": {"languages": ["fr"]},
    "value": {"value_over": 5000},
    "repeat_victim": {"repeat_within_days": 30},
    "type": {"types": ["lost_property"]},
    "words": {"types": ["theft_bicycle"], "words": ["marché*", "market hall"]},
}
# What differs from a plain report of a vehicle theft → the rule that fires.
TABLE = [
    ({}, "desk"),
    ({"marks": ["child"]}, "vulnerability"),
    ({"marks": ["danger_violence"]}, "vulnerability"),
    ({"marks": ["no_light"]}, "desk"),
    ({"district": "tamarack"}, "area"),
    ({"district": "riverbend"}, "desk"),
    ({"lang": "fr"}, "language"),
    ({"value": 500_001}, "value"),
    ({"value": 500_000}, "desk"),
    ({"wrote_before_days": 29}, "repeat_victim"),
    ({"wrote_before_days": 31}, "desk"),
    ({"report_type": "lost_property"}, "type"),
    ({"report_type": "theft_bicycle"}, "words"),
    # The first rule that fits decides, whatever comes after it.
    ({"marks": ["child"], "district": "tamarack", "lang": "fr"}, "vulnerability"),
    ({"district": "tamarack", "report_type": "lost_property"}, "area"),
]


def units() -> list[dict]:
    theirs = load_yaml(DEMO_FORCES / "red-river" / "force.yaml")["units"]
    made = [{"code": f"for_{name}", "name": {"en": name, "fr": name}} for name in RULES]
    return [*theirs, *made]


def routing() -> list[dict]:
    return [
        {
            "name": name,
            "when": when,
            "unit": f"for_{name}",
            "because": {"en": BECAUSE[name], "fr": BECAUSE[name]},
        }
        for name, when in RULES.items()
    ]


@pytest.fixture(scope="module")
def force() -> TestForce:
    return make_force("red-river", units=units(), routing=routing(), routes={})


def sql(force: TestForce, statement: str, *values: object) -> None:
    with force.scope(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def sent_as(force: TestForce, number: int, told: dict):
    """A report that differs from a plain one in what the line of the table tells."""
    address = f"person{number}@example.org"
    kind, lang = told.get("report_type", "theft_from_vehicle"), told.get("lang", "en")
    phone: dict[str, str | list[str]] = {"contact.phone": f"204-555-01{number:02d}"}
    if "wrote_before_days" in told:
        before = send(force, report_type="theft_from_vehicle", email=address, said=phone)
        ago = timedelta(days=told["wrote_before_days"])
        sql(force, "update reports_report set submitted_at = submitted_at - %s where id = %s",
            ago, before.id)  # fmt: skip
    sent = send(force, report_type=kind, lang=lang, email=address, said=phone)
    with force.scope():
        task = Task.objects.get(report_id=sent.id, kind="review")
        task.marks, task.district = told.get("marks", []), told.get("district", "")
        task.save()
    value = told.get("value", 10_000)
    sql(force, "update reports_report set value_minor = %s where id = %s", value, sent.id)
    return sent


def decided(force: TestForce, report_id) -> tuple[str, dict]:
    with force.scope():
        route_pending(at=AT + timedelta(seconds=10))
        unit = Task.objects.get(report_id=report_id, kind="review").unit
        [event] = [one for one in queries.timeline(report_id) if one.code == "routed"]
    return unit, event.details


@pytest.mark.parametrize("line", range(len(TABLE)))
def test_each_line_goes_where_the_table_says(force: TestForce, line: int) -> None:
    told, rule = TABLE[line]
    unit, details = decided(force, sent_as(force, line, told).id)
    assert (details["rule"], unit) == (
        rule,
        "data_centre" if rule == "desk" else f"for_{rule}",
    )
    assert details["because"].get("en", "") == BECAUSE.get(rule, "")


def test_the_timeline_says_why_in_the_readers_words(force: TestForce) -> None:
    sent = sent_as(force, 99, {"district": "tamarack"})
    decided(force, sent.id)
    client = signed_in(force.person("reviewer"))
    page = text_of(client.get(f"/staff/{force.slug}/reports/{sent.tracking_number}"))
    assert "area: it happened in Tamarack" in page


FULL = [{"code": "small", "name": {"en": "Small", "fr": "Petite"}, "capacity": 1,
         "when_full": "data_centre"}]  # fmt: skip
CLOSED = [
    {"code": "small", "name": {"en": "Small", "fr": "Petite"}, "hours": {}, "when_closed": "next"},
    {"code": "next", "name": {"en": "Next", "fr": "Suivante"}, "hours": "always"},
]
LATER = [{"code": "small", "name": {"en": "Small", "fr": "Petite"}, "hours": {}}]


def with_units(more: list[dict]) -> TestForce:
    theirs = load_yaml(DEMO_FORCES / "red-river" / "force.yaml")["units"]
    rule = {"name": "all", "when": {"desk": "review"}, "unit": "small",
            "because": {"en": "everything", "fr": "tout"}}  # fmt: skip
    return make_force("red-river", units=[*theirs, *more], routing=[rule], routes={})


def test_a_full_unit_hands_on_and_takes_again_when_it_has_room() -> None:
    force = with_units(FULL)
    first, second = send(force, email="a@example.org"), send(force, email="b@example.org")
    assert decided(force, first.id)[0] == "small"
    unit, details = decided(force, second.id)
    assert (unit, details["passed"]) == ("data_centre", [["small", "full"]])
    with force.scope():
        Task.objects.filter(report_id=first.id).update(state="done")
    third = send(force, email="c@example.org")
    assert decided(force, third.id)[0] == "small"


def test_a_closed_unit_hands_on_to_the_next_one() -> None:
    force = with_units(CLOSED)
    sent = send(force)
    unit, details = decided(force, sent.id)
    assert (unit, details["passed"]) == ("next", [["small", "closed"]])
    client = signed_in(force.person("reviewer"))
    page = text_of(client.get(f"/staff/{force.slug}/reports/{sent.tracking_number}"))
    assert "Small is closed now." in page


def test_a_closed_unit_without_another_does_it_later() -> None:
    force = with_units(LATER)
    unit, details = decided(force, send(force).id)
    assert (unit, details["passed"]) == ("small", [])
