"""The queue page: order, marks, counts, keys, and what it costs."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import after_help
import pytest
from after_help import AT, TYPED, send, take
from staff_help import signed_in, statements, text_of

from frontcounter.audit.models import Entry


def send_at(force, monkeypatch, hours_ago: float, **more):
    at = AT - timedelta(hours=hours_ago)
    monkeypatch.setattr(after_help, "AT", at)
    for end in ("from", "to"):
        for part in ("day", "month", "year"):
            value = str(getattr(AT - timedelta(days=9), part))
            monkeypatch.setitem(TYPED, f"happened.{end}_{part}", [value])
    return send(force, **more)


def numbers(page: str) -> list[str]:
    return re.findall(r"T-[A-Z0-9]{4}-[A-Z0-9]{4}(?=<| )", page)


def test_the_oldest_promise_is_on_top(red_river, monkeypatch) -> None:
    late = [send_at(red_river, monkeypatch, hours) for hours in (2, 100, 50)]
    client = signed_in(red_river.person("reviewer"))
    page = text_of(client.get(f"/staff/{red_river.slug}/review"))
    wanted = [late[number].tracking_number for number in (1, 2, 0)]
    assert [number for number in numbers(page) if number in wanted] == wanted


def test_a_row_tells_language_and_what_other_reports_name_too(red_river) -> None:
    send(red_river)
    send(red_river, lang="fr")
    client = signed_in(red_river.person("reviewer"))
    page = text_of(client.get(f"/staff/{red_river.slug}/review"))
    assert "French" in page
    assert "Same serial or plate, 1 other" in page
    assert "Same reporter, 1 other" in page


def test_the_queue_is_walked_by_key(red_river) -> None:
    sent = {send(red_river).tracking_number for _ in range(27)}
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}/review"
    first = text_of(client.get(base))
    onward = html.unescape(re.search(r'href="(\?after=[^"]+)"', first)[1])
    second = text_of(client.get(base + onward))
    assert set(numbers(first)) | set(numbers(second)) == sent
    assert len(set(numbers(second))) == 2
    back = html.unescape(re.search(r'href="(\?before=[^"]+)"', second)[1])
    assert set(numbers(text_of(client.get(base + back)))) == set(numbers(first))
    assert client.get(f"{base}?after=rubbish").status_code == 200


@pytest.mark.parametrize("role", ["reviewer", "supervisor"])
def test_a_queue_page_costs_few_statements(red_river, role) -> None:
    """Also where an alarm rings, which only the supervisor hears here."""
    from frontcounter.tasks.alarms import raise_alarm

    sent = [send(red_river) for _ in range(3)]
    with red_river.scope("worker"):
        raise_alarm(report_id=sent[0].id, at=AT)
    client = signed_in(red_river.person(role))
    client.get(f"/staff/{red_river.slug}/review")
    with statements() as made:
        page = client.get(f"/staff/{red_river.slug}/review")
    assert page.status_code == 200
    assert ('class="fc-alarm" method="post"' in text_of(page)) == (role == "supervisor")
    assert len(made) <= 9, "\n".join(made)


def test_looking_at_a_queue_is_written_down(red_river) -> None:
    person = red_river.person("reviewer")
    signed_in(person).get(f"/staff/{red_river.slug}/review")
    with red_river.scope("worker"):
        assert Entry.objects.filter(action="queue.review", actor_id=str(person.id)).count() == 1


def test_what_one_holds_is_in_hand_and_not_in_the_queue(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    client = signed_in(person)
    base = f"/staff/{red_river.slug}"
    assert sent.tracking_number not in text_of(client.get(f"{base}/review"))
    assert sent.tracking_number in text_of(client.get(f"{base}/mine"))
    other = signed_in(red_river.person("reviewer", name="Ben Ode"))
    assert sent.tracking_number not in text_of(other.get(f"{base}/mine"))
    assert sent.tracking_number not in text_of(other.get(f"{base}/mine?who=all"))
    supervisor = signed_in(red_river.person("supervisor", name="Eve Roy"))
    everybody = text_of(supervisor.get(f"{base}/mine?who=all"))
    assert sent.tracking_number in everybody
    assert "Ann Lee" in everybody


def test_a_long_queue_costs_no_more_statements_than_a_short_one(red_river) -> None:
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}/review"
    costs = []
    for more in (2, 12):
        for _ in range(more):
            send(red_river)
        client.get(base)
        with statements() as made:
            client.get(base)
        costs.append(len(made))
    assert costs[0] == costs[1]


def test_a_report_page_costs_twelve_statements_at_most(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    send(red_river)
    take(red_river, person, sent, "claim")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    client.get(here)
    with statements() as made:
        assert client.get(here).status_code == 200
    print(len(made), "statements")
    assert len(made) <= 12, "\n".join(made)


def test_the_next_report_is_the_one_with_the_oldest_promise(red_river, monkeypatch) -> None:
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}"
    assert client.get(f"{base}/review/next")["Location"] == f"{base}/review"
    sent = [send_at(red_river, monkeypatch, hours) for hours in (2, 100)]
    answer = client.get(f"{base}/review/next")
    assert answer["Location"] == f"{base}/reports/{sent[1].tracking_number}"


def test_filters_stand_in_the_address_and_words_never_do(red_river) -> None:
    sent = send(red_river)
    other = send(red_river, report_type="lost_property")
    index(red_river)
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}/review"
    answer = client.post(base, {"type": "theft_bicycle", "words": ""})
    assert answer["Location"] == f"{base}?type=theft_bicycle"
    page = text_of(client.get(answer["Location"]))
    assert set(numbers(page)) == {sent.tracking_number}
    assert "Remove filter" in page
    page = text_of(client.post(base, {"type": "lost_property", "words": "roy"}))
    assert set(numbers(page)) == {other.tracking_number}
    assert "words=" not in page
    assert set(numbers(text_of(client.post(base, {"words": "nowhere"})))) == set()


def index(force) -> None:
    from frontcounter.reports.search_index import index_waiting

    with force.scope("worker"):
        index_waiting()


def test_a_search_is_saved_shared_and_deleted(red_river) -> None:
    sent = send(red_river)
    owner = in_unit(red_river, "reviewer", "data_centre")
    client = signed_in(owner)
    base = f"/staff/{red_river.slug}"
    assert client.get(f"{base}/")["Location"] == f"{base}/queues/unit"
    assert sent.tracking_number in text_of(client.get(f"{base}/queues/unit"))
    assert client.post(f"{base}/queues/save", {"queue": "review", "name": ""}).status_code == 422
    answer = client.post(
        f"{base}/queues/save",
        {
            "queue": "review",
            "name": "Bicycles",
            "type": "theft_bicycle",
            "share": "data_centre",
            "sort": "new",
        },
    )
    here = answer["Location"].partition("?")[0]
    assert sent.tracking_number in text_of(client.get(answer["Location"]))
    colleague = signed_in(in_unit(red_river, "reviewer", "data_centre", name="Ben Ode"))
    listed = text_of(colleague.get(f"{base}/queues"))
    assert "Bicycles" in listed
    assert "by Ann Lee" in listed
    assert colleague.get(here).status_code == 200
    assert "Email me" in text_of(colleague.get(f"{here}?filter=open"))
    assert colleague.post(f"{here}/change", {"every": "daily"}).status_code == 302
    page = text_of(colleague.get(f"{here}?filter=open"))
    assert re.search(r'<option value="daily" selected', page)
    assert colleague.post(f"{here}/change", {"delete": "yes"}).status_code == 403
    stranger = signed_in(red_river.person("reviewer", name="Eve Roy"))
    assert stranger.get(here).status_code == 404
    assert client.post(f"{here}/change", {"delete": "yes"})["Location"].endswith("?done=deleted")
    assert client.get(here).status_code == 404


def in_unit(force, role, unit, **more):
    from frontcounter.accounts.models import Membership

    person = force.person(role, **more)
    with force.scope("staff"):
        Membership.objects.filter(user_id=person.id).update(unit=unit)
    return person


def test_next_is_the_next_of_the_queue_one_came_from(red_river, monkeypatch) -> None:
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}"
    old = send_at(red_river, monkeypatch, 100)
    lost = send_at(red_river, monkeypatch, 2, report_type="lost_property")
    client.get(f"{base}/review?type=lost_property")
    assert client.get(f"{base}/review/next")["Location"].endswith(lost.tracking_number)
    client.get(f"{base}/review")
    assert client.get(f"{base}/review/next")["Location"].endswith(old.tracking_number)


def test_counts_are_told_apart_and_keep_nobody_signed_in(red_river, monkeypatch) -> None:
    from frontcounter.accounts.sessions import SessionStore

    send(red_river)
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}"
    client.get(f"{base}/review")
    touched = []
    monkeypatch.setattr(SessionStore, "touch", lambda self, at: touched.append(at))
    found = client.get(f"{base}/counts").json()["counts"]
    assert found[f"{base}/review"] == "1"
    assert touched == []


def test_a_task_without_a_report_has_its_own_row(red_river) -> None:
    from frontcounter.tasks.models import Kind, Task

    with red_river.scope("worker"):
        Task(
            kind=Kind.RECORDS_REQUEST,
            unit="data_centre",
            number="Q-1001",
            title="Correct a plate",
            due_at=AT,
            work_by=AT,
            opened_at=AT,
            opened_by_name="Officer Kit",
        ).add()
    page = text_of(
        signed_in(red_river.person("records")).get(
            f"/staff/{red_river.slug}/queues/records_request"
        )
    )
    assert "Q-1001" in page
    assert "Correct a plate" in page
    assert "from Officer Kit" in page


def test_other_peoples_queues_are_refused(red_river) -> None:
    client = signed_in(red_river.person("records"))
    base = f"/staff/{red_river.slug}/queues"
    assert client.get(f"{base}/supervise").status_code == 403
    assert client.get(f"{base}/nothing").status_code == 404
    assert client.get(f"{base}/unit").status_code == 404
    assert client.post(f"{base}/save", {"queue": "mine", "name": "x"}).status_code == 403


def test_a_unit_opens_its_queue_to_nobody_who_may_read_no_reports(red_river) -> None:
    send(red_river)
    here = f"/staff/{red_river.slug}/queues/unit"
    for role in ("analyst", "force_administrator", "privacy", "call_taker", "officer"):
        client = signed_in(in_unit(red_river, role, "data_centre"))
        assert client.get(here).status_code == 403, role
        assert client.post(here, {"words": "roy"}).status_code == 403, role
