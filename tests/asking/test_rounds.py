"""A question goes out, an answer comes in, in time or late; the clock reminds and gives up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from after_help import AT, send, take
from asking_help import LATER, TITLES, answer, asked, carry_out, codes_of, state_of

from force_help import TestForce
from frontcounter.reports import asking, queries
from frontcounter.reports.models import Promise, Report, ReportIdentifier
from frontcounter.reports.services import Refused
from frontcounter.tasks.models import Kind, Task, TaskState


def test_an_answer_brings_the_report_back_and_the_promise_goes_on(red_river: TestForce) -> None:
    sent, _person, round_id = asked(red_river)
    assert state_of(red_river, sent) == "waiting"
    with red_river.scope():
        before = Promise.objects.get(report_id=sent.id, kind="review")
        assert before.paused_at == AT
        assert Task.objects.get(report_id=sent.id, kind=Kind.REVIEW).state == TaskState.WAITING
    days = AT + timedelta(days=4)
    answer(red_river, sent, round_id, at=days, story="Now I remember.", free_1="It was green.")
    assert state_of(red_river, sent) == "submitted"
    with red_river.scope():
        after = Promise.objects.get(report_id=sent.id, kind="review")
        assert after.paused_at is None
        assert after.due_at > before.due_at
        task = Task.objects.get(report_id=sent.id, kind=Kind.REVIEW)
        assert (task.state, task.due_at) == (TaskState.OPEN, after.due_at)


def test_the_original_stays_and_the_merged_view_has_the_newest(red_river: TestForce) -> None:
    sent, person, round_id = asked(red_river)
    answer(red_river, sent, round_id, story="Now I remember.", free_1="It was green.")
    with red_river.scope():
        record = queries.report(sent.id)
        assert record is not None
        assert record.answers["story"] == "It was gone."
        merged = asking.answers_with_rounds(record)
        assert merged["story"] == "Now I remember."
        assert "free_1" not in merged
        (one,) = asking.rounds_of(sent.id)
        assert one.answers == {"story": "Now I remember.", "free_1": "It was green."}
        assert (one.asked_by_name, one.late) == (person.name, False)


def test_only_well_formed_answers_to_what_was_asked_are_kept(red_river: TestForce) -> None:
    sent, _person, round_id = asked(red_river)
    answer(red_river, sent, round_id, story=["no"], free_1="Green", plate="X", free_2="More")
    with red_river.scope():
        assert asking.rounds_of(sent.id)[0].answers == {"free_1": "Green"}


def test_an_answer_is_sent_once_and_taken_once(red_river: TestForce) -> None:
    from django.db import IntegrityError

    sent, _person, round_id = asked(red_river)
    answer(red_river, sent, round_id, free_1="Green")
    with pytest.raises(IntegrityError), red_river.scope("public"):
        asking.answer(sent.id, round_id, {"free_1": "Red"}, at=LATER)
    with red_river.scope():
        assert asking.rounds_of(sent.id)[0].answers == {"free_1": "Green"}
    assert codes_of(red_river, sent).count("answer") == 1


def test_identifiers_and_danger_in_an_answer_count(red_river: TestForce) -> None:
    sent, _person, round_id = asked(red_river, questions=("bicycle",))
    told = [{"category": "bicycle", "serial": "ZZ-9911"}]
    threat = "He said that he will kill me tonight, he has a gun."
    answer(red_river, sent, round_id, bicycle=told, free_1=threat)
    with red_river.scope():
        assert ReportIdentifier.objects.filter(report_id=sent.id, normal="ZZ9911").exists()
        report = Report.objects.get(id=sent.id)
        assert report.priority == 2
        assert any(mark.startswith("danger_") for mark in report.marks)
        assert Task.objects.get(report_id=sent.id, kind=Kind.REVIEW).priority == 2
        assert report.answers["bicycle"][0]["serial"] != "ZZ-9911"


def test_a_late_answer_is_new_information(red_river: TestForce) -> None:
    sent, person, round_id = asked(red_river)
    over = AT + timedelta(days=15)
    with red_river.scope():
        assert asking.tick(sent.id, at=over) == "stop_waiting"
    take(red_river, person, sent, "claim", "record")
    answer(red_river, sent, round_id, at=over + timedelta(days=1), free_1="Green")
    assert state_of(red_river, sent) == "recorded"
    assert codes_of(red_river, sent)[-1] == "add_information"
    with red_river.scope():
        (one,) = asking.rounds_of(sent.id)
        assert one.late
        assert one.answers == {"free_1": "Green"}
        assert Task.objects.filter(report_id=sent.id, kind=Kind.ANSWER, state="open").exists()


def test_the_clock_reminds_twice_and_then_gives_up_once(red_river: TestForce) -> None:
    sent, _person, _round = asked(red_river)
    done = []
    with red_river.scope():
        assert sent.id in asking.due_rounds()
    for hours in range(0, 24 * 20, 12):
        for _twice in range(2):
            with red_river.scope():
                done.append((hours // 24, asking.tick(sent.id, at=AT + timedelta(hours=hours))))
    assert [one for one in done if one[1]] == [(3, "remind"), (10, "remind"), (14, "stop_waiting")]
    assert state_of(red_river, sent) == "submitted"
    with red_river.scope():
        last = queries.timeline(sent.id)[-1]
        assert (last.code, last.details["why"]) == ("stop_waiting", "no_answer")
        assert Report.objects.filter(id=sent.id, answers__has_key="story").exists()


def test_a_worker_that_slept_reminds_once(red_river: TestForce) -> None:
    sent, _person, _round = asked(red_river)
    with red_river.scope():
        assert asking.tick(sent.id, at=AT + timedelta(days=12)) == "remind"
        assert asking.tick(sent.id, at=AT + timedelta(days=12)) == ""


def test_nobody_is_reminded_whose_answer_waits_for_the_worker(red_river: TestForce) -> None:
    sent, _person, round_id = asked(red_river)
    with red_river.scope("public"):
        asking.answer(sent.id, round_id, {"free_1": "Green"}, at=LATER)
    with red_river.scope():
        assert asking.tick(sent.id, at=AT + timedelta(days=20)) == ""
    carry_out(red_river)
    assert state_of(red_river, sent) == "submitted"


def test_nothing_asked_and_unknown_questions_are_refused(red_river: TestForce) -> None:
    sent = send(red_river)
    person = red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    for questions in ((), ("no_such",)):
        with pytest.raises(Refused, match="nothing_asked"), red_river.scope("staff"):
            asking.ask(sent.id, person.actor(), questions=questions, titles=TITLES, at=AT)


def test_a_second_round_follows_the_first(red_river: TestForce) -> None:
    sent, person, round_id = asked(red_river)
    answer(red_river, sent, round_id, story="One.")
    take(red_river, person, sent, "claim")
    with red_river.scope("staff"):
        second = asking.ask(sent.id, person.actor(), questions=("story",), titles=TITLES, at=LATER)
    answer(red_river, sent, second, at=LATER + timedelta(hours=1), story="Two.")
    with red_river.scope():
        record = queries.report(sent.id)
        assert record is not None
        assert asking.answers_with_rounds(record)["story"] == "Two."
        assert [one.number for one in asking.rounds_of(sent.id)] == [1, 2]


def test_every_question_of_every_kind_can_be_asked_again(red_river: TestForce) -> None:
    from frontcounter.forms.engine import fields, load_document

    sent = send(red_river)
    form = red_river.form("theft_bicycle")
    with red_river.scope():
        record = queries.report(sent.id)
        assert record is not None
        ids = tuple(question.id for question in form.questions)
        document = asking.mini_form(record.form_hash, ids, ("More?",), TITLES)
    mini = load_document(document)
    assert len(fields(mini, asking.PAGE, {}, lang="fr")) == len(mini.questions)
    assert not any(question.required for question in mini.questions)


def test_the_neighbour_cannot_answer_nor_see(red_river: TestForce, soar_valley: TestForce) -> None:
    sent, _person, _round = asked(red_river)
    with soar_valley.scope():
        assert asking.rounds_of(sent.id) == []
        assert asking.due_rounds() == []
        assert asking.tick(sent.id, at=AT + timedelta(days=30)) == ""
    for force in (soar_valley, red_river):
        with force.scope("public"):
            wrong = {"number": sent.tracking_number, "hash": "00"}
            assert asking.open_round(wrong, at=LATER) is None
