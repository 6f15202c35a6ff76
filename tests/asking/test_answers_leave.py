"""Answers to questions leave with the report: export, official copies, and a person's package."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from after_help import AT, Sent, take
from asking_help import LATER, answer, asked

from force_help import TestForce, TestPerson, make_force
from frontcounter.documents.building import data_of, official
from frontcounter.documents.services import official_pdf
from frontcounter.evidence.queries import originals_of
from frontcounter.forms.pages.published import published_form
from frontcounter.privacy import contents, packages
from frontcounter.reports import agency, asking, queries
from frontcounter.transfer.contents import report_document

BICYCLE = [{"category": "bicycle", "make": "Trek", "serial": "WTU-78"}]


def answered(force: TestForce, **more: Any) -> tuple[Sent, TestPerson]:
    sent, person, round_id = asked(force, questions=("story", "suspect"), **more)
    answer(
        force,
        sent,
        round_id,
        story="Now I remember.",
        free_1="It was green.",
        suspect={"looks": "A red beard"},
    )
    return sent, person


def put_right(force: TestForce, sent: Sent, person: TestPerson) -> None:
    for name, value in (("bicycle", BICYCLE), ("suspect", {"looks": "Very tall"})):
        with force.scope("staff"):
            agency.change(
                sent.id, name, value, reason="From the receipt", actor=person.actor(), at=LATER
            )


def sections(document: Any) -> dict[str, str]:
    return {
        section.title: " ".join(line for row in section.rows for line in (row.label, *row.lines))
        for section in document.sections
    }


def test_the_export_and_both_official_copies_have_them(red_river: TestForce) -> None:
    sent, person = answered(red_river)
    take(red_river, person, sent, "claim", "record")
    with red_river.scope():
        kept = queries.report(sent.id)
        assert kept is not None
        form = published_form(kept.form_hash)
        theirs, ours = (sections(official(kept, one)) for one in ("reporter", "force"))
        document = report_document(kept, form, originals_of(sent.id, until=kept.recorded_at))
        assert official_pdf(sent.id, "reporter", at=LATER).startswith(b"%PDF")
    (title,) = [one for one in ours if one.startswith("Answers to our questions, ")]
    assert "20 November 2026" in title
    assert "Which colour was it? It was green." in ours[title]
    assert "Which colour was it? It was green." in theirs[title]
    assert "red beard" in ours[title]
    assert "red beard" not in theirs[title]
    (one,) = document["asked"]["rounds"]
    assert one["questions"] == {
        "free_1": {"en": "Which colour was it?", "fr": "Which colour was it?"}
    }
    assert one["answers"]["free_1"] == "It was green."
    assert [told["text"] for told in document["narrative"]] == ["It was gone."]
    assert [told["text"] for told in document["asked"]["report"]["narrative"]] == [
        "Now I remember."
    ]


def test_an_answer_after_recording_changes_nothing_that_left(red_river: TestForce) -> None:
    sent, person, round_id = asked(red_river)
    days = AT + timedelta(days=20)
    with red_river.scope():
        asking.tick(sent.id, at=days)
    take(red_river, person, sent, "claim", "record")
    with red_river.scope():
        record = queries.report(sent.id)
        assert record is not None
        form = published_form(record.form_hash)
        before = data_of(record, form)
    answer(red_river, sent, round_id, at=days + timedelta(hours=1), free_1="It was green.")
    with red_river.scope():
        record = queries.report(sent.id)
        assert record is not None
        assert asking.rounds_of(sent.id)[0].answers
        assert data_of(record, form) == before
    assert "asked" not in before


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_person_gets_their_answers_and_what_was_put_right(lang: str) -> None:
    force = make_force("red-river")
    sent, person = answered(force)
    take(force, person, sent, "claim")
    put_right(force, sent, person)
    officer = force.person("privacy")
    with force.scope("staff"):
        package_id = packages.choose([sent.id], officer.actor(), reference="1", lang=lang, at=AT)
        looked = contents.ahead(sent.id, lang)
        assert looked is not None
        packages.confirm(package_id)
    packages.make(force.id, package_id, at=AT)
    with force.scope("staff"):
        whole = b"".join(packages.open_package(package_id, at=AT))
    archive = zipfile.ZipFile(io.BytesIO(whole))
    data = json.loads(archive.read(f"{sent.tracking_number}/report.json"))
    assert data["asked"][0]["answers"] == {"story": "Now I remember.", "free_1": "It was green."}
    (ours,) = data["agency_version"]
    assert (ours["name"], ours["reason"]) == ("bicycle", "From the receipt")
    assert "WTU-78" in " ".join(ours["words"])
    told = json.dumps(data) + archive.read("README.txt").decode()
    for other in ("red beard", "Very tall", "Ann Lee"):
        assert other not in told
    assert len([one for one in looked.put_right if one.reason]) == 1
    with force.scope():
        record = queries.report(sent.id)
        assert record is not None
        pdf = sections(contents._document(contents._given(record, lang)))
    assert "From the receipt" in " ".join(pdf.values())
    assert "It was green." in " ".join(pdf.values())


@pytest.mark.parametrize(
    ("given", "reasons", "kept_back"),
    [("with_reasons", 1, 0), ("without_reasons", 0, 0), ("left_out", 0, 1)],
)
def test_how_much_of_it_is_for_the_force_to_say(given: str, reasons: int, kept_back: int) -> None:
    force = make_force("red-river", subject_access={"agency_version": given})
    sent, person = answered(force)
    take(force, person, sent, "claim")
    put_right(force, sent, person)
    with force.scope("staff"):
        looked = contents.ahead(sent.id, "en")
    assert looked is not None
    assert len(looked.put_right) == 1 - kept_back
    assert sum(bool(one.reason) for one in looked.put_right) == reasons
    assert looked.kept_back == kept_back
