"""How far people come is counted when a draft ends, and nothing of what they wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from force_help import TestForce
from frontcounter.forms.pages.funnel import EndedDraft, steps_of

AT = datetime(2026, 11, 20, 15, 0, 40, tzinfo=UTC)


def ended(*trail: tuple[str, int], sent: bool = False) -> EndedDraft:
    times = [(name, AT + timedelta(seconds=after)) for name, after in trail]
    return EndedDraft("theft_bicycle", "fr", "f" * 64, times, sent)


def test_each_page_counts_once_with_its_time_and_tries() -> None:
    rows = steps_of(ended(("safe", 0), ("where", 30), ("where", 50), ("story", 170)))
    told = [(r.step, r.place, r.seconds, r.tries, r.last) for r in rows]
    assert told == [
        ("safe", 0, None, 1, False),
        ("where", 1, 50, 2, False),
        ("story", 2, 120, 1, True),
    ]
    assert all(row.at.second == 0 for row in rows)


def test_a_night_in_between_is_no_time_spent_on_a_page() -> None:
    rows = steps_of(ended(("safe", 0), ("where", 8 * 3600), sent=True))
    assert [row.seconds for row in rows] == [None, None]
    assert all(row.sent for row in rows)


def test_an_empty_trail_counts_nothing() -> None:
    assert steps_of(ended()) == []


def test_the_job_counts_drafts_that_end_and_keeps_no_link_to_them(red_river: TestForce) -> None:
    from frontcounter.forms.pages import drafts
    from frontcounter.forms.pages.models import Step
    from frontcounter.intake.jobs import _end

    given = {"form_hash": "f" * 64, "publication_hash": "p" * 64}
    with red_river.scope("public"):
        draft = drafts.new_draft(type="graffiti", language="en", step="safe", at=AT, **given)
        draft.answers["story"] = "a secret"
        drafts.add(draft, drafts.new_token(), at=AT)
        draft.step = "where"
        drafts.save(draft, at=AT + timedelta(seconds=25))
        going_on = drafts.new_draft(type="graffiti", language="en", step="safe", at=AT, **given)
        drafts.add(going_on, drafts.new_token(), at=AT + timedelta(days=20))
        going_on.step = "where"
        drafts.save(going_on, at=AT + timedelta(days=20))
    with red_river.scope():
        _end(AT + timedelta(days=31))
        rows = list(Step.objects.order_by("place"))
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(json_agg(s), '[]')::text from forms_pages_step s")
            stored = cursor.fetchone()[0]
    assert [(row.step, row.seconds, row.last) for row in rows] == [
        ("safe", None, False),
        ("where", 25, True),
    ]
    assert draft.id.hex not in stored.replace("-", "")
    assert "secret" not in stored
    assert len(json.loads(stored)) == 2
    with pytest.raises(DatabaseError), red_river.scope("public"):
        Step.objects.count()
