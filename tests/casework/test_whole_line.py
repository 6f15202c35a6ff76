"""The thinnest whole line: queue, claim, the report's page, a decision."""

from __future__ import annotations

from after_help import send
from staff_help import signed_in, text_of


def test_a_reviewer_claims_and_records_a_report(red_river) -> None:
    sent = send(red_river)
    client = signed_in(red_river.person("reviewer"))
    base = f"/staff/{red_river.slug}"
    queue = client.get(f"{base}/review")
    assert queue.status_code == 200
    assert sent.tracking_number in text_of(queue)
    here = f"{base}/reports/{sent.tracking_number}"
    page = client.get(here)
    assert page.status_code == 200
    claimed = client.post(f"{here}/claim")
    assert claimed.status_code == 302
    assert "You hold this report" in text_of(client.get(claimed["Location"]))
    decide = client.get(f"{here}/decide/record")
    assert decide.status_code == 200
