"""What may be asked how often: mail to one address, files from one connection, and odd bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from intake_walker import MIDNIGHT_BIKE, Walker
from PIL import Image

from frontcounter.evidence.models import Evidence
from frontcounter.forms.pages import drafts
from frontcounter.messages.models import Message
from frontcounter.messages.services import unsealed
from frontcounter.web.limits import limits

if TYPE_CHECKING:
    from force_help import TestForce

TYPE = "report/theft_bicycle/"
BY_MAIL = {**MIDNIGHT_BIKE["you"], "contact.by": "email", "contact.email": "marie@example.com"}
UNTIL_YOU = {name: told for name, told in MIDNIGHT_BIKE.items() if name != "you"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    limits.clear()
    yield
    limits.clear()


def messages(force: TestForce, event: str) -> list[Message]:
    with force.scope():
        return list(Message.objects.filter(event=event).order_by("created_at", "id"))


def code_of(force: TestForce, row: Message) -> str:
    with force.scope():
        return str(unsealed(row.id, bytes(row.sealed_values))["code"])


def save_by_mail(person: Walker, address: str) -> None:
    person.get(f"{TYPE}save-and-return")
    person.press({"email": address}, _go="link")


def draft_of(force: TestForce, person: Walker) -> drafts.Draft:
    with force.scope():
        found = drafts.load(
            person.client.cookies["fc_draft_theft_bicycle"].value, at=datetime.now(UTC)
        )
    assert found is not None
    return found


def test_one_address_gets_five_links_an_hour_whoever_asks(red_river: TestForce) -> None:
    for _ in range(5):
        person = Walker(red_river.slug, "fr")
        person.walk(UNTIL_YOU)
        save_by_mail(person, "Victim@example.com")
        assert person.status == 200
    person = Walker(red_river.slug, "fr")
    person.walk(UNTIL_YOU)
    save_by_mail(person, "victim@example.com")
    assert person.status == 429
    assert 'lang="fr"' in person.page.html
    assert len(messages(red_river, "resume_link")) == 5
    save_by_mail(person, "other@example.com")
    assert person.status == 200


def test_codes_count_for_the_same_address_and_the_report_goes_on(red_river: TestForce) -> None:
    for _ in range(6):
        person = Walker(red_river.slug)
        person.walk({**UNTIL_YOU, "you": BY_MAIL})
        assert person.step == "check-answers"
    assert len(messages(red_river, "confirm_code")) == 5
    person = Walker(red_river.slug)
    person.walk(UNTIL_YOU)
    save_by_mail(person, "marie@example.com")
    assert person.status == 429


def test_asking_again_for_a_code_counts_too(red_river: TestForce) -> None:
    for _ in range(2):
        person = Walker(red_river.slug)
        person.walk(UNTIL_YOU)
        person.press(BY_MAIL)
        for _ in range(3):
            person.get(f"{TYPE}confirm-email")
            person.press(_go="again")
    assert person.status == 429
    assert len(messages(red_river, "confirm_code")) == 5


def test_a_code_for_one_address_confirms_no_other(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.walk(UNTIL_YOU)
    person.press({**BY_MAIL, "contact.email": "mine@example.com"})
    (row,) = messages(red_river, "confirm_code")
    for _ in range(5):
        limits.wait(f"mail-to:{red_river.slug}:marie@example.com", 5, 3600)
    person.get(f"{TYPE}you")
    person.press(BY_MAIL)
    assert len(messages(red_river, "confirm_code")) == 1
    answer = person.client.post(
        f"{person.home}{TYPE}confirm-email",
        {**person.form()["fields"], "code": code_of(red_river, row)},
    )
    assert answer.status_code == 422
    assert not draft_of(red_river, person).email.get("confirmed")


def test_a_report_gets_three_links_an_hour(red_river: TestForce) -> None:
    from frontcounter.intake.jobs import _answer
    from frontcounter.reports.acts import ask_for_link
    from frontcounter.reports.models import AccessLink, Report

    person = Walker(red_river.slug)
    person.walk({**MIDNIGHT_BIKE, "you": BY_MAIL})
    person.press()
    with red_river.scope():
        report = Report.objects.get()
        report.contact = {**report.contact, "email_confirmed": True}
        report.save()
        number = report.tracking_number

    def ask(at: datetime) -> int:
        with red_river.scope("public"):
            wanted = ask_for_link(number, at=at)
        with red_river.scope():
            _answer(wanted, at)
            return AccessLink.objects.count()

    now = datetime.now(UTC)
    assert [ask(now + timedelta(minutes=minute)) for minute in range(5)] == [1, 2, 3, 3, 3]
    assert len(messages(red_river, "access_link")) == 3
    assert ask(now + timedelta(minutes=61)) == 4


def photo(name: str) -> SimpleUploadedFile:
    sink = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(sink, "JPEG")
    return SimpleUploadedFile(name, sink.getvalue(), "image/jpeg")


def from_elsewhere(slug: str, address: str) -> Walker:
    return Walker(slug, "en", Client(enforce_csrf_checks=True, REMOTE_ADDR=address))


def taken(force: TestForce) -> int:
    with force.scope():
        return int(Evidence.objects.count())


@pytest.mark.parametrize(
    ("first", "next_door"), [("203.0.113.9", ""), ("2001:db8:1:2::9", "2001:db8:1:2:ffff::1")]
)
def test_forty_files_an_hour_come_from_one_connection(
    red_river: TestForce, first: str, next_door: str
) -> None:
    until_story = {name: typed for name, typed in MIDNIGHT_BIKE.items() if name != "story"}
    person = from_elsewhere(red_river.slug, first)
    person.walk(until_story)
    person.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo("one.jpg")})
    assert taken(red_river) == 1
    network = "2001:db8:1:2::" if ":" in first else first
    for _ in range(39):
        limits.wait(f"upload:{network}", 40, 3600)
    if next_door:
        person.client.defaults["REMOTE_ADDR"] = next_door
    page = person.press({"story": "Still gone.", "photos.file": photo("two.jpg")})
    assert (person.step, person.status) == ("story", 422)
    assert "40 files an hour" in page.html
    assert "Still gone." in page.html
    assert taken(red_river) == 1
    other = from_elsewhere(red_river.slug, "198.51.100.4")
    other.walk(until_story)
    other.press({"story": "Gone.", "photos.upload": "1", "photos.file": photo("three.jpg")})
    assert taken(red_river) == 2


def test_files_for_a_report_that_was_sent_count_too(red_river: TestForce) -> None:
    person = from_elsewhere(red_river.slug, "203.0.113.9")
    person.walk(MIDNIGHT_BIKE)
    html = person.press().html
    number, access = (
        html.split(f'id="{name}">')[1].split("<")[0] for name in ("tracking-number", "access-code")
    )
    for _ in range(40):
        limits.wait("upload:203.0.113.9", 40, 3600)
    person.get("status")
    person.press({"number": number, "access": access})
    person.get("status/add")
    page = person.press({"text": "A photo.", "photo": [photo("one.jpg")]})
    assert person.status == 422
    assert "40 files an hour" in page.html
    assert "A photo." in page.html
    assert taken(red_river) == 0


def test_a_zero_byte_in_an_address_of_the_site_is_a_page_not_found() -> None:
    client = Client(raise_request_exception=True)
    for path in ("/%00/en/", "/red%00river/en/", "/%f0%9f%9a%b2/en/", f"/{'x' * 400}/en/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("address", ["a\x00b@example.org", "\ud800a@example.org"])
def test_odd_bytes_in_an_email_address_are_left_out(red_river: TestForce, address: str) -> None:
    person = Walker(red_river.slug)
    person.walk(UNTIL_YOU)
    save_by_mail(person, address.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert person.status in {200, 422}
    if "\x00" in address:
        assert [row.address for row in messages(red_river, "resume_link")] == ["ab@example.org"]


def test_a_zero_byte_in_the_name_of_a_file_field_is_left_out(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    until_things = {name: MIDNIGHT_BIKE[name] for name in ("safe", "online", "where", "when")}
    person.walk(until_things)
    assert person.step == "things"
    person.press({**MIDNIGHT_BIKE["things"], "bicycle.\x00.file": photo("one.jpg")})
    assert person.status in {200, 422}


def test_who_takes_a_draft_over_confirms_the_address_again(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.walk(UNTIL_YOU)
    person.press(BY_MAIL)
    (row,) = messages(red_river, "confirm_code")
    person.press({"code": code_of(red_river, row)})
    assert draft_of(red_river, person).email["confirmed"] == ["marie@example.com"]
    assert person.step == "check-answers"
    assert "is not confirmed" not in person.page.html
    with red_river.scope("public"):
        code = drafts.give_resume_code(draft_of_open(person))
    other = Walker(red_river.slug)
    other.get("resume")
    other.press({"code": code})
    assert other.step == "check-answers"
    assert "is not confirmed" in other.page.html
    assert draft_of(red_river, other).email == {
        "address": "marie@example.com", "then": "you", "codes": 1,
    }  # fmt: skip
    other.get(f"{TYPE}confirm-email")
    assert other.step == "you"
    other.press()
    assert other.step == "confirm-email"
    *_, again = messages(red_river, "confirm_code")
    assert again.id != row.id
    other.press({"code": code_of(red_river, again)})
    assert draft_of(red_river, other).email["confirmed"] == ["marie@example.com"]
    assert "is not confirmed" not in other.get(f"{TYPE}check-answers").html


def draft_of_open(person: Walker) -> drafts.Draft:
    token = person.client.cookies["fc_draft_theft_bicycle"].value
    found = drafts.load(token, at=datetime.now(UTC))
    assert found is not None
    return found


def test_the_trail_of_a_draft_keeps_its_last_two_hundred_steps(red_river: TestForce) -> None:
    at = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    given: dict[str, Any] = {"form_hash": "", "publication_hash": ""}
    with red_river.scope("public"):
        draft = drafts.new_draft(type="x", language="en", step="0", at=at, **given)
        drafts.add(draft, drafts.new_token(), at=at)
        for step in range(1, 4):
            draft.step = str(step)
            drafts.save(draft, at=at)
        assert [one[0] for one in steps(draft)] == ["0", "1", "2", "3"]
        for step in range(4, 230):
            draft.step = str(step)
            drafts.save(draft, at=at)
        assert [one[0] for one in steps(draft)] == [str(step) for step in range(30, 230)]


def steps(draft: drafts.Draft) -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("select steps::text from forms_draft where id = %s", [draft.id])
        found: list[list[str]] = json.loads(cursor.fetchone()[0])
    return found
