"""A person may raise how pressing a report is, and take back their own raise; nobody lowers it."""

from __future__ import annotations

import pytest
from after_help import AT, send, take

from frontcounter.reports import asking, assessing, queries
from frontcounter.reports.models import AskedRound, Report
from frontcounter.reports.services import Refused

ALL = {prompt: {"level": "some", "words": "As told."} for prompt in assessing.PROMPTS}


def judge(force, person, sent, priority: int, note: str = "", prompts=ALL) -> None:
    with force.scope("staff"):
        assessing.assess(
            sent.id, prompts, priority=priority, note=note, actor=person.actor(), at=AT
        )


def priority_of(force, sent) -> int:
    with force.scope("staff"):
        return queries.report(sent.id).priority


@pytest.fixture
def held(red_river):
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    return red_river, person, sent


def test_a_raise_is_ones_own_to_take_back(held) -> None:
    force, ann, sent = held
    before = priority_of(force, sent)
    ben = force.person("reviewer", name="Ben Ode")
    judge(force, ann, sent, 2)
    assert priority_of(force, sent) == 2
    with pytest.raises(Refused, match="never_lower"):
        judge(force, ben, sent, before, "No")
    with pytest.raises(Refused, match="reason_missing"):
        judge(force, ann, sent, before)
    judge(force, ann, sent, before, "Spoke with her: he has moved away")
    assert priority_of(force, sent) == before
    with force.scope("staff"):
        codes = [event.code for event in queries.timeline(sent.id)]
    assert codes[-2:] == ["raise", "take_back_raise"]


def test_the_machines_priority_is_the_floor(held) -> None:
    force, ann, sent = held
    before = priority_of(force, sent)
    assert before == 1  # somebody saw it
    with pytest.raises(Refused, match="never_lower"):
        judge(force, ann, sent, 0, "It is nothing")


def test_every_prompt_is_answered(held) -> None:
    force, ann, sent = held
    with pytest.raises(Refused, match="prompts_missing"):
        judge(force, ann, sent, 1, prompts={"threat": {"level": "none"}})
    judge(force, ann, sent, 1)
    with force.scope("staff"):
        assert assessing.is_assessed(sent.id)
        assert assessing.assessments_of(sent.id)[0].prompts["harm"]["words"] == "As told."


def test_a_force_may_want_it_before_a_report_is_turned_down() -> None:
    from force_help import make_force

    force = make_force("red-river", triage={"required_for": ["theft_bicycle"]})
    sent, person = send(force), force.person("reviewer")
    take(force, person, sent, "claim")
    with pytest.raises(Refused, match="triage_first"):
        take(force, person, sent, "not_take", reason="outside_area")
    judge(force, person, sent, 1)
    take(force, person, sent, "not_take", reason="outside_area")


def test_what_the_machine_hears_later_at_the_raised_level_is_not_taken_back(held) -> None:
    force, ann, sent = held
    judge(force, ann, sent, 2)
    with force.scope():
        form_hash = Report.objects.get(id=sent.id).form_hash
        titles = {"en": "More", "fr": "Encore"}
        AskedRound(
            report_id=sent.id,
            number=1,
            document=asking.mini_form(form_hash, (), ("What did he say?",), titles),
            asked_at=AT,
            due_at=AT,
            answered_at=AT,
            answers={f"{asking.FREE}1": "He has a gun and says he will kill me."},
        ).add()
    with pytest.raises(Refused, match="never_lower"):
        judge(force, ann, sent, 1, "Spoke with her")
