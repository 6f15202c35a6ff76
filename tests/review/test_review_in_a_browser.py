"""The pages of the review with axe, at both widths and in both languages."""

from __future__ import annotations

from after_help import AT, TYPED, send, take
from staff_help import signed_in, text_of

from axe_help import violations
from frontcounter.reports import agency, assessing

STORY = "The neighbour saw a man with a knife. I am afraid he will come back."
ALL = {prompt: {"level": "high", "words": "As told."} for prompt in assessing.PROMPTS}


def test_the_pages_of_a_full_report_pass_axe(red_river, monkeypatch) -> None:
    from frontcounter.accounts.models import User
    from frontcounter.base.scope import Role, scope

    monkeypatch.setitem(TYPED, "story", [STORY])
    monkeypatch.setitem(TYPED, "saw", ["other", "vehicle"])
    monkeypatch.setitem(TYPED, "other_vehicle.plate", ["ABC 123"])
    sent = send(red_river, report_type="theft_from_vehicle")
    person = red_river.person("supervisor")
    french = red_river.person("supervisor", name="Zoé Roy")
    with scope(Role.STAFF, None):
        User.objects.filter(id=french.id).update(language="fr")
    take(red_river, person, sent, "claim")
    things = [{"category": "tools", "description": "Drill", "serial": "D-77123"}]
    with red_river.scope("staff"):
        agency.change(
            sent.id, "things", things, reason="From the receipt", actor=person.actor(), at=AT
        )
        assessing.assess(sent.id, ALL, priority=2, note="", actor=person.actor(), at=AT)
    pages = {}
    for lang, one in (("en", person), ("fr", french)):
        client = signed_in(one)
        for name, rest in (("report", ""), ("change", "/change/things"), ("triage", "/triage")):
            answer = client.get(f"/staff/{red_river.slug}/reports/{sent.tracking_number}{rest}")
            assert answer.status_code == 200
            pages[f"{name}-{lang}"] = text_of(answer)
    assert "<mark>knife</mark>" in pages["report-en"]
    assert violations(pages, (320, 1280)) == {}
