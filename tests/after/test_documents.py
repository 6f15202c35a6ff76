"""Official copies: made once from what recording froze, signed, and for the right eyes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from after_help import AT, answers_of, record, run_jobs, send
from django.db import DatabaseError

from frontcounter.documents.building import NotRecorded, verification_code
from frontcounter.documents.keys import certificate
from frontcounter.documents.models import OfficialPdf, SigningKey
from frontcounter.documents.services import (
    official_pdf,
    render_official,
    unofficial_pdf_of_answers,
)
from frontcounter.documents.signing import is_signed_by
from frontcounter.reports import queries

if TYPE_CHECKING:
    from force_help import TestForce


def text_of(pdf: bytes) -> str:
    """What a reader sees, by poppler."""
    import subprocess

    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_both_copies_are_made_once_and_kept(red_river: TestForce) -> None:
    sent = send(red_river)
    record(red_river, sent)
    run_jobs(red_river)
    with red_river.scope("staff"):
        rows = OfficialPdf.objects.filter(report_id=sent.id)
        assert sorted(row.audience for row in rows) == ["force", "reporter"]
        first = official_pdf(sent.id, "reporter", at=AT)
        assert official_pdf(sent.id, "reporter", at=AT) == first
        assert rows.count() == 2


def test_the_reporters_copy_leaves_other_people_out_and_the_forces_does_not(
    red_river: TestForce,
) -> None:
    sent = send(red_river)
    record(red_river, sent)
    with red_river.scope("staff"):
        reporters = text_of(official_pdf(sent.id, "reporter", at=AT))
        forces = text_of(official_pdf(sent.id, "force", at=AT))
        report = queries.report(sent.id)
    assert report is not None
    assert report.file_number
    for copy in (reporters, forces):
        assert report.file_number in copy
        assert sent.tracking_number in copy
        assert verification_code(sent.id) in copy
        assert "WTU" in copy
    assert "Wilma" not in reporters
    assert "Wilma" in forces


def test_it_is_signed_by_the_force_and_still_an_accessible_archive(red_river: TestForce) -> None:
    sent = send(red_river, lang="fr")
    record(red_river, sent)
    with red_river.scope("staff"):
        pdf = official_pdf(sent.id, "reporter", at=AT)
        shown = certificate()
    assert shown is not None
    assert is_signed_by(pdf, shown)
    assert not is_signed_by(pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1), shown)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert str(document.Root.Lang).startswith("fr")


def test_the_bytes_before_signing_are_the_same_each_time(red_river: TestForce) -> None:
    sent = send(red_river)
    record(red_river, sent)
    with red_river.scope("staff"):
        report = queries.report(sent.id)
        assert report is not None
        assert render_official(report, "reporter") == render_official(report, "reporter")


def test_there_is_no_official_copy_before_recording_or_without_its_number(
    red_river: TestForce, soar_valley: TestForce
) -> None:
    sent = send(red_river)
    with red_river.scope("staff"), pytest.raises(NotRecorded):
        official_pdf(sent.id, "reporter", at=AT)
    waiting = send(soar_valley)
    record(soar_valley, waiting)
    with soar_valley.scope("staff"), pytest.raises(NotRecorded):
        official_pdf(waiting.id, "reporter", at=AT)


def test_a_force_has_one_key_and_its_own(red_river: TestForce, soar_valley: TestForce) -> None:
    from frontcounter.documents.keys import sign_for_force
    from frontcounter.documents.signing import new_signer, sign_pdf

    blank = pikepdf.new()
    blank.add_blank_page()
    file = io.BytesIO()
    blank.save(file)
    certificates = []
    for force in (red_river, soar_valley, red_river):
        with force.scope("staff"):
            signed = sign_for_force(file.getvalue(), at=AT)
            certificates.append(certificate())
            assert SigningKey.objects.count() == 1
            assert is_signed_by(signed, certificates[-1] or b"")
    assert certificates[0] == certificates[2] != certificates[1]
    forged = sign_pdf(file.getvalue(), new_signer("Red River Police Service", AT))
    assert not is_signed_by(forged, certificates[0] or b"")


def test_the_stored_file_is_sealed(red_river: TestForce) -> None:
    from pathlib import Path

    from django.conf import settings

    sent = send(red_river)
    record(red_river, sent)
    with red_river.scope("staff"):
        official_pdf(sent.id, "reporter", at=AT)
        row = OfficialPdf.objects.get(report_id=sent.id, audience="reporter")
    stored = (Path(settings.FILES_FOLDER) / row.path).read_bytes()
    assert not stored.startswith(b"%PDF")
    assert len(stored) > row.size


def test_a_person_gets_their_own_copy_without_reading_a_row(red_river: TestForce) -> None:
    form, settings = red_river.form("theft_bicycle"), red_river.settings()
    answers = answers_of(form, "CA", **{"contact.by": "email", "contact.email": "a@b.ca"})
    with red_river.scope("public"):
        pdf = unofficial_pdf_of_answers(settings, form, answers, "fr", "T-7K3M-29QX", AT)
    shown = text_of(pdf)
    assert "T-7K3M-29QX" in shown
    assert "Copie non officielle" in shown
    assert "Wilma" in shown  # their own words, for themselves


def test_the_public_role_reads_no_official_copy(red_river: TestForce) -> None:
    with pytest.raises(DatabaseError), red_river.scope("public"):
        list(OfficialPdf.objects.all())
    with pytest.raises(DatabaseError), red_river.scope("public"):
        list(SigningKey.objects.all())
