"""Hints beside who looked at a report: they need no e-mail address, and no name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from after_help import send
from staff_help import signed_in

from frontcounter.privacy import looking
from frontcounter.reports.models import Report


def looked(force, sent):
    now = datetime.now(UTC)
    wanted = looking.Wanted(now - timedelta(days=1), now + timedelta(hours=1), sent.id)
    with force.scope("staff"):
        return [one for one in looking.looked(wanted).lines if one.action == "report.view"]


def test_a_contact_without_an_address_gives_no_hint_and_no_error(red_river) -> None:
    sent, ann = send(red_river), red_river.person("reviewer", name="Zoe Roy")
    signed_in(ann).get(f"/staff/{red_river.slug}/reports/{sent.tracking_number}")
    for contact in ({"email": None}, {}, {"email": ann.email.upper()}):
        with red_river.scope():
            Report.objects.filter(id=sent.id).update(contact=contact, reporter_name="Ada Roy")
        (line,) = looked(red_river, sent)
        assert ("own_email" in line.hints) == bool(contact.get("email"))
        assert "same_surname" in line.hints
    with red_river.scope():
        Report.objects.filter(id=sent.id).update(reporter_name=" ")
    assert "same_surname" not in looked(red_river, sent)[0].hints
