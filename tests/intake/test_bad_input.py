"""Nothing that is sent makes the site fall over: every answer is a page for a person."""

from __future__ import annotations

import secrets
from functools import cache

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce, make_force

NAMES = [
    *(name for page in MIDNIGHT_BIKE.values() for name in page),
    *[
        "_go",
        "code",
        "name",
        "phone",
        "once",
        "number",
        "access",
        "text",
        "email",
        "contact.email",
        "happened.to_day",
    ],
    *["bicycle.add", "bicycle.lines", "bicycle.0.remove", "bicycle.0.upload", "bicycle.99.make"],
    *["bicycle.-1.make", "photos.files", "photos.upload", "photos.remove_file"],
    "x" * 300,
    "",
]
STEPS = [
    "check-answers",
    "call-me",
    "confirm-email",
    "save-and-return",
    "sent",
    "cannot-report",
    "continue",
]
PATHS = [
    *(f"report/theft_bicycle/{step}" for step in ("", *STEPS, *MIDNIGHT_BIKE)),
    *[
        "resume",
        "resume/abc",
        "status",
        "status/link",
        "status/link/abc",
        "status/add",
        "status/withdraw",
    ],
]
FINE = {200, 302, 303, 400, 403, 404, 405, 410, 413, 422, 429}
ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["\x00", "‮", "9" * 400, "-1", "1e9", "yes", "<script>", "💥", "é" * 5000]),
    st.sampled_from([value for page in MIDNIGHT_BIKE.values() for value in page.values()]).map(str),
)


@cache
def _force() -> TestForce:
    return make_force("red-river")


@settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PATHS),
            st.dictionaries(st.sampled_from(NAMES), st.lists(ODD, min_size=1, max_size=3)),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_form_content_breaks_a_page(posts) -> None:
    client = Client(raise_request_exception=True)
    home = f"/{_force().slug}/{secrets.choice(['en', 'fr'])}/"
    for path, fields in posts:
        assert client.post(home + path, fields).status_code in FINE
        assert client.get(home + path).status_code in FINE


def test_odd_characters_reach_the_force_as_text_or_not_at_all(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    story = "Gone\x00 \u202e<b>'\"; drop table\ud83d\r\n\r\nSecond line 🚲"
    person.walk({**MIDNIGHT_BIKE, "story": {"story": story.encode("utf-8", "replace").decode()}})
    person.press()
    assert person.step == "sent"


def test_bodies_that_are_no_form_are_met_with_a_page(red_river: TestForce) -> None:
    client = Client(raise_request_exception=True)
    path = f"/{red_river.slug}/en/report/theft_bicycle/"
    bodies = [
        (b"\xff\xfe" * 50, "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"&".join(b"a%d=1" % n for n in range(3000)), "application/x-www-form-urlencoded"),
        (b"story=" + b"x" * 1_200_000, "application/x-www-form-urlencoded"),
    ]
    for body, kind in bodies:
        response = client.post(path, body, content_type=kind)
        assert response.status_code in FINE, (kind, response.status_code)


def test_addresses_that_nobody_made_are_not_found_pages(red_river: TestForce) -> None:
    client = Client(raise_request_exception=True)
    home = f"/{red_river.slug}/en/"
    for path in ("/nowhere/", "/nowhere/en/", f"/{red_river.slug}/de/", home + "report/murder/",
                 home + "report/theft_bicycle/nosuch", home + "report/theft_bicycle/%00",
                 home + "x", f"/{red_river.slug}/EN/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
        assert client.post(path, {}).status_code in {403, 404}, path


def test_too_many_drafts_from_one_address_wait_a_little(red_river: TestForce) -> None:
    client = Client()
    path = f"/{red_river.slug}/fr/report/theft_bicycle/"
    for _ in range(61):
        client.cookies.clear()
        last = client.post(path, {"now": "no"}, REMOTE_ADDR="203.0.113.77")
    assert last.status_code == 429
    assert int(last["Retry-After"]) > 0
    assert 'lang="fr"' in last.content.decode()
    client.cookies.clear()
    assert client.post(path, {"now": "no"}, REMOTE_ADDR="203.0.113.78").status_code == 422


def test_the_entrance_speaks_the_browsers_language(red_river: TestForce) -> None:
    client = Client()
    path = f"/{red_river.slug}/"
    for wanted, lang in (
        ("fr-CA,fr;q=0.9,en;q=0.5", "fr"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
    ):
        response = client.get(path, HTTP_ACCEPT_LANGUAGE=wanted)
        assert response["Location"] == f"/{red_river.slug}/{lang}/"


def test_a_body_that_is_too_large_is_refused_before_it_is_stored(red_river: TestForce) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import override_settings

    client = Client()
    path = f"/{red_river.slug}/fr/report/theft_bicycle/"
    upload = SimpleUploadedFile("big.jpg", b"\xff\xd8\xff" + b"x" * 5000, "image/jpeg")
    with override_settings(MOST_UPLOADED=1000):
        response = client.post(path, {"now": "no", "photo": upload})
    assert response.status_code == 413
    assert 'lang="fr"' in response.content.decode()
