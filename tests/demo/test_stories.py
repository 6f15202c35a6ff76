"""The demo's stories are what the engine would have made of what people typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from force_help import make_force
from frontcounter.ops.demo.errands import told_errands
from frontcounter.ops.demo.story import Story, answers_of, read_stories, told_stories

if TYPE_CHECKING:
    from force_help import TestForce
    from frontcounter.forces.published import ForceSettings
    from frontcounter.forms.engine import FormDocument

FORCES = ("red-river", "soar-valley", "north-prairie", "escarpment")
NOW = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
# Days and hours at which somebody may load the demo: weekends, holidays, nights, clock changes.
LOADS = [
    datetime(2026, 11, 22, 0, 40, tzinfo=UTC),
    datetime(2026, 12, 28, 9, 0, tzinfo=UTC),
    datetime(2027, 1, 2, 23, 59, tzinfo=UTC),
    datetime(2027, 3, 14, 9, 30, tzinfo=UTC),
    datetime(2027, 3, 29, 4, 0, tzinfo=UTC),
    datetime(2027, 7, 1, 12, 0, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    NOW,
]


@pytest.fixture(scope="module")
def forces() -> dict[str, TestForce]:
    told = {name: {story["type"] for story in told_stories(name)} for name in FORCES}
    return {name: make_force(name, types=tuple(types)) for name, types in told.items()}


def _clock(settings: ForceSettings, at: datetime) -> Any:
    from frontcounter.ops.demo.when import StoryClock

    return StoryClock(settings.calendar, at)


def _submissions(
    force: TestForce, name: str, at: datetime
) -> Iterator[tuple[Story, FormDocument, dict[str, Any]]]:
    from frontcounter.forms.pages.locating import locator

    settings = force.settings()
    clock = _clock(settings, at)
    for story in read_stories(name, clock):
        form = force.form(story.type)
        with force.scope():
            answers = answers_of(story, form, settings, clock, locator(settings, story.language))
        yield story, form, answers


@pytest.mark.parametrize("name", FORCES)
def test_every_story_passes_the_whole_form_and_nothing_else_is_in_it(
    forces: dict[str, TestForce], name: str
) -> None:
    from frontcounter.forms.engine import answers_to_send, walk

    for story, form, answers in _submissions(forces[name], name, NOW):
        assert answers_to_send(form, answers) == answers, story.id
        journey = walk(form, answers)
        if story.is_call:
            assert journey.stop is not None, story.id
            assert journey.stop.offer_call, story.id
        else:
            assert journey.complete, (story.id, journey.stop, journey.open_pages)


@pytest.mark.parametrize("name", FORCES)
def test_typing_every_story_into_the_form_gives_the_same_answers_without_an_error(
    forces: dict[str, TestForce], name: str
) -> None:
    from frontcounter.forms.engine import check_page, walk
    from frontcounter.forms.pages.locating import locator

    settings = forces[name].settings()
    region = settings.country
    for story, form, answers in _submissions(forces[name], name, NOW):
        for page in walk(form, answers).steps:
            typed = {}
            for question in page.questions:
                if question.id in answers:
                    typed |= question.fill(answers[question.id])
            with forces[name].scope():
                result = check_page(
                    form,
                    page.id,
                    typed,
                    answers,
                    lang=story.language,
                    now=story.sent,
                    region=region,
                    locate=locator(settings, story.language),
                )
            assert result.errors == (), (story.id, page.id)
            found = {key: value for key, value in result.values.items() if value is not None}
            wanted = {q.id: answers[q.id] for q in page.questions if q.id in answers}
            assert found == wanted, (story.id, page.id)


@pytest.mark.parametrize("at", LOADS, ids=str)
@pytest.mark.parametrize("name", FORCES)
def test_every_time_is_past_and_in_order_whenever_the_demo_is_loaded(
    forces: dict[str, TestForce], name: str, at: datetime
) -> None:
    from frontcounter.forms.engine import window_utc

    for story, _form, answers in _submissions(forces[name], name, at):
        moments = [story.sent, *(act.at for act in story.life)]
        assert moments == sorted(set(moments)), story.id
        assert moments[-1] < at, story.id
        if "happened" in answers and "T" in answers["happened"]["from"]:
            earliest, latest = window_utc(answers["happened"])
            assert earliest <= latest <= story.sent, story.id


def test_each_force_has_stories_and_a_bilingual_one_has_some_in_french() -> None:
    told = {name: told_stories(name) for name in FORCES}
    assert {name: len(found) for name, found in told.items()} == {
        "red-river": 50,
        "soar-valley": 24,
        "north-prairie": 6,
        "escarpment": 5,
    }
    french = {name: sum(story["lang"] == "fr" for story in found) for name, found in told.items()}
    assert french == {"red-river": 16, "soar-valley": 0, "north-prairie": 1, "escarpment": 2}
    for name in ("red-river", "soar-valley"):
        assert min(Counter(story["type"] for story in told[name]).values()) >= 5
    for found in told.values():
        assert len({story["id"] for story in found}) == len(found)


def test_nobody_of_the_demo_can_be_phoned_or_written_to() -> None:
    numbers, addresses = [], []
    for name in FORCES:
        for story in told_stories(name):
            for part in (story.get(key, {}) for key in ("contact", "witness", "reach")):
                numbers += [part["phone"]] if "phone" in part else []
                addresses += [part["email"]] if "email" in part else []
        numbers += [one["card"]["phone"] for one in told_errands(name).get("cards", ())]
    fictional = re.compile(r"\D*(?:204|780|905)\D*5550?1\d\d|01632960\d{3}|07700900\d{3}")
    assert [n for n in numbers if not fictional.fullmatch(re.sub(r"[ ()-]", "", n))] == []
    assert [a for a in addresses if not a.endswith((".example", "@example.org"))] == []
