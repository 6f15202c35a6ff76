"""The privacy officer's pages: who opens them, and the whole way of a batch and of a package."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pikepdf
from after_help import send
from django.utils import timezone
from privacy_help import a_force, ended, proposed
from staff_help import signed_in, text_of

from axe_help import violations
from frontcounter.accounts.models import User
from frontcounter.audit.models import Entry, Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.scope import Role, scope
from frontcounter.privacy import disposal, packages
from frontcounter.privacy.models import Batch, Item, Package
from frontcounter.reports.models import Report


def test_two_people_destroy_a_batch_and_print_a_certificate() -> None:
    force = a_force()
    sent = ended(force)
    ended(force)
    batch_id = proposed(force)
    here = f"/staff/{force.slug}/privacy/disposal/{batch_id}"
    one, other = (signed_in(force.person("privacy")) for _ in range(2))
    assert sent.tracking_number in text_of(one.get(here))
    with force.scope():
        item = Item.objects.exclude(report_id=sent.id).get()
    assert one.post(f"{here}/leave-out", {"item": item.id}).status_code == 409
    assert one.post(f"{here}/leave-out", {"item": item.id, "reason": "Asked"}).status_code == 302
    assert one.post(f"{here}/check").status_code == 302
    assert "Somebody else has to approve" in text_of(one.get(here))
    assert one.post(f"{here}/approve").status_code == 409
    assert "1 report will be destroyed" in text_of(other.get(here))
    assert other.post(f"{here}/approve").status_code == 302
    disposal.dispose(force.id, batch_id, at=timezone.now())
    page = text_of(other.get(f"{here}/certificate"))
    assert sent.tracking_number in page
    assert "Ada" not in page
    first, again = (other.get(f"{here}/certificate.pdf").content for _ in range(2))
    assert first == again
    assert len(pikepdf.open(io.BytesIO(first)).pages) == 1
    with force.scope():
        assert Batch.objects.get().state == "done"
        assert Report.objects.filter(answers={}).count() == 1
        assert Entry.objects.filter(action="disposal.view").count() >= 3


def test_approving_asks_for_a_fresh_proof(monkeypatch: Any) -> None:
    from frontcounter.accounts import proving

    force = a_force()
    ended(force)
    batch_id = proposed(force)
    here = f"/staff/{force.slug}/privacy/disposal/{batch_id}"
    one, other = (signed_in(force.person("privacy")) for _ in range(2))
    one.post(f"{here}/check")
    monkeypatch.setattr(proving, "proved_at", lambda _request: 0.0)
    answer = other.post(f"{here}/approve")
    assert answer.status_code == 302
    assert "/staff/prove" in answer["Location"]
    with force.scope():
        assert Batch.objects.get().state == "checked"


def test_others_do_not_get_in() -> None:
    force = a_force()
    batch = f"/staff/{force.slug}/privacy/disposal"
    reviewer, auditor = signed_in(force.person("reviewer")), signed_in(force.person("auditor"))
    for path in ("", "/disposal", "/holds", "/requests", "/looked"):
        assert reviewer.get(f"/staff/{force.slug}/privacy{path}").status_code == 403
    assert auditor.get(f"/staff/{force.slug}/privacy").status_code == 302
    assert auditor.get(f"/staff/{force.slug}/privacy/looked").status_code == 200
    assert auditor.get(batch).status_code == 403
    assert auditor.get(f"/staff/{force.slug}/")["Location"].endswith("/privacy")


def test_a_supervisor_sets_and_lifts_a_hold() -> None:
    force = a_force()
    sent = send(force)
    client = signed_in(force.person("supervisor"))
    report = f"/staff/{force.slug}/reports/{sent.tracking_number}"
    here = f"/staff/{force.slug}/privacy/holds/{sent.tracking_number}"
    assert here in text_of(client.get(report))
    assert client.post(here, {"reason": "A trial"}).status_code == 422
    assert client.post(here, {"reference": "CR-26-1", "reason": "A trial"}).status_code == 302
    page = text_of(client.get(report))
    assert "legal hold" in page
    assert "Legal hold set" in page
    assert "CR-26-1" in text_of(client.get(f"/staff/{force.slug}/privacy/holds"))
    assert client.post(here, {"reason": "Over"}).status_code == 302
    with force.scope():
        assert not Report.objects.get().on_hold


def test_a_person_gets_a_package() -> None:
    force = a_force()
    sent = send(force)
    client = signed_in(force.person("privacy"))
    here = f"/staff/{force.slug}/privacy/requests"
    page = text_of(client.post(here, {"q": "Ada Roy"}))
    assert sent.tracking_number in page
    assert client.post(f"{here}/new", {"q": "Ada Roy"}).status_code == 422
    answer = client.post(
        f"{here}/new", {"q": "Ada Roy", "report": str(sent.id), "reference": "SA-9", "lang": "en"}
    )
    package = answer["Location"].partition("?")[0]
    page = text_of(client.get(package))
    assert "Left out, because it is about other people" in page
    assert "Wilma" not in page
    assert client.get(f"{package}/download").status_code == 404
    assert client.post(f"{package}/make").status_code == 302
    with force.scope():
        package_id = Package.objects.get().id
    packages.make(force.id, package_id, at=timezone.now())
    assert "not downloaded yet" in text_of(client.get(package))
    answer = client.get(f"{package}/download")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    with force.scope():
        assert Entry.objects.filter(verb="disclose", action="report.given").count() == 1


def test_who_looked_at_what() -> None:
    force = a_force()
    sent, other = send(force), send(force)
    nosy = force.person("reviewer", name="Nia Roy")
    busy = force.person("reviewer", name="Bea Stone")
    reader, worker = signed_in(nosy), signed_in(busy)
    reader.get(f"/staff/{force.slug}/reports/{sent.tracking_number}")
    worker.post(f"/staff/{force.slug}/reports/{sent.tracking_number}/claim")
    worker.get(f"/staff/{force.slug}/reports/{sent.tracking_number}")
    reader.get(f"/staff/{force.slug}/reports/{other.tracking_number}")
    auditor = signed_in(force.person("auditor", name="Olu Ames"))
    here = f"/staff/{force.slug}/privacy/looked"
    page = text_of(auditor.get(f"{here}?report={sent.tracking_number}"))
    assert "Opened the report" in page
    assert "Nia Roy" in page
    assert page.count("had no task of it") == 1
    assert page.count("same surname") == 1
    assert other.tracking_number not in page
    page = text_of(auditor.get(f"{here}?who={nosy.id}&verb=consult"))
    assert other.tracking_number in page
    assert "Began the review" not in page
    day = (timezone.now() + timedelta(days=3)).date().isoformat()
    assert "Nothing was found" in text_of(auditor.get(f"{here}?day={day}"))
    assert auditor.get(f"{here}?day=yesterday").status_code == 422
    with force.scope():
        assert Entry.objects.filter(action="audit.view").count() == 4


def test_a_long_list_is_walked_by_key(monkeypatch: Any) -> None:
    from frontcounter.privacy import looking

    monkeypatch.setattr(looking, "PAGE", 2)
    force = a_force()
    for _ in range(3):
        send(force)
    auditor = signed_in(force.person("auditor"))
    page = text_of(auditor.get(f"/staff/{force.slug}/privacy/looked?verb=collect"))
    assert page.count("Sent the report") == 2
    more = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert text_of(auditor.get(more)).count("Sent the report") == 1


def test_closed_desks_stay_closed_here_too() -> None:
    from desk_help import a_service
    from desk_help import send as send_to_desk

    force = a_service()
    tip = send_to_desk(force, "tip")
    auditor = signed_in(force.person("auditor"))
    here = f"/staff/{force.slug}/privacy/looked"
    assert "Sent the report" not in text_of(auditor.get(here))
    assert auditor.get(f"{here}?report={tip.tracking_number}").status_code == 422


def test_the_pages_are_for_everybody() -> None:
    """Axe at 320 and 1280 pixels, in both languages; nothing scrolls sideways."""
    force = a_force()
    sent = ended(force)
    ended(force)
    batch_id = proposed(force)
    person = force.person("privacy", "auditor", "supervisor")
    client = signed_in(person)
    root = f"/staff/{force.slug}/privacy"
    client.post(f"{root}/holds/{sent.tracking_number}", {"reference": "CR-1", "reason": "Trial"})
    answer = client.post(
        f"{root}/requests/new", {"report": str(sent.id), "reference": "SA-9", "lang": "en"}
    )
    package = answer["Location"].partition("?")[0]
    paths = {
        "batches": f"{root}/disposal",
        "batch": f"{root}/disposal/{batch_id}",
        "holds": f"{root}/holds",
        "hold": f"{root}/holds/{sent.tracking_number}",
        "people": f"{root}/requests",
        "package": package,
        "looked": f"{root}/looked",
    }
    pages = {}
    for lang in ("en", "fr"):
        with scope(Role.STAFF, None):
            User.objects.filter(id=person.id).update(language=lang)
        pages |= {f"{name}-{lang}": text_of(client.get(path)) for name, path in paths.items()}
        pages[f"found-{lang}"] = text_of(client.post(f"{root}/requests", {"q": "Ada Roy"}))
    client.post(f"{root}/disposal/{batch_id}/check")
    pages["checked"] = text_of(client.get(paths["batch"]))
    assert violations(pages, (320, 1280)) == {}


def test_an_odd_line_from_a_site_that_was_broken_into_hides_nothing() -> None:
    force = a_force()
    sent = send(force)
    signed_in(force.person("reviewer")).get(f"/staff/{force.slug}/reports/{sent.tracking_number}")
    for subject in (
        "report:",
        "file:x",
        "message:1-2",
        "report:------------------------------------",
    ):
        with force.scope("public"):
            audit(Verb.COLLECT, "odd", subject=subject)
    page = signed_in(force.person("privacy")).get(f"/staff/{force.slug}/privacy/looked")
    assert page.status_code == 200
    assert sent.tracking_number in text_of(page)


def test_what_was_typed_to_look_for_is_not_kept_in_the_record() -> None:
    force = a_force()
    client = signed_in(force.person("privacy"))
    looked = f"/staff/{force.slug}/privacy/looked"
    client.get(looked, {"who": "Ada Roy", "day": "with Ada Roy"})
    with force.scope():
        told = Entry.objects.get(action="audit.view")
        assert (told.details["who"], told.details["day"]) == ("", "")
