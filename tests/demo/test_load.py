"""Loading the demo: every state, the same each time, and nobody is told of the past."""

from __future__ import annotations

import json
import secrets
import stat
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from frontcounter.ops.demo.people import (
    FILE,
    DemoSignIns,
    NotADemoPerson,
    current_code,
    read_sign_ins,
)

NOW = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
FORCES = ("red-river", "soar-valley", "north-prairie", "escarpment")
LARGE = ("red-river", "soar-valley")  # those with reports of every kind; the others show life


@dataclass(frozen=True)
class Loaded:
    home: Path
    slugs: dict[str, str]
    sign_ins: DemoSignIns

    def force_id(self, name: str) -> UUID:
        from frontcounter.base.scope import Role, scope
        from frontcounter.forces.lookup import force_id_of

        with scope(Role.WORKER, None):
            found = force_id_of(self.slugs[name])
        assert found is not None
        return found


def load(home: Path) -> Loaded:
    from frontcounter.ops.demo.load import load_demo

    slugs = {name: f"{name}-{secrets.token_hex(4)}" for name in FORCES}
    return Loaded(home, slugs, load_demo(home, at=NOW, slugs=slugs))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(tmp_path_factory.mktemp("demo"))


def rows(force_id: UUID, sql: str) -> list[dict[str, Any]]:
    """What stands in the database, as the worker sees it."""
    from django.db import connection

    from frontcounter.base.scope import Role, scope

    with scope(Role.WORKER, force_id), connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count(force_id: UUID, sql: str) -> int:
    return int(rows(force_id, f"select count(*) as n from {sql}")[0]["n"])


@pytest.mark.parametrize(
    ("name", "states", "calls"),
    [
        (
            "red-river",
            {"submitted": 21, "in_review": 9, "waiting": 1, "recorded": 13, "not_taken": 4,
             "withdrawn": 1, "closed": 1},
            {"none": 37, "open": 10, "concluded": 3},
        ),
        (
            "soar-valley",
            {"submitted": 7, "in_review": 3, "recorded": 4, "not_taken": 4, "withdrawn": 2,
             "closed": 4},
            {"none": 17, "open": 2, "concluded": 5},
        ),
        # Everybody is called back here.
        (
            "north-prairie",
            {"submitted": 4, "recorded": 1, "redirected": 1},
            {"open": 4, "concluded": 2},
        ),
        (
            "escarpment",
            {"submitted": 3, "in_review": 1, "recorded": 1},
            {"none": 4, "open": 1},
        ),
    ],
)  # fmt: skip
def test_reports_stand_in_every_state(
    demo: Loaded, name: str, states: dict[str, int], calls: dict[str, int]
) -> None:
    found = rows(demo.force_id(name), "select state, call_back_state from reports_report")
    assert Counter(row["state"] for row in found) == states
    assert Counter(row["call_back_state"] for row in found) == calls


@pytest.mark.parametrize("name", LARGE)
def test_every_reason_for_not_taking_is_shown_once(demo: Loaded, name: str) -> None:
    from frontcounter.base.scope import Role, scope
    from frontcounter.forces.published import settings_in_scope

    force_id = demo.force_id(name)
    with scope(Role.WORKER, force_id):
        reasons = set(settings_in_scope().not_taken_reasons)
    found = rows(force_id, "select reason from reports_report where state = 'not_taken'")
    assert sorted(row["reason"] for row in found) == sorted(reasons)


@pytest.mark.parametrize("name", FORCES)
def test_nobody_is_told_of_the_past_and_only_the_handing_over_is_left_to_the_worker(
    demo: Loaded, name: str
) -> None:
    force_id = demo.force_id(name)
    told = rows(force_id, "select event, status from messages_message where status <> 'not_sent'")
    came_back = [{"event": "receipt", "status": "bounced"}] if name == "red-river" else []
    assert told == came_back
    assert count(force_id, "messages_message") > 5
    assert count(force_id, "transfer_transfer where state <> 'not_sent'") == 0
    jobs = f"procrastinate_jobs where args ->> 'force' = '{force_id}' and queue_name <> 'files'"
    waiting = {row["task_name"] for row in rows(force_id, f"select task_name from {jobs}")}
    # A booked time is carried to its report, and what was marked as sent is not sent again.
    booked = {"reports.carry_out_act", "messages.send_message"}
    left = {"red-river": booked, "north-prairie": {"transfer.hand_over"}}
    assert waiting == left.get(name, set())


SEEN = {  # what somebody who looks around finds at the desks of the largest
    "two reports of one thing": "reports_identifier where normal = 'MW88120C'",
    "a report that waits for an answer": "reports_report where state = 'waiting'",
    "an answer that came": "reports_question where answered_at is not null",
    "words of a reporter": "reports_act where kind = 'message'",
    "words of ours": "messages_reply",
    "a person who cannot be reached": "tasks_task where kind = 'contact' and state = 'open'",
    "a diverted call, tried in vain": "tasks_task t where number like 'C-%' and state = 'open' "
    "and exists (select 1 from tasks_attempt a where a.task_id = t.id)",
    "a call that is booked": "tasks_slot where state = 'booked'",
    "a follow-up not begun": "reports_report where follow_up_state = 'asked'",
    "a follow-up in hand": "reports_report where follow_up_state = 'begun'",
    "a follow-up that is done": "reports_report where follow_up_state = 'done'",
    "a request of an officer": "tasks_task where kind = 'records_request' and state = 'open'",
    "an answered request": "tasks_task where kind = 'records_request' and state = 'done'",
    "a promise that was broken": "reports_promise where lapsed_at is not null",
    "a call that is due in hours": "reports_promise where kind = 'urgent_call' "
    f"and due_at between '{NOW.isoformat()}' and '{NOW.isoformat()}'::timestamptz + '3 hours'",
    "a referral to victim support": "tasks_referral where state = 'sent'",
    "an alarm that rings": "tasks_alarm where ended_at is null",
}


@pytest.mark.parametrize("what", SEEN)
def test_what_a_newcomer_should_see_is_there(demo: Loaded, what: str) -> None:
    assert count(demo.force_id("red-river"), SEEN[what]) >= 1


def test_reporters_come_back_with_the_numbers_and_codes_that_the_console_tells(
    demo: Loaded,
) -> None:
    from frontcounter.base.scope import Role, scope
    from frontcounter.ops.demo.ways import FILE as WAYS
    from frontcounter.ops.demo.ways import WaysBack
    from frontcounter.reports.access import access_hash, open_report

    ways = WaysBack(demo.home).read()
    assert stat.S_IMODE((demo.home / WAYS).stat().st_mode) == 0o600
    assert len(ways) >= 3
    with scope(Role.PUBLIC, demo.force_id("red-river")):
        for way in ways:
            assert open_report(way.number, access_hash(way.code), at=NOW) is not None


@pytest.mark.parametrize("name", LARGE)
def test_what_is_recorded_has_a_number_and_numbers_rise_with_time(demo: Loaded, name: str) -> None:
    found = rows(
        demo.force_id(name),
        "select file_number from reports_report where recorded_at is not null order by recorded_at",
    )
    numbers = [row["file_number"] for row in found]
    assert len(numbers) >= 7
    assert None not in numbers
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("name", LARGE)
def test_promises_are_open_only_where_work_is_left_and_few_are_late(
    demo: Loaded, name: str
) -> None:
    force_id = demo.force_id(name)
    late = rows(
        force_id,
        "select r.state, p.kind, p.due_at from reports_promise p "
        "join reports_report r on r.id = p.report_id "
        f"where p.kept_at is null and p.lifted_at is null and p.due_at < '{NOW.isoformat()}'",
    )
    assert {row["state"] for row in late} <= {"submitted", "in_review"}
    assert 1 <= len(late) <= 4
    kept_early = count(force_id, "reports_promise where kept_at < made_at or due_at <= made_at")
    assert kept_early == 0
    ended = "('recorded', 'not_taken', 'withdrawn', 'closed')"
    left = count(
        force_id,
        "reports_promise p join reports_report r on r.id = p.report_id "
        f"where r.state in {ended} and p.kept_at is null and p.lifted_at is null "
        "and p.kind not in ('call_back', 'investigation_decision')",
    )
    assert left == 0


@pytest.mark.parametrize("name", LARGE)
def test_some_reports_name_the_same_thing(demo: Loaded, name: str) -> None:
    same = rows(
        demo.force_id(name),
        "select kind from reports_identifier group by kind, normal "
        "having count(distinct report_id) > 1",
    )
    assert {"serial", "plate", "email"} <= {row["kind"] for row in same}


@pytest.mark.parametrize(("name", "photos"), [("red-river", 5), ("soar-valley", 3)])
def test_photos_belong_to_their_reports_and_wait_for_the_check(
    demo: Loaded, name: str, photos: int
) -> None:
    force_id = demo.force_id(name)
    named = rows(
        force_id,
        "select p ->> 'id' as id, r.id as report_id from reports_report r, "
        "jsonb_array_elements(r.answers -> 'photos') p",
    )
    kept = rows(force_id, "select id, report_id, state from evidence_file")
    assert {(row["id"], row["report_id"]) for row in named} == {
        (str(row["id"]), row["report_id"]) for row in kept
    }
    assert [row["state"] for row in kept] == ["quarantined"] * photos


_CONTENT = """
select r.type, r.language, r.channel, r.answers, r.contact, r.state, r.state_since, r.submitted_at,
       r.call_back_state, r.file_number, r.recorded_at, r.reason, r.headline, r.place,
       r.reporter_name,
       (select jsonb_agg(jsonb_build_array(e.at, e.code, e.actor_name, e.note) order by e.at, e.id)
        from reports_event e where e.report_id = r.id) as events,
       (select jsonb_agg(jsonb_build_array(p.kind, p.due_at, p.kept_at, p.lifted_at)
        order by p.due_at, p.kind) from reports_promise p where p.report_id = r.id) as promises,
       (select jsonb_agg(jsonb_build_array(t.kind, t.state, t.due_at, t.claimed_by_name, t.outcome)
        order by t.due_at, t.kind) from tasks_task t where t.report_id = r.id) as tasks
from reports_report r order by r.submitted_at, r.reporter_name
"""


@pytest.mark.parametrize("name", FORCES)
def test_a_second_load_elsewhere_gives_the_same(demo: Loaded, second: Loaded, name: str) -> None:
    ours, theirs = rows(demo.force_id(name), _CONTENT), rows(second.force_id(name), _CONTENT)
    assert _without_file_ids(ours) == _without_file_ids(theirs)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(tmp_path_factory.mktemp("second"))


def _without_file_ids(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Files get their ids when they come, so those differ."""
    for row in found:
        answers = row["answers"]
        answers = json.loads(answers) if isinstance(answers, str) else answers
        for photo in answers.get("photos", []):
            photo.pop("id")
        row["answers"] = answers
    return found


def test_loading_again_adds_nothing_and_keeps_the_sign_ins(demo: Loaded) -> None:
    from frontcounter.ops.demo.load import load_demo

    before = {name: count(demo.force_id(name), "reports_event") for name in FORCES}
    again = load_demo(demo.home, slugs=demo.slugs)
    assert again == demo.sign_ins
    assert {name: count(demo.force_id(name), "reports_event") for name in FORCES} == before


def test_sign_ins_are_kept_where_only_we_may_read_them(demo: Loaded) -> None:
    assert stat.S_IMODE((demo.home / FILE).stat().st_mode) == 0o600
    assert read_sign_ins(demo.home) == demo.sign_ins


def test_secrets_differ_from_one_installation_to_the_next(demo: Loaded, second: Loaded) -> None:
    ours = {person.totp_secret for person in demo.sign_ins.people}
    assert len(ours) == len(demo.sign_ins.people)
    assert ours.isdisjoint(person.totp_secret for person in second.sign_ins.people)


def test_every_role_of_the_line_is_there_and_one_reviewer_works_in_french(demo: Loaded) -> None:
    for slug in demo.slugs.values():
        roles = {role for person in demo.sign_ins.of(slug) for role in person.roles}
        closed = {"intelligence", "professional_standards"}
        assert roles >= {"reviewer", "call_back", "supervisor", "call_taker", *closed}
    french = [p for p in demo.sign_ins.of(demo.slugs["red-river"]) if p.language == "fr"]
    assert ("reviewer",) in [p.roles for p in french]


def test_the_code_shown_is_the_one_that_the_sign_in_accepts(demo: Loaded) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    person = demo.sign_ins.people[0]
    moment = 1_795_000_000
    expected = format_hotp_value(hotp_value(person.totp_secret, moment // 30))
    assert current_code(demo.home, person.email.upper(), at=moment) == expected


def test_nobody_else_gets_a_code(demo: Loaded) -> None:
    with pytest.raises(NotADemoPerson):
        current_code(demo.home, "somebody@example.org")
