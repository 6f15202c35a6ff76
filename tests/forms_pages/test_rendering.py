"""Every kind of question draws itself; every error leads to a field; what was typed is escaped."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from force_help import TestForce, make_force
from frontcounter.forms.engine import check_page, fields
from frontcounter.forms.pages.rendering import carries_heading, error_links, render_fields
from frontcounter.web.texts import speaking

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVIL = "\"><script>alert('x')</script>"


@pytest.fixture(scope="module")
def force() -> TestForce:
    return make_force("red-river")


def _pages(force: TestForce):
    for kind in ("theft_bicycle", "theft_from_vehicle", "lost_property"):
        form = force.form(kind)
        for page in form.all_pages:
            yield form, page


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_error_of_an_empty_or_wrong_page_leads_to_a_field(force: TestForce, lang: str) -> None:
    seen = 0
    for form, page in _pages(force):
        with speaking(lang):
            names = re.findall(
                r' name="([^"]+)"', render_fields(fields(form, page.id, {}, lang=lang))
            )
        for raw in ({}, {name: ["?"] for name in names if not name.endswith((".add", ".upload"))}):
            result = check_page(form, page.id, raw, {}, lang=lang, now=NOW, region="CA")
            drawn = fields(form, page.id, {}, result.raw, result.errors, lang)
            with speaking(lang):
                html = render_fields(drawn)
            for link in error_links(result.errors):
                assert f'id="{link.href[1:]}"' in html, (page.id, link)
                assert html.count(f'id="{link.href[1:]}"') == 1
                seen += 1
    assert seen > 20


def test_ids_are_unique_and_labels_have_their_fields(force: TestForce) -> None:
    for form, page in _pages(force):
        with speaking("en"):
            html = render_fields(fields(form, page.id, {}, lang="en"))
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), page.id
        assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids)
        for group in re.findall(r' (?:aria-describedby|data-aria-controls)="([^"]+)"', html):
            assert set(group.split()) <= set(ids), (page.id, group)


def test_what_was_typed_is_escaped(force: TestForce) -> None:
    for form, page in _pages(force):
        with speaking("en"):
            names = re.findall(
                r' name="([^"]+)"', render_fields(fields(form, page.id, {}, lang="en"))
            )
            raw = {name: [EVIL] for name in names if not name.endswith((".add", ".upload"))}
            result = check_page(form, page.id, raw, {}, lang="en", now=NOW, region="CA")
            html = render_fields(
                fields(form, page.id, {}, result.raw, result.errors, "en"), title=EVIL
            )
        assert "<script" not in html


def test_a_part_is_shown_only_with_its_choice(force: TestForce) -> None:
    form = force.form("theft_bicycle")
    for chosen, hidden in ((["none"], True), (["other"], False)):
        with speaking("en"):
            html = render_fields(fields(form, "seen", {"saw": chosen}, lang="en"))
        witness = re.search(r'<div id="shown-witness"([^>]*)>', html)
        assert witness
        assert ("--hidden" in witness[1]) is hidden


def test_a_lone_question_may_carry_the_heading(force: TestForce) -> None:
    form = force.form("theft_bicycle")
    drawn = fields(form, "when", {}, lang="en")
    assert not carries_heading(drawn, "When it happened")
    with speaking("en"):
        assert "<h1" not in render_fields(drawn, title="When it happened")
        assert "<h1" in render_fields(drawn, title=drawn[0].label)
