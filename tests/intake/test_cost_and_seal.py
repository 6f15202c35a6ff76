"""What a step costs in statements, what the table shows, and what a kept layout may not hold."""

from __future__ import annotations

from typing import Any

from django.db import connection
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce

MARKER = "Zyx-marker-of-another-session"


class _Log:
    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements.append(sql)
        return execute(sql, params, many, context)

    def take(self) -> list[str]:
        """Statements since the last time, the scope's own apart."""
        found, self.statements = self.statements, []
        return [sql for sql in found if "set_config('role'" not in sql]


def test_a_step_costs_one_select_and_one_update(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.get("")
    person.walk(MIDNIGHT_BIKE)  # settings, forms and key are known to the process now
    log = _Log()
    with connection.execute_wrapper(log):
        person = Walker(red_river.slug)
        person.get("report/theft_bicycle/")
        assert log.take() == []
        person.client.get(person.home)
        assert log.take() == []
        for name, answers in MIDNIGHT_BIKE.items():
            form = person.form()
            answered = person.client.post(form["action"], {**form["fields"], **answers})
            statements = log.take()
            # An address is looked for in the force's list, in one statement when it is there.
            usual = {"safe": 1, "where": 3}.get(name, 2)
            assert len(statements) == usual, statements
            person.get(answered["Location"])
            assert len(log.take()) == 1


def test_a_whole_submission_costs_at_most_sixty_statements(red_river: TestForce) -> None:
    Walker(red_river.slug).walk(MIDNIGHT_BIKE)
    log = _Log()
    with connection.execute_wrapper(log):
        person = Walker(red_river.slug)
        person.get("")
        you = {**MIDNIGHT_BIKE["you"], "contact.by": "email", "contact.email": "m@example.com"}
        person.walk({**MIDNIGHT_BIKE, "you": you})
        person.press()
        assert person.step == "sent"
    assert len(log.take()) <= 60


def test_no_answer_is_readable_in_the_table_of_drafts(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.walk({**MIDNIGHT_BIKE, "story": {"story": MARKER}})
    with red_river.scope(), connection.cursor() as cursor:
        cursor.execute("select d::text, sealed, wrapped_key from forms_draft d")
        row = cursor.fetchone()
    everything = row[0].encode() + bytes(row[1]) + bytes(row[2])
    for secret in (MARKER, "Tremblay", "204-555-0147", "SN-42", "Example Street"):
        assert secret.encode() not in everything
        assert secret.encode().hex().encode() not in everything
    assert "theft_bicycle" in row[0]


def test_the_force_has_no_way_to_a_draft(red_river: TestForce) -> None:
    import pytest
    from django.db import DatabaseError

    Walker(red_river.slug).walk(MIDNIGHT_BIKE)
    for role in ("staff", "analyst"):
        with pytest.raises(DatabaseError), red_river.scope(role), connection.cursor() as cursor:
            cursor.execute("select * from forms_draft")


def test_a_kept_layout_leaks_nothing_to_the_next_person(red_river: TestForce) -> None:
    from frontcounter.forms.pages import rendering
    from frontcounter.intake import frames

    frames._frames.clear()
    rendering._blank.clear()
    first = Walker(red_river.slug)
    marked = {
        "you": {**MIDNIGHT_BIKE["you"], "name.family": MARKER},
        "story": {"story": MARKER},
    }
    first.walk({**MIDNIGHT_BIKE, **marked})
    first.get("report/theft_bicycle/you")
    first.press({"name.family": ""})
    tokens = {first.client.cookies[name].value for name in ("fc_draft_theft_bicycle", "fc_csrf")}
    masked = first.form()["fields"]["csrfmiddlewaretoken"][0]
    kept = "".join("".join(frame.pieces) for frame in frames._frames.values())
    kept += "".join(drawn.html for drawn in rendering._blank.values())
    second = Walker(red_river.slug)
    seen = [second.get("").html]
    second.get("report/theft_bicycle/")
    for name, answers in MIDNIGHT_BIKE.items():
        assert second.step in {name, "theft_bicycle"}
        seen.append(second.page.html)
        seen.append(second.press(answers).html)
    for text in (kept, *seen):
        for secret in (MARKER, masked, *tokens):
            assert secret not in text
