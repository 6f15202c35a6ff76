"""Staff before pictures that may hurt: blurred until they choose, and locked away in one go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from after_help import run_jobs
from django.core.files.uploadedfile import SimpleUploadedFile
from file_forms import at_story, fence_force, photo_bytes
from staff_help import signed_in, text_of

from frontcounter.audit.models import Entry
from frontcounter.reports.models import Report

if TYPE_CHECKING:
    from force_help import TestForce


def sent_report(force: TestForce) -> tuple[str, str]:
    """(address of the report's page, id of its file)."""
    person = at_story(force)
    photo = SimpleUploadedFile("door.jpg", photo_bytes((300, 200)), "image/jpeg")
    person.press({"story": "Broken.", "photos.file": photo})
    person.press()
    assert person.step == "sent"
    run_jobs(force)
    with force.scope():
        number = Report.objects.get().tracking_number
        from frontcounter.evidence.models import Evidence

        file_id = str(Evidence.objects.get().id)
    return f"/staff/{force.slug}/reports/{number}", file_id


@pytest.fixture
def blurring() -> TestForce:
    return fence_force({"blur": True})


def test_a_picture_that_may_hurt_is_blurred_until_somebody_chooses(blurring: TestForce) -> None:
    here, file_id = sent_report(blurring)
    client = signed_in(blurring.person("reviewer"))
    page = text_of(client.get(here))
    assert "Pictures are blurred until you choose to look" in page
    assert "Show the picture" in page
    small = client.get(f"{here}/files/{file_id}/preview")
    assert small.status_code == 200
    assert len(b"".join(small.streaming_content)) < 2_500
    with blurring.scope():
        assert not Entry.objects.filter(action__startswith="file.view").exists()
    clear = client.get(f"{here}/files/{file_id}")
    assert clear.status_code == 200
    with blurring.scope():
        assert Entry.objects.filter(action="file.viewed", verb="consult").count() == 1


def test_one_action_locks_a_file_away_from_every_page(blurring: TestForce) -> None:
    here, file_id = sent_report(blurring)
    client = signed_in(blurring.person("reviewer", name="Rae Locker"))
    lock = f"{here}/files/{file_id}/lock"
    assert lock in text_of(client.get(here))
    page = text_of(client.get(lock))
    assert "Lock this file away" in page
    assert "<img" not in page
    assert client.post(lock).status_code == 422
    done = client.post(lock, {"reason": "intimate"})
    assert done.status_code == 302
    page = text_of(client.get(done["Location"]))
    assert "The file is locked away." in page
    assert "Intimate image of somebody" in page
    assert "Rae Locker" in page
    assert "door.jpg" not in re.sub(r"<dl.*?</dl>", "", page, flags=re.DOTALL)
    for rest in ("", "/preview", "/original"):
        assert client.get(f"{here}/files/{file_id}{rest}").status_code == 404
        assert f"{file_id}{rest}" not in page or rest == ""
    assert client.get(f"{here}/files/{file_id}/release").status_code == 403


def test_a_second_person_opens_it_again_with_a_note(blurring: TestForce) -> None:
    here, file_id = sent_report(blurring)
    first = signed_in(blurring.person("reviewer", "supervisor"))
    first.post(f"{here}/files/{file_id}/lock", {"reason": "child"})
    release = f"{here}/files/{file_id}/release"
    assert release not in text_of(first.get(here))
    assert first.get(release).status_code == 403
    second = signed_in(blurring.person("supervisor"))
    assert release in text_of(second.get(here))
    assert second.post(release, {"note": " "}).status_code == 422
    done = second.post(release, {"note": "It shows a shop window doll."})
    page = text_of(second.get(done["Location"]))
    assert "The file is open again." in page
    assert "It shows a shop window doll." in page
    run_jobs(blurring)
    assert second.get(f"{here}/files/{file_id}").status_code == 200


@pytest.mark.parametrize("role", ["call_back", "records"])
def test_who_only_reads_cannot_lock(blurring: TestForce, role: str) -> None:
    here, file_id = sent_report(blurring)
    client = signed_in(blurring.person(role))
    assert "/lock" not in text_of(client.get(here))
    assert client.post(f"{here}/files/{file_id}/lock", {"reason": "child"}).status_code == 403


def test_an_original_runs_nowhere(blurring: TestForce) -> None:
    here, file_id = sent_report(blurring)
    client = signed_in(blurring.person("reviewer"))
    answer = client.get(f"{here}/files/{file_id}/original")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == photo_bytes((300, 200))
