"""Photos: refused before they fill the disk, in quarantine till checked, and never as they came."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from after_help import AT, record, run_jobs, send
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from PIL import Image, PngImagePlugin

from force_help import TestForce, make_force
from frontcounter.base.ids import uuid7
from frontcounter.evidence.jobs import ask_again, erase_unsent
from frontcounter.evidence.models import Custody, Evidence
from frontcounter.evidence.opening import NotShown, open_original, open_preview, open_safe_copy
from frontcounter.evidence.queries import FileLine, count_files, custody_of, files_of
from frontcounter.evidence.receiving import UploadRefused
from frontcounter.evidence.services import drop_upload, receive_upload, refusal_text

MARKER = b"FRONTCOUNTER-TEST-MARKER"


def photo(*, orientation: int = 1, size: tuple[int, int] = (40, 30)) -> bytes:
    """A JPEG that says who took it, when and where."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Model", orientation
    exif.get_ifd(0x8769)[0x9003] = "2026:11:19 08:15:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (49.0, 53.0, 42.0), "W", (97.0, 8.0, 24.0)
    sink = io.BytesIO()
    Image.new("RGB", size, "teal").save(sink, "JPEG", exif=exif, comment=b"a secret comment")
    return sink.getvalue()


def png(text: bytes = b"") -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", text.decode())
    sink = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(sink, "PNG", pnginfo=info)
    return sink.getvalue()


def upload(content: bytes, name: str = "bike.jpg") -> Any:
    return SimpleUploadedFile(name, content, "text/html")


def receive(
    force: TestForce, content: bytes, name: str = "bike.jpg", draft: UUID | None = None
) -> tuple[UUID, UUID]:
    """(draft, file): as the public site takes it in."""
    draft = draft or uuid7()
    with force.scope("public"):
        ref = receive_upload(upload(content, name), draft_id=draft, question="photos", at=AT)
    return draft, UUID(ref["id"])


def sent_file(force: TestForce, content: bytes, name: str = "bike.jpg") -> tuple[Any, UUID]:
    """A report with one file."""
    draft, file_id = receive(force, content, name)
    return send(force, draft_id=draft), file_id


def only(force: TestForce, report_id: UUID) -> FileLine:
    with force.scope("staff"):
        (line,) = files_of(report_id)
    return line


def stored_files(force: TestForce) -> list[Path]:
    folder = Path(settings.FILES_FOLDER) / force.id.hex
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def clamd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A real clamd that knows one signature; call it to start it."""
    program = shutil.which("clamd")
    if program is None:
        pytest.skip("clamd is not installed")
    home = tmp_path / "clamd"
    (home / "db").mkdir(parents=True)
    (home / "db" / "test.ndb").write_text(f"Test.Marker:0:*:{MARKER.hex()}\n")
    socket = home / "clamd.sock"
    configuration = home / "clamd.conf"
    configuration.write_text(
        f"Foreground yes\nLocalSocket {socket}\nDatabaseDirectory {home / 'db'}\n"
        "OfficialDatabaseOnly no\nStreamMaxLength 10M\n"
    )
    started: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr(settings, "CLAMD", str(socket))

    def start() -> None:
        started.append(
            subprocess.Popen(
                [program, "-c", str(configuration)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        subprocess.run(
            ["clamdscan", "-c", str(configuration), "--ping", "60:1"], check=True, timeout=90
        )

    yield start
    for process in started:
        process.terminate()
        process.wait()


def test_a_photo_waits_in_quarantine_sealed_and_under_a_name_of_ours(
    red_river: TestForce,
) -> None:
    sent, file_id = sent_file(red_river, photo(), "../../../etc/passwd\x00.jpg")
    line = only(red_river, sent.id)
    assert (line.id, line.state, line.media_type) == (file_id, "quarantined", "image/jpeg")
    assert "/" not in line.name
    (path,) = stored_files(red_river)
    assert b"Maker" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    for opening in (open_safe_copy, open_original):
        with red_river.scope("staff"), pytest.raises(NotShown):
            opening(file_id, at=AT)


def test_without_a_scanner_the_safe_copy_is_shown_as_unscanned(red_river: TestForce) -> None:
    original = photo(orientation=6)
    sent, file_id = sent_file(red_river, original)
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.state, line.scan, line.viewable) == ("unscanned", "unscanned", True)
    assert line.facts["make"] == "Maker"
    assert line.facts["taken"] == "2026:11:19 08:15:00"
    assert line.facts["place"] == [49.895, -97.14]
    with red_river.scope("staff"):
        shown = open_safe_copy(file_id, at=AT)
        untouched = open_original(file_id, at=AT)
    assert untouched.content == original
    for word in (b"Maker", b"secret", b"Exif"):
        assert word not in shown.content
    with Image.open(io.BytesIO(shown.content)) as copy:
        assert copy.size == (30, 40)  # upright
        assert not copy.getexif()


def test_every_look_is_in_the_custody_log_and_the_audit_record(red_river: TestForce) -> None:
    from frontcounter.audit.models import Entry

    _sent, file_id = sent_file(red_river, photo())
    run_jobs(red_river)
    with red_river.scope("staff"):
        open_safe_copy(file_id, at=AT)
        open_original(file_id, at=AT)
    with red_river.scope():
        acts = [line.act for line in custody_of(file_id)]
        entries = Entry.objects.filter(subject=f"file:{file_id}").order_by("id")
        assert sorted(acts) == ["downloaded", "received", "scanned", "viewed"]
        assert [(one.verb, one.action) for one in entries] == [
            ("collect", "file.received"),
            ("consult", "file.viewed"),
            ("disclose", "file.downloaded"),
        ]
    with pytest.raises(DatabaseError), red_river.scope():
        Custody.objects.filter(evidence_id=file_id).update(act="verified")


def test_a_real_scanner_tells_clean_from_harmful(
    red_river: TestForce, clamd: Callable[[], None]
) -> None:
    clamd()
    clean, clean_id = sent_file(red_river, png(b"harmless"), "a.png")
    harmful, harmful_id = sent_file(red_river, png(MARKER), "b.png")
    run_jobs(red_river)
    assert only(red_river, clean.id).state == "clean"
    line = only(red_river, harmful.id)
    assert (line.state, line.viewable) == ("infected", False)
    assert "Test.Marker" in line.problem
    with red_river.scope("staff"):
        assert open_safe_copy(clean_id, at=AT).content
        for opening in (open_safe_copy, open_original):
            with pytest.raises(NotShown):
                opening(harmful_id, at=AT)


def test_a_scanner_that_is_down_stops_nobody_and_is_asked_again(
    red_river: TestForce, clamd: Callable[[], None]
) -> None:
    sent, _ = sent_file(red_river, png(b"harmless"), "a.png")
    for _ in range(3):
        run_jobs(red_river)
    assert only(red_river, sent.id).state == "quarantined"
    clamd()
    run_jobs(red_river)
    assert only(red_river, sent.id).state == "clean"


def test_a_lost_check_is_asked_for_again(red_river: TestForce) -> None:
    from django.db import connection

    from frontcounter.base.scope import Role, scope

    sent, _ = sent_file(red_river, photo())
    with scope(Role.WORKER, None), connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'evidence.scan_and_copy'")
    with red_river.scope():
        ask_again()
        ask_again()
    run_jobs(red_river)
    assert only(red_river, sent.id).state == "unscanned"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"GIF89a" + bytes(50), "wrong_kind"),
        (b"<html><script>", "wrong_kind"),
        (b"\xff\xd8", "wrong_kind"),
        (b"\xff\xd8\xff" + bytes(2_000_001), "oversize"),
    ],
    ids=["empty", "gif", "page", "stub", "large"],
)
def test_what_we_do_not_take_is_refused_and_nothing_of_it_is_kept(
    content: bytes, code: str
) -> None:
    force = make_force("red-river", uploads={"picture_mb": 2, "most": 3})
    with pytest.raises(UploadRefused) as refused:
        receive(force, content, "photo.jpg")
    assert refused.value.code == code
    assert stored_files(force) == []
    for lang in ("en", "fr"):
        assert "photo.jpg" in refusal_text(refused.value, force.settings(), lang)


def test_a_sender_who_lies_about_the_size_is_stopped_on_the_way() -> None:
    force = make_force("red-river", uploads={"picture_mb": 1, "most": 3})
    lying = upload(b"\xff\xd8\xff" + bytes(3_000_000))
    lying.size = 10
    with force.scope("public"), pytest.raises(UploadRefused) as refused:
        receive_upload(lying, draft_id=uuid7(), question="photos", at=AT)
    assert refused.value.code == "oversize"
    assert stored_files(force) == []


def test_a_draft_has_room_for_so_many_files_and_gets_it_back() -> None:
    force = make_force("red-river", uploads={"most": 2})
    draft, first = receive(force, photo())
    receive(force, photo(), draft=draft)
    with pytest.raises(UploadRefused) as refused:
        receive(force, photo(), draft=draft)
    assert refused.value.code == "too_many"
    assert len(stored_files(force)) == 2
    with force.scope("public"):
        drop_upload(uuid7(), first)  # not of that draft
    assert len(stored_files(force)) == 2
    with force.scope("public"):
        drop_upload(draft, first)
    assert len(stored_files(force)) == 1
    receive(force, photo(), draft=draft)
    with force.scope():
        assert [line.act for line in custody_of(first)] == ["received", "erased"]


def test_a_broken_photo_is_kept_and_shown_as_such(red_river: TestForce) -> None:
    sent, file_id = sent_file(red_river, photo()[:300])
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.state, line.viewable) == ("failed", False)
    with red_river.scope("staff"):
        with pytest.raises(NotShown):
            open_safe_copy(file_id, at=AT)
        assert len(open_original(file_id, at=AT).content) == 300


def test_a_picture_that_would_burst_is_not_drawn(red_river: TestForce) -> None:
    sink = io.BytesIO()
    Image.new("1", (20000, 20000)).save(sink, "PNG")
    sent, _ = sent_file(red_river, sink.getvalue(), "bomb.png")
    run_jobs(red_river)
    assert only(red_river, sent.id).state == "failed"


def test_nothing_stays_on_the_disk_when_the_row_cannot_be_written(red_river: TestForce) -> None:
    with pytest.raises(DatabaseError), red_river.scope("analyst"):
        receive_upload(upload(photo()), draft_id=uuid7(), question="photos", at=AT)
    assert stored_files(red_river) == []


def test_the_files_of_an_ended_draft_are_erased_and_a_reports_are_not(
    red_river: TestForce,
) -> None:
    sent, kept = sent_file(red_river, photo())
    _, gone = receive(red_river, photo())
    run_jobs(red_river)
    later = datetime.now(UTC) + timedelta(days=1)
    with red_river.scope():
        erase_unsent(AT)  # within the hour's grace nothing happens
        assert Evidence.objects.count() == 2
    with red_river.scope():
        erase_unsent(later)
    with red_river.scope():
        assert [row.id for row in Evidence.objects.all()] == [kept]
        assert "erased" in [line.act for line in custody_of(gone)]
        assert count_files([sent.id]) == {sent.id: 1}
    # The kept original, its safe copy, a small picture of it and a blurred one.
    assert len(stored_files(red_river)) == 4


def test_the_public_role_adds_and_sees_nothing(red_river: TestForce) -> None:
    receive(red_river, photo())
    with pytest.raises(DatabaseError), red_river.scope("public"):
        list(Evidence.objects.all())
    with pytest.raises(DatabaseError), red_river.scope("public"):
        list(Custody.objects.all())


def test_another_force_cannot_open_it(red_river: TestForce, soar_valley: TestForce) -> None:
    _, file_id = sent_file(red_river, photo())
    run_jobs(red_river)
    with soar_valley.scope("staff"), pytest.raises(NotShown):
        open_safe_copy(file_id, at=AT)


def test_a_draft_of_another_force_is_not_adopted(
    red_river: TestForce, soar_valley: TestForce
) -> None:
    draft, _ = receive(soar_valley, photo())
    sent = send(red_river, draft_id=draft)
    with red_river.scope("staff"):
        assert files_of(sent.id) == []
    with soar_valley.scope():
        assert Evidence.objects.get().report_id is None


def test_originals_go_with_the_package_and_pictures_into_the_official_copy(
    red_river: TestForce, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    import json

    folder = tmp_path / "drop"
    folder.mkdir()
    settings_file(red_river.slug, folder=str(folder))
    original = photo(size=(400, 300))
    sent, file_id = sent_file(red_river, original, "vélo.jpg")
    run_jobs(red_river)
    record(red_river, sent)
    run_jobs(red_river)
    (package,) = folder.glob("*.zip")
    with zipfile.ZipFile(package) as archive:
        (name,) = [one for one in archive.namelist() if one.startswith("originals/")]
        assert archive.read(name) == original
        report = json.loads(archive.read("report.json"))
    (listed,) = report["attachments"]
    assert (listed["name"], listed["scan"], listed["included"]) == ("vélo.jpg", "unscanned", True)
    with red_river.scope():
        assert "transferred" in [line.act for line in custody_of(file_id)]


def test_an_infected_file_does_not_leave_and_a_package_waits_for_the_scanner(
    red_river: TestForce,
    clamd: Callable[[], None],
    tmp_path: Path,
    settings_file: Callable[..., None],
) -> None:
    from frontcounter.transfer.queries import transfers_of

    folder = tmp_path / "drop"
    folder.mkdir()
    settings_file(red_river.slug, folder=str(folder))
    draft, _ = receive(red_river, png(MARKER), "b.png")
    from frontcounter.transfer.models import Transfer

    sent = send(red_river, draft_id=draft)
    record(red_river, sent)
    with red_river.scope():
        Transfer.objects.update(queued_at=datetime.now(UTC))
    run_jobs(red_river)
    with red_river.scope("staff"):
        (line,) = transfers_of(sent.id)
    assert (line.state, line.last_reason, line.attempts) == ("queued", "waiting_for_scan", 0)
    clamd()
    run_jobs(red_river)
    run_jobs(red_river)
    (package,) = folder.glob("*.zip")
    with zipfile.ZipFile(package) as archive:
        assert [one for one in archive.namelist() if one.startswith("originals/")] == []


def test_a_blurred_picture_shows_nothing_and_is_not_a_look(red_river: TestForce) -> None:
    sink = io.BytesIO()
    Image.effect_noise((800, 600), 120).save(sink, "JPEG")
    _sent, file_id = sent_file(red_river, sink.getvalue())
    run_jobs(red_river)
    with red_river.scope("staff"):
        blurred = open_preview(file_id, blurred=True, at=AT)
        assert [line.act for line in custody_of(file_id)] == ["received", "scanned"]
        clear = open_preview(file_id, blurred=False, at=AT)
        assert "viewed" in [line.act for line in custody_of(file_id)]
    assert _contrast(clear.content) > 60
    assert _contrast(blurred.content) < 40
    with Image.open(io.BytesIO(clear.content)) as small:
        assert max(small.size) == 480


def _contrast(jpeg: bytes) -> int:
    """How far the darkest and the lightest of most points are apart."""
    with Image.open(io.BytesIO(jpeg)) as image:
        points = sorted(image.convert("L").tobytes())
    return points[-len(points) // 20] - points[len(points) // 20]


def test_a_film_is_kept_as_it_came_and_only_downloaded(red_river: TestForce) -> None:
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(3_000_000)
    sent, file_id = sent_file(red_river, film, "dash.mp4")
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.state, line.viewable, line.downloadable) == ("unscanned", False, True)
    assert line.group == "video"
    with red_river.scope("staff"):
        with pytest.raises(NotShown):
            open_safe_copy(file_id, at=AT)
        assert open_original(file_id, at=AT).content == film


def test_a_film_too_large_for_the_scanner_is_told_as_unscanned(
    red_river: TestForce, clamd: Callable[[], None]
) -> None:
    clamd()
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(12_000_000)
    sent, _ = sent_file(red_river, film, "dash.mp4")
    conf = Path(settings.CLAMD).with_name("clamd.conf")
    assert "StreamMaxLength" in conf.read_text()
    run_jobs(red_river)
    line = only(red_river, sent.id)
    assert (line.state, line.problem) == ("unscanned", "larger than the scanner takes")
