"""Bytes that no keyboard makes are left out of notes, and name no page."""

from __future__ import annotations

from after_help import send, take
from staff_help import new_client, signed_in, text_of


def test_a_zero_byte_in_a_note_on_a_call_is_left_out(red_river) -> None:
    sent, reviewer = send(red_river), red_river.person("reviewer")
    take(red_river, reviewer, sent, "claim")
    take(red_river, reviewer, sent, "call_back", note="Ask.")
    client = signed_in(red_river.person("call_back"))
    call = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/call"
    client.post(f"{call}/take")
    given = {"tried": "no_answer", "try_note": "Rang\x00 twice"}
    assert client.post(f"{call}/attempt", given).status_code == 302
    assert "Rang twice" in text_of(client.get(call))
    given = {"outcome": "confirmed", "note": "All\x00 well."}
    assert client.post(f"{call}/conclude", given).status_code == 302


def test_a_zero_byte_in_an_address_of_the_staff_site_names_no_page(red_river) -> None:
    client = signed_in(red_river.person("reviewer"))
    for path in (f"{red_river.slug}/reports/%00", "%00/review", "%00", f"{red_river.slug}/%00"):
        assert client.get(f"/staff/{path}").status_code == 404, path
    given = {"login": "a\x00@example.org", "password": "\x00"}
    assert new_client().post("/staff/sign-in", given).status_code == 422
    assert client.post("/staff/account", {"language": "\x00"}).status_code < 500


def test_a_zero_byte_in_what_is_looked_for_and_in_a_decision_is_left_out(red_river) -> None:
    sent = send(red_river)
    client = signed_in(red_river.person("supervisor"))
    base = f"/staff/{red_river.slug}"
    found = client.post(f"{base}/find", {"q": f"{sent.tracking_number}\x00"})
    assert sent.tracking_number in text_of(found)
    decision = f"{base}/reports/{sent.tracking_number}/decide/call_back"
    assert client.post(decision, {"note": "Ask\x00 her."}).status_code < 500
