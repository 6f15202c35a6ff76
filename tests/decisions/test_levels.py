"""A decision for several people: each level agrees in turn, or sends it back, and nobody twice."""

from __future__ import annotations

import pytest
from after_help import AT, send, take
from staff_help import signed_in, text_of

from force_help import make_force
from frontcounter.messages.queries import messages_of
from frontcounter.ops.force_values_decisions import deciding
from frontcounter.reports import queries
from frontcounter.reports.models import Report
from frontcounter.reports.services import Refused, perform
from frontcounter.tasks.models import Task

THREE = {
    "not_take": [
        {
            "types": ["theft_bicycle"],
            "levels": [{"roles": ["supervisor"]}, {"roles": ["crime_registrar"]}],
        },
        {"types": ["theft_bicycle"]},
    ]
}


@pytest.fixture(scope="module")
def strict():
    return make_force("red-river", second_person=THREE)


def move(force, actor, sent, code, **more):
    with force.scope("staff"):
        perform(code, sent.id, actor, at=AT, **more)


def refused(force, actor, sent, code, **more) -> str:
    with pytest.raises(Refused) as found:
        move(force, actor, sent, code, **more)
    return found.value.code


def proposed(force, person, sent) -> None:
    take(force, person, sent, "claim")
    move(
        force, person.actor(), sent, "propose",
        note="Not ours.", details={"decision": "not_take", "reason": "civil_matter"},
    )  # fmt: skip


def test_each_level_agrees_in_turn_and_the_last_takes_it(strict) -> None:
    sent, one = send(strict), strict.person("reviewer", "supervisor", "crime_registrar")
    boss, registrar = strict.person("supervisor", name="Ben Ode"), strict.person("crime_registrar")
    proposed(strict, one, sent)
    assert refused(strict, one.actor(), sent, "claim") == "second_person"
    assert refused(strict, registrar.actor(), sent, "claim") == "special_role"
    take(strict, boss, sent, "claim")
    alone = {"reason": "civil_matter"}
    assert refused(strict, boss.actor(), sent, "not_take", **alone) == "agree_first"
    move(strict, boss.actor(), sent, "agree", note="I agree.")
    with strict.scope("staff"):
        assert Task.objects.get(report_id=sent.id).level == 3
        assert not [m for m in messages_of(sent.id) if m.event == "not_taken"]
    both = strict.person("crime_registrar", "supervisor").actor()
    assert refused(strict, boss.actor(), sent, "claim") == "second_person"
    move(strict, both, sent, "claim")
    assert refused(strict, both, sent, "agree") == "nothing_to_agree"
    assert refused(strict, both, sent, "not_take", reason="outside_area") == "another_reason"
    move(strict, both, sent, "not_take", **alone)
    with strict.scope("staff"):
        found = queries.report(sent.id)
        lines = {e.code: e for e in queries.timeline(sent.id)}
    assert (found.state, found.proposal) == ("not_taken", None)
    assert lines["propose"].note == "Not ours."
    assert (lines["agree"].note, lines["agree"].details["level"]) == ("I agree.", 2)
    assert lines["agree"].actor_name == "Ben Ode"


def test_any_level_sends_it_back_and_says_why(strict) -> None:
    sent, one = send(strict), strict.person("reviewer")
    boss, registrar = strict.person("supervisor"), strict.person("crime_registrar")
    proposed(strict, one, sent)
    take(strict, boss, sent, "claim")
    move(strict, boss.actor(), sent, "agree")
    take(strict, registrar, sent, "claim")
    assert refused(strict, registrar.actor(), sent, "send_back", note=" ") == "note_missing"
    move(strict, registrar.actor(), sent, "send_back", note="It is a theft.")
    with strict.scope("staff"):
        assert queries.report(sent.id).proposal is None
        assert Task.objects.get(report_id=sent.id).level == 1


def test_pages_of_a_middle_level(strict) -> None:
    sent, one = send(strict), strict.person("reviewer", name="Ann Lee")
    boss = strict.person("supervisor", name="Ben Ode")
    proposed(strict, one, sent)
    client, here = signed_in(boss), f"/staff/{strict.slug}/reports/{sent.tracking_number}"
    take(strict, boss, sent, "claim")
    page = text_of(client.get(here))
    assert "Level 2 of 3." in page
    assert f"{here}/decide/agree" in page
    assert f"{here}/decide/not_take" not in page
    page = text_of(client.get(f"{here}/decide/agree"))
    assert "Ann Lee proposed this." in page
    assert "Not ours." in page
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    given = {"stamp": stamp, "note": "Quite so."}
    assert client.post(f"{here}/decide/agree", given).status_code == 302
    page = text_of(client.get(here))
    assert "Ben Ode agreed." in page
    assert "Agreed to the proposal: Do not take" in page
    assert "Level 3 of 3." in page


def test_a_correction_after_the_proposal_spares_nobody() -> None:
    force = make_force("red-river", second_person={"not_take": {"value_over": 100}})
    sent, one = send(force), force.person("reviewer")
    with force.scope("worker"):
        Report.objects.filter(id=sent.id).update(value_minor=20_000)
    proposed(force, one, sent)
    with force.scope("worker"):
        Report.objects.filter(id=sent.id).update(value_minor=100)
    assert refused(force, one.actor(), sent, "claim") == "second_person"
    another = force.person("reviewer").actor()
    move(force, another, sent, "claim")
    move(force, another, sent, "not_take", reason="civil_matter")


def test_redirecting_wants_the_same_people_and_the_same_triage() -> None:
    force = make_force(
        "red-river",
        second_person={"not_take": {}},
        triage={"required_for": ["theft_bicycle"]},
    )
    sent, one = send(force), force.person("reviewer")
    take(force, one, sent, "claim")
    with force.scope("staff"):
        record = queries.report(sent.id)
        why = {m.arrow.code: m.refused for m in queries.moves(record, one.actor())}
    assert why["not_take"] == why["redirect"] == "triage_first"
    assert why["join"] is None
    free = make_force("red-river", second_person={"not_take": {}, "redirect": []})
    sent, one = send(free), free.person("reviewer")
    take(free, one, sent, "claim")
    move(free, one.actor(), sent, "redirect", reason="to_legal_help")


def test_a_join_is_proposed_on_its_page_and_taken_by_another_person() -> None:
    force = make_force("red-river", second_person={"join": {}})
    sent, other, third = send(force), send(force), send(force)
    one, boss = force.person("reviewer"), force.person("reviewer", name="Ben Ode")
    take(force, one, sent, "claim")
    assert (
        refused(force, one.actor(), sent, "join", details={"into": str(other.id)})
        == "propose_first"
    )
    here = f"/staff/{force.slug}/reports/{sent.tracking_number}"
    client = signed_in(one)
    assert f"{here}/join" in text_of(client.get(here))
    page = text_of(client.get(f"{here}/join?into={other.tracking_number}"))
    assert "Propose to a second person" in page
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    given = {"stamp": stamp, "into": other.tracking_number, "note": ""}
    assert client.post(f"{here}/join", given).status_code == 422
    assert client.post(f"{here}/join", given | {"note": "The same bicycle."}).status_code == 302
    take(force, boss, sent, "claim")
    client = signed_in(boss)
    assert other.tracking_number in text_of(client.get(here))
    elsewhere = {"into": str(third.id)}
    assert refused(force, boss.actor(), sent, "join", details=elsewhere) == "another_target"
    page = text_of(client.get(f"{here}/join"))
    assert "The same bicycle." in page
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    answer = client.post(f"{here}/join", given | {"stamp": stamp})
    assert answer.status_code == 302
    with force.scope("staff"):
        assert queries.report(sent.id).joined_to == other.id


def test_a_wish_to_withdraw_a_sensitive_report_is_agreed_to_after_a_talk(red_river) -> None:
    sent, one = send(red_river), red_river.person("reviewer", "call_back")
    with red_river.scope("worker"):
        row = Report.objects.get(id=sent.id)
        row.reason, row.call_back_state = "ask_to_withdraw", "open"
        row.save()
    always = make_force("red-river", talk_before_withdrawal="always")
    with red_river.scope("staff"):
        record = queries.report(sent.id)
        why = {m.arrow.code: m.refused for m in queries.moves(record, one.actor())}
    assert why["agree_withdrawal"] is None  # a bicycle: nobody need be asked again
    sent, one = send(always), always.person("reviewer", "call_back")
    with always.scope("worker"):
        Report.objects.filter(id=sent.id).update(reason="ask_to_withdraw", call_back_state="open")
    assert refused(always, one.actor(), sent, "agree_withdrawal") == "talk_first"
    said = {"outcome": "wishes_to_withdraw"}
    move(always, one.actor(), sent, "conclude_call_back", details=said)
    move(always, one.actor(), sent, "agree_withdrawal")
    with always.scope("staff"):
        assert queries.report(sent.id).state == "withdrawn"


def test_a_file_says_what_is_wrong_with_its_levels() -> None:
    told = {
        "record": {"levels": [{"roles": ["call_taker"]}], "value": 3},
        "close": {},
        "join": [{"levels": []}],
    }
    settings = {"types": {}, "languages": [], "second_person": told, "talk_before_withdrawal": "no"}
    found = "\n".join(f"{where}: {what}" for where, what in deciding(settings, ()))
    for words in (
        "'call_taker' may not take this decision",
        "second_person.record.value: is not a key",
        "second_person.close: is no such decision",
        "one to 4 levels",
        "talk_before_withdrawal: should be",
    ):
        assert words in found
