"""Photos on their way: added, refused with words, taken back, sent, and added afterwards."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from intake_walker import MIDNIGHT_BIKE, Walker
from PIL import Image

from frontcounter.evidence.models import Evidence

if TYPE_CHECKING:
    from force_help import TestForce

BEFORE = {name: typed for name, typed in MIDNIGHT_BIKE.items() if name != "story"}


def photo(name: str = "bike.jpg") -> SimpleUploadedFile:
    sink = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(sink, "JPEG")
    return SimpleUploadedFile(name, sink.getvalue(), "image/jpeg")


def rows(force: TestForce) -> list[Any]:
    with force.scope():
        return list(Evidence.objects.order_by("received_at", "id"))


@pytest.fixture
def person(red_river: TestForce) -> Walker:
    walker = Walker(red_river.slug)
    walker.walk(BEFORE)
    assert walker.step == "story"
    return walker


def test_a_photo_is_kept_at_once_and_goes_with_the_report(
    red_river: TestForce, person: Walker
) -> None:
    page = person.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo()})
    assert (person.step, person.status) == ("story", 200)
    assert "bike.jpg" in page.html
    assert "Gone." in page.html
    page = person.press()
    assert person.step == "check-answers"
    assert "bike.jpg" in page.html
    person.press()
    assert person.step == "sent"
    (row,) = rows(red_river)
    assert row.report_id is not None
    assert row.question == "photos"


def test_a_photo_may_come_with_the_page_itself(red_river: TestForce, person: Walker) -> None:
    page = person.press({"story": "Gone.", "photos.file": photo()})
    assert person.step == "check-answers"
    assert "bike.jpg" in page.html


def test_a_photo_of_a_thing_goes_to_its_line(red_river: TestForce) -> None:
    walker = Walker(red_river.slug)
    things = {**MIDNIGHT_BIKE["things"], "bicycle.0.file": photo("frame.jpg")}
    walker.walk({**MIDNIGHT_BIKE, "things": things})
    assert walker.step == "check-answers"
    assert "frame.jpg" in walker.page.html
    assert rows(red_river)[0].question == "bicycle.0"


def test_what_is_no_photo_is_refused_and_the_words_are_kept(
    red_river: TestForce, person: Walker
) -> None:
    wrong = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 and more and more", "image/jpeg")
    page = person.press({"story": "Gone in the night.", "photos.file": wrong})
    assert (person.step, person.status) == ("story", 422)
    assert "plan.pdf is not a photo that we can take" in page.html
    assert "Gone in the night." in page.html
    assert rows(red_river) == []


def test_a_photo_that_is_taken_back_is_erased(red_river: TestForce, person: Walker) -> None:
    person.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo()})
    (row,) = rows(red_river)
    page = person.press({"photos.remove_file": str(row.id)})
    assert "bike.jpg" not in page.html
    assert rows(red_river) == []


def test_a_photo_of_a_line_that_was_removed_is_not_sent(red_river: TestForce) -> None:
    walker = Walker(red_river.slug)
    things = {**MIDNIGHT_BIKE["things"], "bicycle.0.file": photo("frame.jpg")}
    walker.walk({**MIDNIGHT_BIKE, "things": things})
    walker.get("report/theft_bicycle/things")
    walker.press({"bicycle.0.photos": []})
    walker.get("report/theft_bicycle/check-answers")
    walker.press()
    assert walker.step == "sent"
    assert rows(red_river) == []


def test_nobody_takes_back_a_strangers_photo(red_river: TestForce, person: Walker) -> None:
    person.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo()})
    (row,) = rows(red_river)
    stranger = Walker(red_river.slug)
    stranger.walk(BEFORE)
    stranger.press({"story": "Mine.", "photos.remove_file": str(row.id)})
    stranger.press({"story": "Mine.", "photos.files": [str(row.id)]})
    assert "bike.jpg" not in stranger.page.html
    assert len(rows(red_river)) == 1


def test_photos_can_be_added_to_a_report_all_or_none(red_river: TestForce) -> None:
    walker = Walker(red_river.slug)
    walker.walk(MIDNIGHT_BIKE)
    html = walker.press().html
    number, code = (
        html.split(f'id="{name}">')[1].split("<")[0] for name in ("tracking-number", "access-code")
    )
    walker.get("status")
    walker.press({"number": number, "access": code})
    walker.get("status/add")
    wrong = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 and more and more", "image/jpeg")
    page = walker.press({"text": "Two photos.", "photo": [photo(), wrong]})
    assert walker.status == 422
    assert "plan.pdf" in page.html
    assert "Two photos." in page.html
    assert rows(red_river) == []
    walker.press({"text": "One photo.", "photo": [photo("frame.jpg")]})
    assert walker.path.endswith("/status/report")
    (row,) = rows(red_river)
    assert row.report_id is not None
    assert row.act_id is not None
