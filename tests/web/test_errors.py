"""Error pages: in the person's language, without a database, keeping what can be kept."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from samples import ENGLISH

from frontcounter.web import errors
from frontcounter.web.page import PublicPage


def get(path: str = "/red-river/fr/x", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, **headers)  # type: ignore[arg-type]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (errors.bad_request, 400, "Nous n’avons pas pu lire votre demande"),
        (errors.permission_denied, 403, "Vous ne pouvez pas ouvrir cette page"),
        (errors.page_not_found, 404, "Page introuvable"),
        (errors.too_large, 413, "Votre envoi est trop volumineux"),
        (errors.too_many, 429, "Veuillez patienter un moment"),
        (errors.server_error, 500, "Un problème est survenu de notre côté"),
        (errors.csrf_failure, 403, "Cette page est restée ouverte longtemps"),
    ],
)
def test_each_error_says_what_happened_in_the_language_of_its_address(
    view: object, status: int, heading: str
) -> None:
    response = view(get())  # type: ignore[operator]
    assert response.status_code == status
    assert response["Content-Language"] == "fr"
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in text(response)
    assert "911" in text(response)


def test_two_numbers_are_told_but_not_dialled() -> None:
    html = text(errors.page_not_found(get("/")))
    assert "<strong>911 or 999</strong>" in html
    assert "tel:" not in html


def test_without_a_language_in_the_address_the_browser_decides() -> None:
    assert errors.language(get("/", HTTP_ACCEPT_LANGUAGE="cy, fr-CA;q=0.9, en;q=0.8")) == "fr"
    assert errors.language(get("/staff/x", HTTP_ACCEPT_LANGUAGE="cy")) == "en"
    assert errors.language(get("/")) == "en"


def test_too_much_data_is_said_to_be_too_large() -> None:
    assert errors.bad_request(get(), RequestDataTooBig()).status_code == 413


def test_too_many_says_when_to_try_again() -> None:
    assert errors.too_many(get(), 12.4)["Retry-After"] == "12"


def test_a_forces_own_page_lends_its_look_and_number() -> None:
    request = get("/red-river/en/x")
    request.page = PublicPage(**{**ENGLISH, "title": "When?"})  # type: ignore[attr-defined]
    html = text(errors.page_not_found(request))
    assert "Red River Police Service" in html
    assert "204-555-0147" in html
    assert "<title>Page not found – Red River Police Service</title>" in html


def post(data: dict[str, object], **headers: str) -> HttpRequest:
    request = RequestFactory().post("/red-river/en/when?next=check", data)
    request.META.update({"HTTP_HOST": "127.0.0.1", **headers})
    return request


def test_an_old_page_of_ours_can_send_the_same_again() -> None:
    request = post(
        {"csrfmiddlewaretoken": "old", "story": 'a "b"\n<c>', "kind": ["x", "y"]},
        HTTP_SEC_FETCH_SITE="same-origin",
    )
    html = text(errors.csrf_failure(request))
    assert '<form method="post" action="/red-river/en/when?next=check" novalidate>' in html
    assert 'name="story" value="a &#34;b&#34;\n&lt;c&gt;"' in html
    assert re.findall(r'name="kind" value="(.)"', html) == ["x", "y"]
    assert 'value="old"' not in html
    assert "What you wrote is kept" in html


def test_another_sites_form_is_not_offered_again() -> None:
    for headers in (
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {},
    ):
        html = text(errors.csrf_failure(post({"story": "x"}, **headers)))
        assert 'name="story"' not in html
        assert "Go back" in html


def test_a_password_is_never_written_into_a_page() -> None:
    html = text(
        errors.csrf_failure(
            post({"login": "a", "password": "secret"}, HTTP_ORIGIN="http://127.0.0.1")
        )
    )
    assert "secret" not in html
    assert "load the page again" in html


def test_lost_files_are_owned_up_to() -> None:
    request = post(
        {"story": "x", "photo": SimpleUploadedFile("a.jpg", b"1")},
        HTTP_SEC_FETCH_SITE="same-origin",
    )
    html = text(errors.csrf_failure(request))
    assert "choose them again" in html
    assert 'name="story" value="x"' in html


def test_a_500_still_speaks_when_the_template_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "page_response", broken)
    response = errors.server_error(get("/red-river/en/x"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in text(response)
    with pytest.raises(RuntimeError):
        errors.page_not_found(get())
