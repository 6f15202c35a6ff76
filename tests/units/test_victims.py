"""A victim's needs are noted; with consent they are referred, and the service answers."""

from __future__ import annotations

import pytest
from after_help import AT, send
from staff_help import signed_in, text_of

from frontcounter.messages.models import Message
from frontcounter.reports import queries
from frontcounter.reports.services import Refused
from frontcounter.tasks import victims
from frontcounter.tasks.models import Kind, Task, TaskState


def refer(force, person, sent, service="own", consent="call", shared=("name", "phone")):
    settings = force.settings()
    with force.scope("staff"):
        return victims.refer(
            queries.report(sent.id),
            person.actor(),
            settings,
            service,
            consent=consent,
            shared=shared,
            at=AT,
        )


def test_a_referral_is_work_for_the_service_and_ends_with_its_answer(red_river) -> None:
    sent, caller = send(red_river), red_river.person("call_back")
    referral = refer(red_river, caller, sent)
    with red_river.scope("staff"):
        task = Task.objects.get(report_id=sent.id, kind=Kind.REFERRAL)
        assert (task.unit, task.state) == ("victim_services", TaskState.OPEN)
        found = victims.referral(referral)
        assert found.shared["name"] == "Ada Roy"
        assert "email" not in found.shared
        victims.answer(referral, caller.actor(), "support_begun", note="Weekly calls.", at=AT)
        task.refresh_from_db()
        assert task.state == TaskState.DONE
        with pytest.raises(Refused, match="already_answered"):
            victims.answer(referral, caller.actor(), "reached", note="", at=AT)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"consent": ""}, "consent_missing"),
        ({"service": "nobody"}, "service_missing"),
        ({"shared": ("name",)}, "no_way_shared"),
    ],
)
def test_without_consent_a_service_and_a_way_nothing_is_passed_on(
    red_river, given, missing
) -> None:
    sent, caller = send(red_river), red_river.person("call_back")
    with pytest.raises(Refused, match=missing):
        refer(red_river, caller, sent, **given)
    with red_river.scope("staff"):
        assert not Task.objects.filter(report_id=sent.id, kind=Kind.REFERRAL).exists()


def test_a_service_outside_is_written_to(red_river) -> None:
    sent, caller = send(red_river), red_river.person("call_back")
    refer(red_river, caller, sent, service="newcomers")
    with red_river.scope("worker"):
        letter = Message.objects.get(report_id=sent.id, event="referral")
    assert letter.address == "support@newcomers.example"


def test_over_http_needs_lead_to_a_referral(red_river) -> None:
    sent = send(red_river)
    client = signed_in(red_river.person("call_back"))
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    assert client.post(f"{here}/needs", {}).status_code == 422
    told = {"safe_now": "no", "wants_support": "yes", "note": "Sleeps at her sister's."}
    answer = client.post(f"{here}/needs", told)
    assert answer.headers["Location"].endswith("/refer")
    assert client.post(f"{here}/refer", {"service": "own"}).status_code == 422
    given = {"service": "own", "consent": "call", "shared": ["name", "phone"]}
    assert client.post(f"{here}/refer", given).status_code == 302
    page = text_of(client.get(here))
    assert "Not in a safe place" in page
    assert "Victim services" in page
