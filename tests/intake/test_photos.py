"""Photos on their way: added, refused with words, taken back, sent, and added afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from file_forms import TYPE, at_story, fence_force, photo_bytes, rows
from intake_walker import Walker

if TYPE_CHECKING:
    from force_help import TestForce


def photo(name: str = "fence.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_bytes(), "image/jpeg")


@pytest.fixture
def force() -> TestForce:
    return fence_force()


@pytest.fixture
def person(force: TestForce) -> Walker:
    return at_story(force)


def test_a_photo_is_kept_at_once_and_goes_with_the_report(force: TestForce, person: Walker) -> None:
    page = person.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo()})
    assert (person.step, person.status) == ("story", 200)
    assert "fence.jpg" in page.html
    assert "Gone." in page.html
    page = person.press()
    assert person.step == "check-answers"
    assert "fence.jpg" in page.html
    person.press()
    assert person.step == "sent"
    (row,) = rows(force)
    assert row.report_id is not None
    assert row.question == "photos"


def test_a_photo_may_come_with_the_page_itself(force: TestForce, person: Walker) -> None:
    page = person.press({"story": "Gone.", "photos.file": photo()})
    assert person.step == "check-answers"
    assert "fence.jpg" in page.html


def things_with_photo(force: TestForce) -> Walker:
    person = at_story(force)
    person.get(f"report/{TYPE}/things")
    person.press({"things.0.file": photo("board.jpg")})
    assert person.step == "story"
    return person


def test_a_photo_of_a_thing_goes_to_its_line(force: TestForce) -> None:
    person = things_with_photo(force)
    person.press({"story": "Broken."})
    assert person.step == "check-answers"
    assert "board.jpg" in person.page.html
    assert rows(force)[0].question == "things.0"


def test_a_photo_of_a_thing_is_a_picture(force: TestForce) -> None:
    person = at_story(force)
    person.get(f"report/{TYPE}/things")
    page = person.press({"things.0.file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7" + bytes(90))})
    assert person.status == 422
    assert "plan.pdf is not a photo that we can take" in page.html


def test_several_files_come_at_once_each_with_its_own_reason(
    force: TestForce, person: Walker
) -> None:
    wrong = SimpleUploadedFile("run.exe", b"MZ" + bytes(90), "image/jpeg")
    film = SimpleUploadedFile("dash.mp4", b"\0\0\0\x18ftypmp42" + bytes(90), "video/mp4")
    paper = SimpleUploadedFile("bill.pdf", b"%PDF-1.7\n" + bytes(90), "application/pdf")
    page = person.press({"story": "Gone.", "photos.file": [photo(), film, wrong, paper]})
    assert (person.step, person.status) == ("story", 422)
    assert "run.exe is not a file that we can take here" in page.html
    assert [row.media_type for row in rows(force)] == [
        "image/jpeg",
        "video/mp4",
        "application/pdf",
    ]
    page = person.press()
    assert person.step == "check-answers"
    for name in ("fence.jpg", "dash.mp4", "bill.pdf"):
        assert name in page.html


def test_what_is_no_file_for_us_is_refused_and_the_words_are_kept(
    force: TestForce, person: Walker
) -> None:
    wrong = SimpleUploadedFile("page.pdf", b"<html><script>" + bytes(90), "application/pdf")
    page = person.press({"story": "Gone in the night.", "photos.file": wrong})
    assert (person.step, person.status) == ("story", 422)
    assert "page.pdf is not a file that we can take here" in page.html
    assert "Gone in the night." in page.html
    assert rows(force) == []


def test_a_photo_that_is_taken_back_is_erased(force: TestForce, person: Walker) -> None:
    person.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo()})
    (row,) = rows(force)
    page = person.press({"photos.remove_file": str(row.id)})
    assert "fence.jpg" not in page.html
    assert rows(force) == []


def test_a_photo_that_an_answer_no_longer_names_is_not_sent(force: TestForce) -> None:
    person = things_with_photo(force)
    person.get(f"report/{TYPE}/things")
    person.press({"things.0.photos": []})
    person.get(f"report/{TYPE}/story")
    person.press({"story": "Broken."})
    person.press()
    assert person.step == "sent"
    assert rows(force) == []


def test_nobody_takes_back_a_strangers_photo(force: TestForce, person: Walker) -> None:
    person.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo()})
    (row,) = rows(force)
    stranger = at_story(force)
    stranger.press({"story": "Mine.", "photos.remove_file": str(row.id)})
    stranger.press({"story": "Mine.", "photos.files": [str(row.id)]})
    assert "fence.jpg" not in stranger.page.html
    assert len(rows(force)) == 1


def test_files_can_be_added_to_a_report_all_or_none(force: TestForce, person: Walker) -> None:
    person.press({"story": "Broken."})
    html = person.press().html
    number, code = (
        html.split(f'id="{name}">')[1].split("<")[0] for name in ("tracking-number", "access-code")
    )
    person.get("status")
    person.press({"number": number, "access": code})
    person.get("status/add")
    wrong = SimpleUploadedFile("run.exe", b"MZ and more and more", "image/jpeg")
    page = person.press({"text": "Two photos.", "photo": [photo(), wrong]})
    assert person.status == 422
    assert "run.exe" in page.html
    assert "Two photos." in page.html
    assert rows(force) == []
    person.press({"text": "One photo.", "photo": [photo("frame.jpg")]})
    assert person.path.endswith("/status/report")
    (row,) = rows(force)
    assert row.report_id is not None
    assert row.act_id is not None


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("up to 7 MB", "up to 30 MB", "add 4 files", "do not send intimate")),
        ("fr", ("d’au plus 7\u00a0Mo", "d’au plus 30\u00a0Mo", "ajouter 4 fichiers", "intimes")),
    ],
)
def test_people_are_told_the_limits_of_their_force_before_they_choose(
    lang: str, words: tuple[str, ...]
) -> None:
    force = fence_force(uploads={"picture_mb": 7, "video_mb": 30, "most": 4})
    html = (
        at_story(force, lang).page.html.replace("7\u00a0MB", "7 MB").replace("30\u00a0MB", "30 MB")
    )
    note = html.split('id="photos-files-note"')[1].split("</div>")[0]
    for word in words:
        assert word in note
    assert 'accept="image/*,application/pdf,video/*,audio/*"' in html
    assert html.index("photos-files-note") < html.index('type="file"')


def test_a_confidential_type_keeps_pixels_and_nothing_else() -> None:
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[1] / "after"))
    import io

    from after_help import run_jobs
    from django.conf import settings
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Maker of telephones"
    sink = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(sink, "JPEG", exif=exif)
    force = fence_force({"confidential": True})
    person = at_story(force)
    assert "thrown away" in person.page.html
    telling = SimpleUploadedFile("Anns phone 2026.jpg", sink.getvalue(), "image/jpeg")
    paper = SimpleUploadedFile("bill.pdf", b"%PDF-1.7\n" + bytes(90), "application/pdf")
    page = person.press({"story": "Seen.", "photos.file": [telling, paper]})
    assert "bill.pdf is not a picture" in page.html
    assert "Ann" not in page.html.split("govuk-error-summary")[-1].split("<form")[1]
    (row,) = rows(force)
    assert row.name == "picture-1.jpg"
    before = row.path
    run_jobs(force)
    (row,) = rows(force)
    folder = Path(settings.FILES_FOLDER)
    assert not (folder / before).exists()
    assert (row.path, row.facts) == (row.safe_path, {"width": 60, "height": 40})
    from frontcounter.evidence.queries import open_plain

    with force.scope():
        kept = open_plain(row).read()
    assert b"Maker" not in kept
    assert len(kept) == row.size


@pytest.mark.parametrize("drawn", [True, False])
def test_nothing_kept_of_a_confidential_picture_recognises_its_original(drawn: bool) -> None:
    import hashlib
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[1] / "after"))
    from after_help import run_jobs

    from frontcounter.evidence.models import Custody

    sent = photo_bytes() if drawn else b"\xff\xd8\xff\xe0" + bytes(4000)
    digest = hashlib.sha256(sent).hexdigest()
    force = fence_force({"confidential": True})
    person = at_story(force)
    upload = SimpleUploadedFile("mine.jpg", sent, "image/jpeg")
    person.press({"story": "Seen.", "photos.file": [upload]})
    run_jobs(force)
    (row,) = rows(force)
    assert bool(row.safe_size) is drawn
    assert (row.sha256, row.size) != (digest, len(sent))
    with force.scope():
        told = [line.details for line in Custody.objects.filter(evidence_id=row.id)]
    assert len(told) == 3
    assert digest not in str(told)
    assert str(len(sent)) not in str(told)
