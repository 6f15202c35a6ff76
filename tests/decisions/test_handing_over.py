"""A report for another force of the installation: carried there with everything, once."""

from __future__ import annotations

import re

import pytest
from after_help import AT, send, take
from staff_help import signed_in, text_of

from force_help import make_force
from frontcounter.evidence.models import Evidence
from frontcounter.evidence.queries import originals_of
from frontcounter.forces.carrying import neighbours
from frontcounter.messages.models import Message
from frontcounter.reports import queries
from frontcounter.reports.models import Report
from frontcounter.tasks.models import Kind, Task
from frontcounter.transfer.handing_over import hand_over

CONTENT = b"%PDF-1.4\n" + b"a receipt " * 50 + b"\n%%EOF\n"


@pytest.fixture
def here():
    return make_force("red-river")


@pytest.fixture
def there(here):
    return make_force("north-prairie", takes_over_from=[here.slug])


def decide(force, person, sent, to) -> None:
    take(force, person, sent, "claim")
    details = {"force": to, "agreed": True, "how": "By telephone today"}
    take(force, person, sent, "hand_over", details=details)


def with_file(force, sent) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from frontcounter.evidence.services import receive_upload

    with force.scope("public"):
        upload = SimpleUploadedFile("receipt.pdf", CONTENT, "application/pdf")
        receive_upload(upload, report_id=sent.id, question="photos", at=AT)


def test_everything_goes_along_and_each_timeline_names_the_other(here, there) -> None:
    sent, person = send(here), here.person("reviewer")
    with_file(here, sent)
    decide(here, person, sent, there.slug)
    for _ in range(2):
        hand_over(here.id, sent.id, at=AT)
    with here.scope("staff"):
        ours = queries.report(sent.id)
        told = [event for event in queries.timeline(sent.id) if event.code == "handed_over_as"]
    assert (ours.state, len(told)) == ("redirected", 1)
    with there.scope("worker"):
        (row,) = Report.objects.all()
        theirs = queries.report(row.id)
        (begun,) = queries.timeline(row.id)
        (file,) = originals_of(row.id, until=AT)
        kept = file.open().read()
        message = Message.objects.get(report_id=row.id)
        assert Task.objects.filter(report_id=row.id, kind=Kind.REVIEW).exists()
        assert queries.promises(row.id)
    assert told[0].details["tracking_number"] == theirs.tracking_number
    assert begun.details["tracking_number"] == ours.tracking_number
    assert (theirs.channel, theirs.form_hash) == ("handed_over", ours.form_hash)
    assert (theirs.answers, theirs.contact) == (ours.answers, ours.contact)
    assert kept == CONTENT
    assert message.event == "taken_over"
    with here.scope("worker"):
        mine = Evidence.objects.get(report_id=sent.id)
    assert mine.path != file.path


def test_what_the_other_refuses_is_ours_again_and_a_supervisors_task(here) -> None:
    stranger = make_force("escarpment", takes_over_from=[])
    sent, person = send(here), here.person("reviewer")
    decide(here, person, sent, stranger.slug)
    for _ in range(2):
        hand_over(here.id, sent.id, at=AT)
    with here.scope("worker"):
        assert queries.report(sent.id).state == "submitted"
        kinds = list(Task.objects.exclude(state="done").values_list("kind", flat=True))
    assert sorted(kinds) == ["review", "supervise"]
    with stranger.scope("worker"):
        assert not Report.objects.exists()


def test_the_page_asks_for_agreement_and_names_only_those_that_take_from_us(here, there) -> None:
    practice = make_force("escarpment", takes_over_from="any", practice=True)
    sent, person = send(here), here.person("reviewer")
    take(here, person, sent, "claim")
    with here.scope("staff"):
        known = {one.slug for one in neighbours()}
    assert there.slug in known
    assert practice.slug not in known
    with practice.scope("staff"):
        assert neighbours() == []
    client = signed_in(person)
    page_at = f"/staff/{here.slug}/reports/{sent.tracking_number}/hand-over"
    page = text_of(client.get(page_at))
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    given = {"stamp": stamp, "force": there.slug, "how": "By telephone", "note": ""}
    assert client.post(page_at, given).status_code == 422
    assert client.post(page_at, given | {"agreed": "yes", "force": "x"}).status_code == 422
    assert client.post(page_at, given | {"agreed": "yes"}).status_code == 302
    with here.scope("staff"):
        assert queries.report(sent.id).state == "redirected"
    assert signed_in(here.person("call_back")).get(page_at).status_code in {403, 409}


def test_a_closed_desk_hands_nothing_over(here, there) -> None:
    from frontcounter.reports.services import Refused

    sent, person = send(here), here.person("reviewer")
    take(here, person, sent, "claim")
    with here.scope("worker"):
        Report.objects.filter(id=sent.id).update(for_records=False)
    with pytest.raises(Refused) as refused:
        details = {"force": there.slug, "agreed": True, "how": "x"}
        take(here, person, sent, "hand_over", details=details)
    assert refused.value.code == "stays_here"


def test_nothing_real_goes_to_a_practice_area_whatever_it_says(here) -> None:
    practice = make_force("north-prairie", takes_over_from="any", practice=True)
    sent, person = send(here), here.person("reviewer")
    decide(here, person, sent, practice.slug)
    hand_over(here.id, sent.id, at=AT)
    with here.scope("staff"):
        assert queries.report(sent.id).state == "submitted"
    with practice.scope("worker"):
        assert not Report.objects.exists()
