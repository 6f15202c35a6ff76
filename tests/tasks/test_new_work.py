"""Mail about new work in a saved search: as often as asked, once, only for whom it is open to."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from frontcounter.accounts.roles import StaffRole
from frontcounter.tasks import saved
from frontcounter.tasks.filters import Filter
from frontcounter.tasks.models import Kind, QueueAlert, Task
from frontcounter.tasks.new_work import tell_due

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "after"))
from test_messages import mailbox, run_jobs, words_of  # noqa: F401 - a fixture

READERS = frozenset({StaffRole.REVIEWER, StaffRole.INTELLIGENCE})
OPEN = datetime(2026, 11, 18, 9, 0, tzinfo=ZoneInfo("America/Winnipeg"))
"""A Wednesday morning, while the desks are open."""
EARLY = OPEN - timedelta(hours=3)


def opens(force, at, **more) -> None:
    with force.scope("worker"):
        given = {"kind": Kind.REVIEW, "unit": "data_centre", "due_at": at, **more}
        Task(work_by=given["due_at"], opened_at=at, **given).add()


def wishes(force, person, every, at, *, asked=None, unit="", owner=None):
    with force.scope("staff"):
        keeper = (owner or person).actor()
        key = saved.save(
            keeper, "Mine", asked or Filter(kinds=("review",)), "due", unit=unit, at=at
        )
        saved.tell(key, person.actor(), every, at=at)
    return key


def told(force, at) -> int:
    with force.scope("worker"):
        return tell_due(READERS, at=at)


def mails(force) -> list[str]:
    from frontcounter.messages.models import Message
    from frontcounter.messages.services import unsealed

    with force.scope("worker"):
        rows = Message.objects.filter(event="new_work")
        return [unsealed(row.id, row.sealed_values)["work_count"] for row in rows]


def test_new_work_is_mailed_once_with_a_number_and_a_link(red_river, mailbox, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr(settings, "PUBLIC_ADDRESS", "https://police.example")
    person = red_river.person("reviewer")
    key = wishes(red_river, person, "at_once", OPEN)
    opens(red_river, OPEN - timedelta(hours=1))  # was there before
    assert told(red_river, OPEN + timedelta(minutes=5)) == 0
    opens(red_river, OPEN + timedelta(minutes=6), opened_by_name="Ada Roy", title="Her bicycle")
    opens(red_river, OPEN + timedelta(minutes=7), kind=Kind.ANSWER)  # not what was asked
    assert told(red_river, OPEN + timedelta(minutes=10)) == 1
    assert told(red_river, OPEN + timedelta(minutes=10)) == 0
    assert told(red_river, OPEN + timedelta(minutes=15)) == 0
    run_jobs(red_river)
    (mail,) = mailbox.mails
    assert mail["To"] == person.email
    assert "saved queue: 1" in mail["Subject"]
    text = words_of(mail)
    assert f"https://police.example/staff/{red_river.slug}/searches/{key}" in text
    assert "Ada" not in text
    assert "Mine" not in text


def test_it_is_written_in_the_persons_language(red_river, mailbox) -> None:  # noqa: F811
    from frontcounter.accounts.models import User

    person = red_river.person("reviewer")
    wishes(red_river, person, "at_once", OPEN)
    with red_river.scope("staff"):
        User.objects.filter(id=person.id).update(language="fr")
    opens(red_river, OPEN + timedelta(minutes=1))
    assert told(red_river, OPEN + timedelta(minutes=5)) == 1
    run_jobs(red_river)
    assert "votre file" in mailbox.mails[0]["Subject"]


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("at_once", [True, True, True, True]),
        ("hourly", [False, True, False, True]),
        ("daily", [False, False, False, True]),
    ],
)
def test_nobody_is_told_more_often_than_they_asked(red_river, every, expected) -> None:
    """Something new comes before each look: within the hour, after it, soon again, the next day."""
    wishes(red_river, red_river.person("reviewer"), every, OPEN)
    looks = [timedelta(minutes=30), timedelta(minutes=70), timedelta(minutes=90), timedelta(days=1)]
    found = []
    for after in looks:
        opens(red_river, OPEN + after - timedelta(minutes=5))
        found.append(told(red_river, OPEN + after) == 1)
    assert found == expected


def test_daily_mail_waits_until_the_desks_open(red_river) -> None:
    wishes(red_river, red_river.person("reviewer"), "daily", EARLY - timedelta(days=1))
    opens(red_river, EARLY - timedelta(hours=2))
    assert told(red_river, EARLY) == 0
    assert told(red_river, OPEN) == 1
    assert mails(red_river) == ["1"]


def test_it_stops_when_the_role_or_the_unit_ends(red_river) -> None:
    from frontcounter.accounts.models import Membership

    gone, moved = red_river.person("reviewer"), red_river.person("reviewer", unit="data_centre")
    owner = red_river.person("reviewer", name="Ben Ode", unit="data_centre")
    wishes(red_river, gone, "at_once", OPEN)
    wishes(red_river, moved, "at_once", OPEN, unit="data_centre", owner=owner)
    opens(red_river, OPEN + timedelta(minutes=1))
    with red_river.scope("staff"):
        Membership.objects.filter(user_id=gone.id).update(active=False)
        Membership.objects.filter(user_id=moved.id).update(unit="youth_unit")
    assert told(red_river, OPEN + timedelta(minutes=5)) == 0
    assert mails(red_river) == []
    with red_river.scope("worker"):
        assert not QueueAlert.objects.exists()


def test_only_what_ones_desks_show_is_counted(red_river) -> None:
    wishes(red_river, red_river.person("reviewer"), "at_once", OPEN)
    wishes(red_river, red_river.person("intelligence"), "at_once", OPEN)
    opens(red_river, OPEN + timedelta(minutes=1), desk="intelligence")
    opens(red_river, OPEN + timedelta(minutes=1), desk="intelligence")
    opens(red_river, OPEN + timedelta(minutes=1))
    assert told(red_river, OPEN + timedelta(minutes=5)) == 2
    assert sorted(mails(red_river)) == ["1", "2"]


def test_words_of_a_search_narrow_what_is_told(red_river) -> None:
    asked = Filter(kinds=("review",), words="quxwalloping")
    wishes(red_river, red_river.person("reviewer"), "at_once", OPEN, asked=asked)
    opens(red_river, OPEN + timedelta(minutes=1))
    assert told(red_river, OPEN + timedelta(minutes=5)) == 0
