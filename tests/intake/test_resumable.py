"""A file in pieces over a bad line: it goes on where it stopped, and is whole at the end."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import F
from file_forms import TYPE, at_story, fence_force, photo_bytes, rows
from intake_walker import Walker

from frontcounter.base.sealed_files import remove_strays
from frontcounter.evidence.jobs import end_unfinished
from frontcounter.evidence.models import PartialUpload
from frontcounter.evidence.queries import open_plain, stored_paths
from frontcounter.evidence.uploading import PART

if TYPE_CHECKING:
    from force_help import TestForce

FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 2_500  # two pieces and a bit


class Sender:
    """What our script does, one request at a time."""

    def __init__(self, person: Walker) -> None:
        self.person, self.client = person, person.client
        self.url = f"{person.home}report/{TYPE}/upload"
        self.token = person.form()["fields"]["csrfmiddlewaretoken"][0]

    def post(self, path: str, data: Any = b"", **more: Any) -> Any:
        kind = {} if isinstance(data, dict) else {"content_type": "application/octet-stream"}
        return self.client.post(
            self.url + path, data, headers={"X-CSRFToken": self.token, **more}, **kind
        )

    def begin(self, content: bytes, name: str = "dash.mp4", **more: str) -> Any:
        mark = hashlib.sha256(content).hexdigest()
        asked = {"page": "story", "field": "photos.file", "name": name, "mark": mark}
        return self.post("", {**asked, "size": str(len(content)), **more})

    def piece(self, upload: str, content: bytes, start: int) -> Any:
        piece = content[start : start + PART]
        return self.post(f"/{upload}", piece, **{"Upload-Offset": str(start)})

    def send(self, content: bytes, name: str = "dash.mp4") -> Any:
        begun = self.begin(content, name).json()
        at = begun["offset"]
        while at < len(content):
            at = self.piece(begun["id"], content, at).json()["offset"]
        return self.post(f"/{begun['id']}/done")


@pytest.fixture
def force() -> TestForce:
    return fence_force()


@pytest.fixture
def sender(force: TestForce) -> Sender:
    return Sender(at_story(force))


def test_the_pieces_become_one_file_that_stands_on_its_page_and_is_sent(
    force: TestForce, sender: Sender
) -> None:
    told = sender.send(FILM).json()["file"]
    assert (told["name"], told["size"]) == ("dash.mp4", len(FILM))
    person = sender.person
    assert "dash.mp4" in person.get(f"report/{TYPE}/story").html  # loaded again
    person.press({"story": "Seen from my car."})
    assert person.step == "check-answers"
    person.press()
    assert person.step == "sent"
    (row,) = rows(force)
    assert row.report_id is not None
    assert (str(row.id), row.media_type) == (told["id"], "video/mp4")
    with force.scope():
        assert open_plain(row).read() == FILM
        assert stored_paths() == {row.path}


def test_a_lost_answer_loses_and_doubles_nothing(force: TestForce, sender: Sender) -> None:
    upload = sender.begin(FILM).json()["id"]
    assert sender.piece(upload, FILM, 0).json() == {"offset": PART}
    again = sender.piece(upload, FILM, 0)  # the answer was lost: the script sends it once more
    assert (again.status_code, again.json()) == (409, {"offset": PART})
    early = sender.post(f"/{upload}", FILM[:PART], **{"Upload-Offset": str(2 * PART)})
    assert (early.status_code, early.json()) == (409, {"offset": PART})
    assert sender.client.get(f"{sender.url}/{upload}").json() == {"offset": PART}
    assert sender.post(f"/{upload}/done").status_code == 410  # pieces are missing
    done = sender.send(FILM)
    assert sender.post(f"/{upload}/done").json() == done.json()
    (row,) = rows(force)
    with force.scope():
        assert open_plain(row).read() == FILM


def test_the_same_file_goes_on_and_another_begins_anew(force: TestForce, sender: Sender) -> None:
    upload = sender.begin(FILM).json()["id"]
    sender.piece(upload, FILM, 0)
    page = sender.person.get(f"report/{TYPE}/story")
    assert "dash.mp4 was not sent whole" in page.html
    assert sender.begin(FILM).json() == {"id": upload, "offset": PART, "part": PART}
    other = FILM[:-1] + b"x"  # the same name and size
    assert sender.begin(other).json()["offset"] == 0
    assert sender.begin(FILM, "else.mp4").json()["offset"] == 0
    sender.send(FILM)
    page = sender.person.get(f"report/{TYPE}/story")
    assert page.html.count("was not sent whole") == 2


def test_two_senders_of_one_piece_put_it_there_once(force: TestForce, sender: Sender) -> None:
    upload = sender.begin(FILM).json()["id"]
    start, statuses = threading.Barrier(4), []

    def send() -> None:
        start.wait()
        try:
            statuses.append(sender.piece(upload, FILM, 0).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409, 409, 409]
    sender.send(FILM)
    (row,) = rows(force)
    with force.scope():
        assert open_plain(row).read() == FILM


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        ("0", b""),
        ("0", FILM[: PART - 1]),
        ("0", FILM[: PART + 1]),
        ("-1", FILM[:PART]),
        ("x", FILM[:PART]),
        ("", FILM[:PART]),
        ("9" * 30, FILM[:PART]),
    ],
)
def test_a_piece_of_no_piece_s_size_or_place_is_not_taken(
    sender: Sender, start: str, piece: bytes
) -> None:
    upload = sender.begin(FILM).json()["id"]
    assert sender.post(f"/{upload}", piece, **{"Upload-Offset": start}).status_code == 400
    assert sender.client.get(f"{sender.url}/{upload}").json() == {"offset": 0}


def test_what_is_not_taken_is_told_as_soon_as_it_is_known(force: TestForce, sender: Sender) -> None:
    program = b"MZ" + bytes(PART)
    upload = sender.begin(program, "run.mp4").json()["id"]
    refused = sender.piece(upload, program, 0)
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("run.mp4 is not a file that we can take here")
    large = sender.begin(FILM, size="100000001")
    assert large.json()["error"] == "dash.mp4 is too large. The limit is 100\u00a0MB for one file"
    picture = b"\xff\xd8\xff" + bytes(PART)
    begun = sender.begin(picture, "p.jpg", size="20000001").json()["id"]
    assert sender.piece(begun, picture, 0).status_code == 422
    assert sender.begin(b"", "empty.mp4").status_code == 422
    assert "was not sent whole" not in sender.person.get(f"report/{TYPE}/story").html
    assert rows(force) == []


@pytest.mark.parametrize(
    "wrong",
    [{"page": "nowhere"}, {"page": "first"}, {"field": "story.file"}, {"field": "photos"},
     {"field": "photos.0.file"}, {"field": "things.x.file", "page": "things"}],
)  # fmt: skip
def test_files_come_only_where_files_are_asked_for(sender: Sender, wrong: dict[str, str]) -> None:
    assert sender.begin(FILM, **wrong).status_code == 400


def test_a_line_of_things_takes_its_photo_in_pieces_too(force: TestForce, sender: Sender) -> None:
    photo = photo_bytes()
    begun = sender.begin(photo, "board.jpg", page="things", field="things.0.file").json()
    sender.piece(begun["id"], photo, 0)
    assert sender.post(f"/{begun['id']}/done").status_code == 200
    page = sender.person.get(f"report/{TYPE}/things")
    assert "board.jpg" in page.html
    assert "Three boards" in page.html


def test_there_is_room_for_so_many_and_no_more() -> None:
    sender = Sender(at_story(fence_force(uploads={"most": 2})))
    assert sender.begin(FILM, "1.mp4").status_code == 200
    assert sender.begin(FILM, "2.mp4").status_code == 200
    full = sender.begin(FILM, "3.mp4")
    assert full.json()["error"] == "You can send 2 files. Remove one before you add another"


def test_a_stranger_and_a_sent_draft_get_nowhere(force: TestForce, sender: Sender) -> None:
    upload = sender.begin(FILM).json()["id"]
    stranger = Sender(at_story(force))
    assert stranger.client.get(f"{sender.url}/{upload}").status_code == 410
    assert stranger.piece(upload, FILM, 0).status_code == 410
    assert stranger.post(f"/{upload}/done").status_code == 410
    stranger.post(f"/{upload}/stop")
    assert sender.piece(upload, FILM, 0).status_code == 200
    assert sender.client.get(f"{sender.url}/{uuid4()}").status_code == 410
    sender.person.press({"story": "Without it."})
    sender.person.press()
    assert sender.person.step == "sent"
    assert sender.piece(upload, FILM, PART).status_code == 410


def test_without_the_pages_token_nothing_is_taken(sender: Sender) -> None:
    upload = sender.begin(FILM).json()["id"]
    sender.token = "x" * 64
    assert sender.piece(upload, FILM, 0).status_code == 403
    assert sender.begin(FILM, "other.mp4").status_code == 403


def test_what_is_given_up_is_erased_at_once_and_what_is_left_after_a_day(
    force: TestForce, sender: Sender
) -> None:
    first, second = (sender.begin(FILM, name).json()["id"] for name in ("a.mp4", "b.mp4"))
    for upload in (first, second):
        sender.piece(upload, FILM, 0)
    with force.scope():
        assert len(stored_paths()) == 2
        assert remove_strays(stored_paths(), datetime.now(UTC) + timedelta(days=1)) == 0
    assert sender.post(f"/{first}/stop").status_code == 200
    with force.scope():
        assert len(stored_paths()) == 1
        end_unfinished(datetime.now(UTC))
        assert PartialUpload.objects.count() == 1
    with force.scope():
        end_unfinished(datetime.now(UTC) + timedelta(days=2))
        assert PartialUpload.objects.count() == 0
    with force.scope():
        assert remove_strays(set(), datetime.now(UTC) + timedelta(days=1)) == 0
    assert sender.begin(FILM, "b.mp4").json()["offset"] == 0


@pytest.mark.parametrize("end", ["sent", "called", "erased"])
def test_what_never_came_whole_ends_with_the_draft(
    force: TestForce, sender: Sender, end: str
) -> None:
    """Its name may say whose it is; nobody can go on with it."""
    from frontcounter.evidence.models import Evidence

    sender.send(FILM, "whole.mp4")
    sender.piece(sender.begin(FILM, "Anns telephone.mp4").json()["id"], FILM, 0)
    person = sender.person
    person.get(person.path)
    if end == "sent":
        person.press({"story": "Seen."})
        person.press()
        assert person.step == "sent"
    elif end == "called":
        person.get(f"report/{TYPE}/call-me")
        person.press({"name": "Ada", "phone": "204-555-0147"})
        assert person.step == "sent"
    else:
        data = {"_go": "erase", "csrfmiddlewaretoken": sender.token}
        person.client.post(f"{person.home}report/{TYPE}/save-and-return", data)
    with force.scope():
        assert not PartialUpload.objects.filter(received__lt=F("size")).exists()
        assert Evidence.objects.count() == (0 if end == "erased" else 1)
