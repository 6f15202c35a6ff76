"""What leaves: the reporter's words as they were, and the agency's version beside them."""

from __future__ import annotations

import io

import pikepdf
from after_help import AT, record, send, take

from frontcounter.documents.building import data_of, official
from frontcounter.documents.services import official_pdf
from frontcounter.evidence.queries import originals_of
from frontcounter.forms.pages.published import published_form
from frontcounter.reports import agency, queries
from frontcounter.transfer.contents import report_document

BICYCLE = [{"category": "bicycle", "make": "Trek", "serial": "WTU-78"}]


def put_right(force, person, sent, value=BICYCLE) -> None:
    with force.scope("staff"):
        agency.change(
            sent.id, "bicycle", value, reason="From the receipt", actor=person.actor(), at=AT
        )


def text_of(document) -> str:
    return " ".join(
        line for section in document.sections for row in section.rows for line in row.lines
    )


def test_the_forces_copy_and_the_delivery_say_both_the_reporters_only_theirs(red_river) -> None:
    sent, person = send(red_river), red_river.person("reviewer")
    take(red_river, person, sent, "claim")
    put_right(red_river, person, sent)
    take(red_river, person, sent, "record")
    with red_river.scope("worker"):
        kept = queries.report(sent.id)
        theirs, ours = (text_of(official(kept, audience)) for audience in ("reporter", "force"))
        files = originals_of(sent.id, until=kept.recorded_at)
        document = report_document(kept, published_form(kept.form_hash), files)
    assert "WTU-78" not in theirs
    assert "WTU-77" in theirs
    assert "WTU-77" in ours
    assert "WTU-78" in ours
    assert "From the receipt" in ours
    assert document["items"][0]["serial"] == "WTU-77"
    assert document["agency"]["revision"] == 1
    assert document["agency"]["changes"][0]["reason"] == "From the receipt"
    assert document["agency"]["report"]["items"][0]["serial"] == "WTU-78"


def test_a_later_correction_leaves_what_was_recorded_as_it_was(red_river) -> None:
    sent = send(red_river)
    person = record(red_river, sent)
    with red_river.scope("worker"):
        first = queries.report(sent.id)
        form = published_form(first.form_hash)
        before = data_of(first, form)
        pdf = official_pdf(sent.id, "force", at=AT)
    assert "agency" not in before
    put_right(red_river, red_river.person("records"), sent)
    with red_river.scope("worker"):
        assert data_of(queries.report(sent.id), form) == before
        assert official_pdf(sent.id, "force", at=AT) == pdf
        assert pikepdf.open(io.BytesIO(pdf)).pages
    assert person
