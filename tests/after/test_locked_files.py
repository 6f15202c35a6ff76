"""A file that was locked away: not a byte of it comes out, until a second person opens it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from after_help import AT, record, run_jobs, send
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from force_help import TestForce, TestPerson
from frontcounter.base.ids import uuid7
from frontcounter.documents.models import Audience, OfficialPdf
from frontcounter.documents.services import official_pdf
from frontcounter.evidence.locking import CannotLock, CannotRelease, lock_away, release
from frontcounter.evidence.models import Evidence
from frontcounter.evidence.opening import NotShown, open_original, open_preview, open_safe_copy
from frontcounter.evidence.queries import (
    FileLine,
    custody_of,
    destinations_of,
    files_of,
    originals_of,
    pictures_of,
    stored_paths,
)
from frontcounter.evidence.services import receive_upload
from frontcounter.reports import queries
from frontcounter.transfer.models import Transfer


def noise() -> bytes:
    """A photo whose bytes cannot be mistaken for others'."""
    sink = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(sink, "JPEG", quality=90)
    return sink.getvalue()


def sent_with(force: TestForce, content: bytes) -> tuple[Any, UUID]:
    draft = uuid7()
    with force.scope("public"):
        one = SimpleUploadedFile("secret.jpg", content, "image/jpeg")
        ref = receive_upload(one, draft_id=draft, question="photos", at=AT)
    return send(force, draft_id=draft), UUID(ref["id"])


def lock(force: TestForce, file_id: UUID, person: TestPerson | None = None) -> TestPerson:
    person = person or force.person("reviewer", name="Rae Locker")
    with force.scope("staff"):
        lock_away(file_id, person.actor(), reason="child", at=AT)
    return person


def only(force: TestForce, report_id: UUID) -> FileLine:
    with force.scope("staff"):
        (line,) = files_of(report_id)
    return line


def pdf_of(force: TestForce, report_id: UUID, audience: Audience) -> bytes:
    with force.scope("worker"):
        return official_pdf(report_id, audience, at=AT)


def test_nothing_opens_a_locked_file(red_river: TestForce) -> None:
    sent, file_id = sent_with(red_river, noise())
    run_jobs(red_river)
    lock(red_river, file_id)
    line = only(red_river, sent.id)
    assert (line.locked, line.viewable, line.downloadable) == (True, False, False)
    assert (line.locked_by_name, line.lock_reason, line.facts) == ("Rae Locker", "child", {})
    with red_river.scope("staff"):
        for blurred in (True, False):
            with pytest.raises(NotShown):
                open_preview(file_id, blurred=blurred, at=AT)
        for opening in (open_safe_copy, open_original):
            with pytest.raises(NotShown):
                opening(file_id, at=AT)
        (picture,) = pictures_of(sent.id, until=AT)
        assert (picture.safe_copy, picture.scan) == (None, "locked")
        (original,) = originals_of(sent.id, until=AT)
        assert not original.may_leave


def test_copies_are_destroyed_and_the_original_stays_sealed(red_river: TestForce) -> None:
    sent, file_id = sent_with(red_river, noise())
    run_jobs(red_river)
    with red_river.scope():
        before = stored_paths()
    lock(red_river, file_id)
    with red_river.scope():
        after = stored_paths()
        assert after == {Evidence.objects.get(id=file_id).path}
        acts = [line.act for line in custody_of(file_id)]
        codes = [event.code for event in queries.timeline(sent.id)]
    assert len(before) == 4
    assert "locked" in acts
    assert "file_locked" in codes
    from django.conf import settings

    on_disk = [path for path in Path(settings.FILES_FOLDER).rglob("*") if path.is_file()]
    assert {path.name for path in on_disk} & {Path(path).name for path in before - after} == set()


def test_official_copies_that_showed_it_are_made_anew_without_it(red_river: TestForce) -> None:
    sent, file_id = sent_with(red_river, noise())
    run_jobs(red_river)
    record(red_river, sent)
    run_jobs(red_river)
    shown = {audience: pdf_of(red_river, sent.id, audience) for audience in Audience}
    lock(red_river, file_id)
    with red_river.scope():
        assert not OfficialPdf.objects.filter(report_id=sent.id).exists()
    for audience, before in shown.items():
        after = pdf_of(red_river, sent.id, audience)
        assert _pictures(before)
        assert not _pictures(after)


def _pictures(pdf: bytes) -> int:
    """How many pictures a PDF holds."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(
            one.get("/Subtype") == "/Image"
            for one in document.objects
            if isinstance(one, pikepdf.Stream)
        )


def test_a_delivery_that_is_still_to_come_is_made_without_it(
    red_river: TestForce, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    folder = tmp_path / "drop"
    settings_file(red_river.slug, folder=str(folder))  # not there yet: the first try fails
    content = noise()
    sent, file_id = sent_with(red_river, content)
    run_jobs(red_river)
    record(red_river, sent)
    run_jobs(red_river)
    with red_river.scope():
        assert Transfer.objects.get(report_id=sent.id).package_path
    lock(red_river, file_id)
    with red_river.scope():
        row = Transfer.objects.get(report_id=sent.id)
        assert (row.package_path, row.package_sha256) == ("", "")
    folder.mkdir()
    if row.state == "needs_person":
        from frontcounter.transfer.services import resend

        with red_river.scope("staff"):
            resend(row.id, red_river.person("records").actor(), at=AT)
    run_jobs(red_river)
    (package,) = folder.glob("*.zip")
    assert content not in package.read_bytes()
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        assert not _pictures(archive.read("report.pdf"))
    assert not [name for name in names if name.startswith("originals/")]
    with red_river.scope():
        assert destinations_of(file_id) == []


def test_staff_are_told_where_it_has_gone_already(
    red_river: TestForce, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    settings_file(red_river.slug, folder=str(folder))
    sent, file_id = sent_with(red_river, noise())
    run_jobs(red_river)
    record(red_river, sent)
    run_jobs(red_river)
    with red_river.scope("staff"):
        assert destinations_of(file_id) == ["records"]


def test_only_somebody_else_opens_it_again_and_it_is_checked_once_more(
    red_river: TestForce,
) -> None:
    sent, file_id = sent_with(red_river, noise())
    run_jobs(red_river)
    first = lock(red_river, file_id)
    second = red_river.person("supervisor", name="Sol Second")
    with pytest.raises(CannotRelease), red_river.scope("staff"):
        release(file_id, first.actor(), note="A mistake.", at=AT)
    with pytest.raises(CannotLock), red_river.scope("staff"):
        lock_away(file_id, second.actor(), reason="child", at=AT)
    with red_river.scope("staff"):
        release(file_id, second.actor(), note="A picture of a doll.", at=AT)
    assert only(red_river, sent.id).state == "quarantined"
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.viewable, line.locked_by, line.lock_reason) == (True, "", "")
    with red_river.scope():
        acts = [line.act for line in custody_of(file_id)]
        events = {event.code: event.note for event in queries.timeline(sent.id)}
    assert sorted(acts) == ["locked", "received", "released", "scanned", "scanned"]
    assert events["file_released"] == "A picture of a doll."


def test_a_file_is_locked_while_its_check_runs_and_stays_so(red_river: TestForce) -> None:
    sent, file_id = sent_with(red_river, noise())
    lock(red_river, file_id)
    run_jobs(red_river)
    assert only(red_river, sent.id).locked


@pytest.mark.parametrize("reason", ["", "because", "child' or 1=1"])
def test_a_reason_must_be_one_of_those_that_are_known(red_river: TestForce, reason: str) -> None:
    _sent, file_id = sent_with(red_river, noise())
    person = red_river.person("reviewer")
    with pytest.raises(CannotLock), red_river.scope("staff"):
        lock_away(file_id, person.actor(), reason=reason, at=AT)


def test_another_forces_file_cannot_be_locked(red_river: TestForce, soar_valley: TestForce) -> None:
    sent, file_id = sent_with(red_river, noise())
    person = soar_valley.person("reviewer")
    with pytest.raises(CannotLock), soar_valley.scope("staff"):
        lock_away(file_id, person.actor(), reason="child", at=AT)
    assert not only(red_river, sent.id).locked
