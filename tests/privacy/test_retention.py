"""How long a report is kept: the first rule that fits, from the day of its end."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from after_help import AT, record, send
from privacy_help import LATER, end

from force_help import make_force
from frontcounter.forces.retention import retention_of
from frontcounter.privacy import retention
from frontcounter.privacy.models import Batch, Item
from frontcounter.reports.models import Report

RULES: dict[str, Any] = {
    "rules": [
        {"name": "bikes", "types": ["theft_bicycle"], "outcomes": ["recorded"], "years": 6},
        {"name": "refused", "outcomes": ["not_taken", "closed", "withdrawn"], "days": 30},
    ],
    "default": {"years": 10},
}


def rule(told: Any, *about: str) -> str:
    settings: Any = SimpleNamespace(document={"retention": told})
    return retention_of(settings).rule_for(*about).name


@pytest.mark.parametrize(
    ("about", "name"),
    [
        (("theft_bicycle", "property", "recorded"), "bikes"),
        (("theft_bicycle", "property", "not_taken"), "refused"),
        (("lost_property", "property", "recorded"), "default"),
    ],
)
def test_the_first_rule_that_fits_counts(about: tuple[str, ...], name: str) -> None:
    assert rule(RULES, *about) == name


def test_a_group_fits_all_its_types_and_a_leap_day_has_an_end() -> None:
    told = {"rules": [{"groups": ["road"], "years": 1}], "default": {"days": 3}}
    assert rule(told, "collision", "road", "closed") == "1"
    assert rule(told, "lost_property", "property", "closed") == "default"
    settings: Any = SimpleNamespace(document={"retention": told})
    leap = retention_of(settings).rules[0]
    assert leap.ends(date(2024, 2, 29)) == date(2025, 3, 1)


def test_the_nightly_run_writes_dates_and_proposes_what_is_due() -> None:
    force = make_force("red-river", retention=RULES)
    kept, refused, going_on = send(force), send(force), send(force)
    record(force, kept)
    end(force, refused)
    with force.scope():
        assert retention.compute() == 2
        assert retention.compute() == 0
        until = dict(Report.objects.values_list("id", "retain_until"))
        assert until[kept.id] == date(2032, 11, 20)
        assert until[refused.id] == date(2026, 12, 20)
        assert until[going_on.id] is None
        assert retention.propose(AT + timedelta(days=1)) == []
        assert retention.propose(LATER) == [1]
        assert retention.propose(LATER) == []
        item = Item.objects.get()
        assert (item.report_id, item.rule) == (refused.id, "refused")
        assert Batch.objects.get().desk == "review"


def _by_hand(force: Any, sent: Any) -> None:
    """An end that closes no task."""
    with force.scope():
        Report.objects.filter(id=sent.id).update(state="not_taken", state_since=AT)


def test_a_report_with_unfinished_work_is_not_proposed() -> None:
    force = make_force("red-river", retention=RULES)
    sent = send(force)
    _by_hand(force, sent)  # by hand: the task of its review stays open
    with force.scope():
        retention.compute()
        assert retention.propose(LATER) == []


def test_a_report_that_was_opened_again_loses_its_date() -> None:
    force = make_force("red-river", retention=RULES)
    sent = send(force)
    _by_hand(force, sent)
    with force.scope():
        retention.compute()
        Report.objects.filter(id=sent.id).update(state="submitted")
        retention.compute()
        assert Report.objects.get().retain_until is None
