"""Every page of every form, as it is asked and as it answers to nothing, for those who publish."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from desk_help import a_form, a_service, both
from staff_help import signed_in, text_of

from axe_help import violations
from frontcounter.forces.drafting import keep_in_preparation
from frontcounter.forms.pages.every import every_page, everything_shown, sent_empty


def test_a_preview_shows_pages_stops_conditions_and_the_check_page() -> None:
    force = a_service()
    client = signed_in(force.person("force_administrator"))
    here = f"/staff/{force.slug}/forms"
    assert client.get(f"/staff/{force.slug}/")["Location"] == here
    assert "Sample plain" in text_of(client.get(here))
    page = text_of(client.get(f"{here}/plain?lang=en"))
    for words in (
        "Too far",
        "We cannot go there.",
        "1.1 is “Yes”",
        "Where was that?",
        "2.1 is “Yes”",
        "Write what happened",
        "Check page",
        "A camera may have seen it",
        "Do you have the box?",
    ):
        assert words in page, words
    french = text_of(client.get(f"{here}/plain?lang=fr"))
    assert "What happened? (fr)" in french
    assert "la réponse à 2.1 est « Oui »" in french.replace("\u00a0", " ")


def test_a_preview_sent_empty_shows_the_errors_where_they_stand() -> None:
    force = a_service()
    client = signed_in(force.person("supervisor"))
    page = text_of(client.get(f"/staff/{force.slug}/forms/plain?lang=en&sent=empty"))
    assert "govuk-error-summary" in page
    assert 'id="story-error"' in page


def test_paper_has_the_numbers_of_the_screens() -> None:
    force = a_service()
    client = signed_in(force.person("call_taker"))
    answer = client.get(f"/staff/{force.slug}/forms/plain/paper?lang=fr")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "Print (PDF)" in text_of(client.get(f"/staff/{force.slug}/forms"))


@pytest.mark.parametrize("role", ["reviewer", "call_taker", "intelligence", "records"])
def test_only_those_who_publish_look_at_previews(role) -> None:
    force = a_service()
    client = signed_in(force.person(role))
    assert client.get(f"/staff/{force.slug}/forms/plain").status_code == 403


def test_a_type_that_is_not_offered_has_no_preview() -> None:
    force = a_service()
    client = signed_in(force.person("force_administrator"))
    for path in ("nothing", "nothing/paper"):
        assert client.get(f"/staff/{force.slug}/forms/{path}").status_code == 404


def test_a_form_in_preparation_is_seen_by_those_who_publish_and_by_nobody_else() -> None:
    force = a_service()
    later = a_form("plain")
    later["pages"][0]["questions"][0]["label"] = both("Was it near?", "Était-ce près?")
    with force.scope("worker"):
        keep_in_preparation({"slug": force.slug}, [later], datetime.now(UTC))
    publisher, taker = (
        signed_in(force.person(role)) for role in ("force_administrator", "call_taker")
    )
    here = f"/staff/{force.slug}/forms"
    assert "In preparation" in text_of(publisher.get(here))
    assert "In preparation" not in text_of(taker.get(here))
    draft = text_of(publisher.get(f"{here}/plain?lang=fr&version=draft"))
    assert "Était-ce près?" in draft
    assert "Not in effect yet." in draft
    assert "Était-ce près?" not in text_of(publisher.get(f"{here}/plain?lang=fr"))
    assert force.form("plain").question("far").label["en"] == "Was it far away?"


@pytest.fixture(scope="module")
def whole(request):
    """A service with every type that the demo has, and who publishes there."""
    plugins = request.config.pluginmanager.get_plugins()
    make_force = next(one.make_force for one in plugins if hasattr(one, "make_force"))
    force = make_force("red-river", types=None)
    return force, signed_in(force.person("force_administrator"))


def shape(field) -> tuple[object, ...]:
    """What makes two questions different to a reader of their HTML."""

    def of(one) -> tuple[object, ...]:
        options = {(bool(option.hint), bool(option.reveals)) for option in one.options}
        return (one.widget, bool(one.label), bool(one.hint), one.type, one.prefix,
                frozenset(options), len(one.inputs), bool(one.autocomplete))  # fmt: skip

    lines = tuple(of(one) for line in field.lines for one in line.inputs)
    return (field.kind, field.composite, bool(field.hint), frozenset(map(of, field.inputs)),
            frozenset(lines), field.count is not None)  # fmt: skip


def few_screens_with_every_shape(forms) -> dict[str, list[str]]:
    """Type → screens that hold, together, every distinct kind of question with its features."""
    shapes = {
        (form.type, page.page.id): {
            shape(everything_shown(question.field)) for question in page.questions
        }
        for form in forms
        for page in every_page(form, "en")
    }
    missing, chosen = set().union(*shapes.values()), {}
    while missing:
        best = max(shapes, key=lambda name: (len(shapes[name] & missing), name[0] in chosen))
        chosen.setdefault(best[0], []).append(best[1])
        missing -= shapes[best]
    return chosen


def test_every_type_is_shown_in_every_language(whole) -> None:
    force, client = whole
    for type_ in force.settings().forms:
        form = force.form(type_)
        for lang in form.languages:
            answer = client.get(f"/staff/{force.slug}/forms/{type_}?lang={lang}&sent=empty")
            assert answer.status_code == 200, (type_, lang)
            page = text_of(answer)
            for shown in form.all_pages:
                assert f'id="page-{shown.id}"' in page, (type_, lang)


def test_axe_passes_every_distinct_question_as_asked_and_with_its_errors(whole) -> None:
    force, client = whole
    forms = [force.form(type_) for type_ in force.settings().forms]
    pages, parts = {}, {}
    for number, (type_, screens) in enumerate(few_screens_with_every_shape(forms).items()):
        # What is shown with its errors is shown without them too; one is looked at from end to end.
        for mode in ("asked", "empty") if number < 2 else ("empty",):
            lang = ("en", "fr")[number % 2]
            address = f"/staff/{force.slug}/forms/{type_}?lang={lang}&sent={mode}"
            pages[f"{type_}-{lang}-{mode}"] = text_of(client.get(address))
            parts[f"{type_}-{lang}-{mode}"] = [f"#page-{screen}" for screen in screens]
    del parts[next(iter(parts))]
    assert violations(pages, parts=parts) == {}


def test_what_a_page_answers_to_nothing_is_what_the_public_site_would_answer(whole) -> None:
    from frontcounter.forms.engine import check_page

    force, _client = whole
    now, form = datetime.now(UTC), force.form("theft_bicycle")
    first = form.all_pages[0]
    told = check_page(form, first.id, {}, {}, lang="en", now=now, region="CA").errors
    every = sent_empty(first, lang="en", now=now, region="CA")
    assert [error.message for error in told] == [
        error.message for error in every if error.field_name in {one.field_name for one in told}
    ]
