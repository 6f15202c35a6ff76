"""Types that can be left quickly: nothing outside the page says what it is about."""

from __future__ import annotations

from functools import cache

import pytest
from intake_walker import Page, Walker
from small_forms import force_with, small_form

from force_help import TestForce

KIND = "domestic_abuse"
ANSWERS = {"first": {"began": "yes"}, "story": {"story": "It is hard to say."}}


@cache
def city() -> TestForce:
    return force_with(
        small_form(KIND, "Abuse at home", handling={"safe_exit": True}),
        small_form("graffiti", "Graffiti"),
    )


def begun(lang: str = "en") -> Walker:
    person = Walker(city().slug, lang)
    person.get(f"report/{KIND}/")
    return person


def is_neutral(page: Page, path: str, lang: str = "en") -> None:
    word = {"en": "Form", "fr": "Formulaire"}[lang]
    assert page.title.split(" – ")[0].rpartition(": ")[2] == word
    assert "Red River" not in page.title
    assert "abuse" not in path
    assert 'href="/' + city().slug + f'/{lang}/leave"' in page.html


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_title_and_no_address_says_what_it_is_about(lang: str) -> None:
    person = begun(lang)
    seen = [person.page]
    is_neutral(person.page, person.path, lang)
    assert person.page.title.endswith("page 1")
    person.press({})
    is_neutral(person.page, person.path, lang)
    for name, answers in ANSWERS.items():
        assert person.step in {name, person.path.split("/")[-2]}
        person.press(answers)
        is_neutral(person.page, person.path, lang)
        seen.append(person.page)
    assert person.step == "check-answers"
    for path in ("save-and-return", "call-me"):
        person.get(person.path.rsplit("/", 1)[0] + "/" + path)
        is_neutral(person.page, person.path, lang)
    person.get(person.path.rsplit("/", 1)[0] + "/check-answers")
    person.press()
    assert person.step == "sent"
    is_neutral(person.page, person.path, lang)
    for page in seen:
        assert all("abuse" not in link for link in page.links)


def test_the_cookie_names_no_type_and_ends_with_the_browser() -> None:
    person = begun()
    person.press(ANSWERS["first"])
    ours = [name for name in person.client.cookies if name.startswith("fc_draft")]
    assert len(ours) == 1
    assert "abuse" not in ours[0]
    assert person.client.cookies[ours[0]]["max-age"] == ""
    assert "Abuse at home" not in _begun_notes(person.get(""))


def _begun_notes(page: Page) -> str:
    return "".join(page.html.split("govuk-inset-text")[1:2])


def test_leaving_opens_another_page_and_closes_what_was_begun() -> None:
    person = begun()
    person.press(ANSWERS["first"])
    assert person.step == "story"
    story = person.path
    answer = person.client.get(f"{person.home}leave")
    assert answer.status_code == 302
    assert answer["Location"] == "https://weather.gc.ca/"
    assert answer.content == b""
    assert [name for name, one in person.client.cookies.items() if one.value] == []
    person.get(story)
    assert "How it began" in person.page.html
    assert "We could not find what you wrote" in person.page.html


def test_the_first_page_says_what_leaving_does_and_does_not() -> None:
    html = begun().page.html
    assert "does not delete your browsing history" in html
    assert "Shift key three times" in html


def test_an_address_with_the_plain_name_still_leads_there() -> None:
    person = Walker(city().slug)
    answer = person.client.get(f"{person.home}report/{KIND}/?lost")
    assert answer.status_code == 302
    assert "abuse" not in answer["Location"]
    assert answer["Location"].endswith("/?lost")


def test_other_types_keep_their_name_and_have_no_such_button() -> None:
    person = Walker(city().slug)
    page = person.get("report/graffiti/")
    assert person.path.endswith("/report/graffiti/")
    assert "/leave" not in page.html
    assert page.title == "How it began – Red River Police Service"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_search_for_such_a_type_can_be_left_too(lang: str) -> None:
    person = Walker(city().slug, lang)
    page = Page(person.client.post(person.home, {"q": "abuse"}).content.decode())
    is_neutral(page, person.home, lang)
    page = Page(person.client.post(person.home, {"q": "graffiti"}).content.decode())
    assert "/leave" not in page.html


def test_the_page_that_follows_words_of_danger_can_be_left_whatever_was_reported() -> None:
    person = Walker(city().slug)
    person.get("report/graffiti/")
    person.press(ANSWERS["first"])
    page = person.press({"story": "My ex is outside with a knife. I think he will kill me."})
    assert person.step == "help-now"
    is_neutral(page, person.path)


def test_no_two_types_of_the_catalogue_share_a_neutral_name() -> None:
    from frontcounter.forms.catalogue import types
    from frontcounter.intake.neutral import alias

    names = [alias(name) for name in types()]
    assert len(set(names)) == len(names)
    assert not set(names) & set(types())


def test_mail_about_it_names_neither_the_matter_nor_the_police_in_its_subject() -> None:
    from frontcounter.messages.preview import preview
    from frontcounter.reports.models import Report

    for kind, neutral in ((KIND, True), ("graffiti", False)):
        person = Walker(city().slug)
        person.get(f"report/{kind}/")
        person.press(ANSWERS["first"])
        person.press(ANSWERS["story"])
        person.press()
        with city().scope():
            report = Report.objects.filter(type=kind).latest("submitted_at")
            mail = preview(report.id, "recorded")
        assert ("Red River" not in mail.subject) == neutral
        assert ("Abuse" in mail.subject + mail.body) is False
        assert ("Graffiti" in mail.body) != neutral
