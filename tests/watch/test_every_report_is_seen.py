"""Every report gets a human look within the force's hours, whatever its marks and its promises."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from desk_help import a_service, send
from staff_help import signed_in, text_of

from force_help import TestForce, make_force
from frontcounter.reports import queries
from frontcounter.tasks.models import Task
from frontcounter.tasks.unseen import look_by, tell_of_unseen

# Red River's desks are open from Monday to Friday, 8 to 17; 20 November 2026 is a Friday.
CAME = {
    "Friday 10:00": ("2026-11-20 16:00", "2026-11-23 15:00"),  # seven hours, then Monday 9:00
    "Friday 16:59": ("2026-11-20 22:59", "2026-11-23 21:59"),
    "Saturday noon": ("2026-11-21 18:00", "2026-11-23 22:00"),  # Monday 8:00 and eight hours
    "Monday 8:00": ("2026-11-23 14:00", "2026-11-23 22:00"),
    "before Christmas": ("2026-12-24 22:30", "2026-12-28 21:30"),  # the holiday and the weekend
}


@pytest.mark.parametrize("when", CAME)
def test_the_hours_are_those_of_open_desks(when: str) -> None:
    came, by = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in CAME[when])
    force = make_force("red-river", types=("theft_bicycle",)).settings()
    assert look_by(force, came) == by


def told(force: TestForce, at: datetime) -> int:
    with force.scope():
        return tell_of_unseen(at=at)


def supervised(force: TestForce) -> list[Task]:
    with force.scope():
        return list(Task.objects.filter(kind="supervise"))


def opened(force: TestForce, report_id) -> datetime:
    with force.scope():
        return Task.objects.get(report_id=report_id, kind="review").opened_at


@pytest.mark.parametrize(
    ("type_", "story", "desk"),
    [
        ("plain", "It was gone.", "review"),
        ("plain", "He has a gun and says he will kill me.", "review"),
        ("grievance", "He shouted.", "standards"),
        ("tip", "They sell drugs.", "intelligence"),
    ],
)
@pytest.mark.parametrize("proven", [True, False])
def test_whatever_it_is_somebody_is_told_that_nobody_looked(type_, story, desk, proven) -> None:
    force = a_service()
    sent = send(force, type_, story=story, proven=proven)
    late = opened(force, sent.id) + timedelta(days=9)
    assert told(force, opened(force, sent.id) + timedelta(minutes=5)) == 0
    assert (told(force, late), told(force, late)) == (1, 0)
    [task] = supervised(force)
    assert (task.desk, task.brief["why"], task.unit) == (
        desk,
        "not_looked_at",
        force.settings().desks[desk],
    )
    with force.scope():
        assert queries.timeline(sent.id)[-1].code == "not_looked_at"


def test_what_somebody_has_opened_is_no_matter_for_a_supervisor() -> None:
    force = a_service()
    sent = send(force, "plain")
    came = opened(force, sent.id)
    with force.scope():
        number = queries.report(sent.id).tracking_number
    client = signed_in(force.person("reviewer"))
    assert client.get(f"/staff/{force.slug}/reports/{number}").status_code == 200
    assert told(force, came + timedelta(days=9)) == 0


def test_the_supervisor_reads_why_and_says_that_they_saw_to_it() -> None:
    force = a_service()
    sent = send(force, "plain")
    told(force, opened(force, sent.id) + timedelta(days=9))
    with force.scope():
        number = queries.report(sent.id).tracking_number
    client = signed_in(force.person("supervisor"))
    here = f"/staff/{force.slug}/reports/{number}"
    page = text_of(client.get(here))
    assert "Somebody must look at it now" in page
    assert "Nobody had opened it in time" in page
    assert client.post(f"{here}/seen-to", {"note": "Gave it to Ann."}).status_code == 302
    assert "Somebody must look at it now" not in text_of(client.get(here))


def test_two_rows_of_one_report_say_which_work_each_is() -> None:
    force = a_service()
    sent = send(force, "plain", story="It was gone.")
    assert told(force, opened(force, sent.id) + timedelta(days=9)) == 1
    supervisor = signed_in(force.person("supervisor", unit=supervised(force)[0].unit))
    page = text_of(supervisor.get(f"/staff/{force.slug}/queues/unit"))
    kinds = re.findall(r'fc-queue__kind">([^<]+)<', page)
    assert sorted(kinds) == ["For a supervisor: Nobody had opened it in time", "Review"]
    alone = text_of(supervisor.get(f"/staff/{force.slug}/review"))
    assert "fc-queue__kind" not in alone
