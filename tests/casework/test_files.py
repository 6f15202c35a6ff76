"""Photos are looked at once they were checked; originals and official reports are downloads."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from after_help import AT, run_jobs, send, take
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from staff_help import signed_in, text_of

from frontcounter.audit.models import Entry
from frontcounter.base.ids import uuid7
from frontcounter.evidence.services import receive_upload


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "JPEG")
    return data.getvalue()


def send_with_photo(force):
    draft = uuid7()
    upload = SimpleUploadedFile("lock.jpg", picture(), "image/jpeg")
    with force.scope("public"):
        at = AT - timedelta(minutes=5)
        file = receive_upload(upload, draft_id=draft, question="photos", at=at)
    return send(force, draft_id=draft), file["id"]


def test_a_photo_is_shown_only_after_its_check(red_river) -> None:
    sent, file_id = send_with_photo(red_river)
    client = signed_in(red_river.person("reviewer"))
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}"
    page = text_of(client.get(here))
    assert "Not scanned yet" in page
    assert "<img" not in page
    for rest in ("", "/original"):
        assert client.get(f"{here}/files/{file_id}{rest}").status_code == 404
    run_jobs(red_river)
    page = text_of(client.get(here))
    assert f'<img src="{here}/files/{file_id}/preview"' in page
    shown = client.get(f"{here}/files/{file_id}")
    assert shown.status_code == 200
    assert shown["Content-Type"] in {"image/jpeg", "image/png"}
    kept = client.get(f"{here}/files/{file_id}/original")
    assert b"".join(kept.streaming_content) == picture()
    assert kept["Content-Disposition"] == 'attachment; filename="lock.jpg"'
    with red_river.scope("worker"):
        noted = set(Entry.objects.values_list("action", flat=True))
    assert {"file.viewed", "file.downloaded"} <= noted
    queue = text_of(client.get(f"/staff/{red_river.slug}/review"))
    assert "1 photo" in queue


def test_a_photo_is_not_there_under_another_report(red_river) -> None:
    _sent, file_id = send_with_photo(red_river)
    other = send(red_river)
    run_jobs(red_river)
    client = signed_in(red_river.person("reviewer"))
    here = f"/staff/{red_river.slug}/reports/{other.tracking_number}"
    assert client.get(f"{here}/files/{file_id}").status_code == 404


def test_the_official_report_is_there_once_it_is_recorded_and_is_written_down(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    client = signed_in(person)
    here = f"/staff/{red_river.slug}/reports/{sent.tracking_number}/official.pdf"
    assert client.get(here).status_code == 404
    take(red_river, person, sent, "claim", "record")
    run_jobs(red_river)
    answer = client.get(here)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    with red_river.scope("worker"):
        assert Entry.objects.filter(action="report.download").count() == 1
