"""The form to print: every question with the number that the screens give it, in each language."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from django.test import Client

from frontcounter.documents.paper import paper_data, paper_form
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.pages.every import question_numbers
from frontcounter.forms.pages.published import published_form
from frontcounter.intake.paper import on_paper


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_question_stands_on_paper_under_its_number(red_river, lang) -> None:
    with red_river.scope("public"):
        settings = settings_in_scope()
        for form_hash in settings.forms.values():
            form = published_form(form_hash)
            data = paper_data(settings, form, lang)
            numbers = [one["number"] for page in data["pages"] for one in page["questions"]]
            assert numbers == list(question_numbers(form).values())
            for page in data["pages"]:
                for one in page["questions"]:
                    assert one["label"], (form.type, one["number"])
                    assert one["groups"][0]["parts"], (form.type, one["number"])


def test_a_question_that_depends_on_another_says_so(red_river) -> None:
    with red_river.scope("public"):
        settings = settings_in_scope()
        form = published_form(settings.forms["theft_bicycle"])
        asked = {one.id: one for one in form.questions if one.when is not None}
        data = paper_data(settings, form, "en")
    said = {one["number"]: one["when"] for page in data["pages"] for one in page["questions"]}
    numbers = question_numbers(form)
    assert asked
    for question_id in asked:
        assert said[numbers[question_id]].startswith("Only if "), question_id


def test_nothing_is_asked_on_paper_that_only_a_device_can_answer(red_river) -> None:
    with red_river.scope("public"):
        settings = settings_in_scope()
        form = published_form(settings.forms["theft_bicycle"])
        data = paper_data(settings, form, "en")
    groups = [
        group for page in data["pages"] for one in page["questions"] for group in one["groups"]
    ]
    labels = [part["label"] for group in groups for part in group["parts"]]
    assert "The position of this device" not in labels
    assert not [
        part for g in groups if g["title"] for part in g["parts"] if part["kind"] == "files"
    ]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_sheets_are_an_accessible_pdf_in_their_language(red_river, lang) -> None:
    with red_river.scope("public"):
        settings = settings_in_scope()
        form = published_form(settings.forms["theft_bicycle"])
        made = paper_form(settings, form, lang)
        assert made is paper_form(settings, form, lang)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang).startswith(lang)
        assert pdf.Root.MarkInfo.Marked
        assert 2 <= len(pdf.pages) <= 12


def test_the_public_prints_the_questions_before_it_begins(red_river) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    here = f"/{red_river.slug}/fr/report/theft_bicycle/"
    page = client.get(here).content.decode()
    assert f'href="{here}paper"' in page
    answer = client.get(f"{here}paper")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert client.get(f"/{red_river.slug}/fr/report/nothing/paper").status_code == 404


def test_no_sheets_are_offered_where_a_trace_may_hurt_or_a_call_comes_first(red_river) -> None:
    form = red_river.form("theft_bicycle")
    assert on_paper(form)
    for key, value in {"safe_exit": True, "call_first": True, "desk": "standards"}.items():
        changed = replace(form, handling=replace(form.handling, **{key: value}))
        assert not on_paper(changed), key
