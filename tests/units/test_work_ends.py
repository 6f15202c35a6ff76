"""Work without a report, and words in saved searches, have an end by the force's own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from after_help import AT

from force_help import make_force
from frontcounter.audit.models import Entry
from frontcounter.tasks import forgetting, requests, saved
from frontcounter.tasks.filters import Filter
from frontcounter.tasks.models import SavedSearch, Task
from frontcounter.tasks.requests import Wanted
from frontcounter.tasks.services import take

RETENTION = {"default": {"years": 7}, "work": {"days": 30}, "searches": {"days": 10}}
WORDS = Filter(words="Ada Roy")


def asked(force, *, done: bool = True) -> str:
    officer, clerk = force.person("officer"), force.person("records")
    settings = force.settings()
    with force.scope("staff"):
        wanted = Wanted(sort="new_file", what="File for Ada Roy", phone="204-555-0147")
        number = requests.ask(wanted, officer.actor(), settings, at=AT)
        if done:
            task = Task.objects.get(number=number)
            take(task.id, clerk.actor(), at=AT)
            requests.finish(
                number, clerk.actor(), "done", "Ada Roy has one", at=AT, settings=settings
            )
    return number


def test_a_request_loses_its_words_after_its_time_and_not_before() -> None:
    force = make_force("red-river", retention=RETENTION)
    done, going_on = asked(force), asked(force, done=False)
    with force.scope():
        assert forgetting.forget_old(at=AT + timedelta(days=29)) == (0, 0)
        late = AT + timedelta(days=31)
        assert forgetting.forget_old(at=late) == (1, 0)
        assert forgetting.forget_old(at=late) == (0, 0)
        row = Task.objects.get(number=done)
        assert "Roy" not in str(vars(row))
        assert (row.title, row.phone, row.brief) == ("", "", {})
        assert row.done_at == AT
        assert Task.objects.get(number=going_on).brief["what"] == "File for Ada Roy"
        assert requests.request(done) is None
        assert Entry.objects.filter(action="task.forgotten").count() == 1


def test_where_nothing_is_said_the_default_counts() -> None:
    force = make_force("red-river", retention={"default": {"days": 5}})
    asked(force)
    with force.scope():
        assert forgetting.forget_old(at=AT + timedelta(days=6)) == (1, 0)


def test_words_of_a_saved_search_end_and_other_searches_stay() -> None:
    force = make_force("red-river", retention=RETENTION)
    person = force.person("reviewer")
    with force.scope("staff"):
        saved.save(person.actor(), "Ada", WORDS, "due", at=AT)
        renewed = saved.save(person.actor(), "Ada again", WORDS, "due", at=AT)
        saved.save(person.actor(), "Urgent", replace(WORDS, words="", urgent=True), "due", at=AT)
        later = AT + timedelta(days=9)
        assert saved.change(renewed, person.actor(), name="Ada again", unit="", at=later)
        saved.tell(renewed, person.actor(), "daily", at=later)
    with force.scope():
        assert forgetting.forget_old(at=AT + timedelta(days=11)) == (0, 1)
        names = set(SavedSearch.objects.values_list("name", flat=True))
        assert names == {"Ada again", "Urgent"}
        assert forgetting.forget_old(at=AT + timedelta(days=20)) == (0, 1)
        assert list(SavedSearch.objects.values_list("name", flat=True)) == ["Urgent"]
