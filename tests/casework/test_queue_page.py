"""The queue page: order, marks, counts, keys, and what it costs."""

from __future__ import annotations

import re
from datetime import timedelta

import after_help
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
    onward = re.search(r'href="(\?after=[^"]+)"', first)[1]
    second = text_of(client.get(base + onward))
    assert set(numbers(first)) | set(numbers(second)) == sent
    assert len(set(numbers(second))) == 2
    back = re.search(r'href="(\?before=[^"]+)"', second)[1]
    assert set(numbers(text_of(client.get(base + back)))) == set(numbers(first))
    assert client.get(f"{base}?after=rubbish").status_code == 200


def test_a_queue_page_costs_twelve_statements_at_most(red_river) -> None:
    for _ in range(3):
        send(red_river)
    person = red_river.person("reviewer", "call_back", "supervisor", "records")
    client = signed_in(person)
    client.get(f"/staff/{red_river.slug}/review")
    with statements() as made:
        assert client.get(f"/staff/{red_river.slug}/review").status_code == 200
    print(len(made), "statements")
    assert len(made) <= 12, "\n".join(made)


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


def test_a_report_page_costs_eighteen_statements_at_most(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    send(red_river)
    take(red_river, person, sent, "claim")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    client.get(here)
    with statements() as made:
        assert client.get(here).status_code == 200
    print(len(made), "statements")
    assert len(made) <= 18, "\n".join(made)


def test_the_next_report_is_the_one_with_the_oldest_promise(red_river, monkeypatch) -> None:
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}"
    assert client.get(f"{base}/review/next")["Location"] == f"{base}/review"
    sent = [send_at(red_river, monkeypatch, hours) for hours in (2, 100)]
    answer = client.get(f"{base}/review/next")
    assert answer["Location"] == f"{base}/reports/{sent[1].tracking_number}"
