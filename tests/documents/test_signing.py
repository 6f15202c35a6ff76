"""Signatures: whole and ours, or not at all."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from report_samples import ENGLISH

from frontcounter.documents.pdf import render_pdf
from frontcounter.documents.signing import is_signed_by, new_signer, sign_pdf

NOW = datetime.now(UTC) - timedelta(hours=1)


def test_a_signed_document_is_whole_and_keeps_what_it_was() -> None:
    signer, plain = new_signer("Red River Police Service", NOW), render_pdf(ENGLISH)
    signed = sign_pdf(plain, signer)
    assert is_signed_by(signed, signer.certificate)
    assert signed.startswith(plain)
    with pikepdf.open(io.BytesIO(signed)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")


def test_a_changed_byte_is_found() -> None:
    signer = new_signer("Red River Police Service", NOW)
    signed = bytearray(sign_pdf(render_pdf(ENGLISH), signer))
    place = signed.index(b"endstream") - 20
    signed[place] ^= 1
    assert not is_signed_by(bytes(signed), signer.certificate)


def test_any_changed_or_missing_byte_gets_an_answer() -> None:
    signer = new_signer("Red River Police Service", NOW)
    signed = sign_pdf(render_pdf(ENGLISH), signer)
    first, last = signed.index(b"/Contents <"), signed.rindex(b"/ByteRange")
    for place in range(0, len(signed), len(signed) // 40):
        if min(first, last) < place < max(first, last):
            continue  # the gap that holds the signature itself, and its padding
        changed = bytearray(signed)
        changed[place] ^= 0x55
        assert not is_signed_by(bytes(changed), signer.certificate)
        assert not is_signed_by(signed[:place], signer.certificate)


def test_something_added_after_the_signature_is_found() -> None:
    signer = new_signer("Red River Police Service", NOW)
    more = IncrementalPdfFileWriter(io.BytesIO(sign_pdf(render_pdf(ENGLISH), signer)))
    more.root["/PageMode"] = generic.NameObject("/UseOutlines")
    more.update_root()
    added = io.BytesIO()
    more.write(added)
    assert not is_signed_by(added.getvalue(), signer.certificate)


def test_another_force_of_the_same_name_is_not_this_one() -> None:
    ours, theirs = (new_signer("Red River Police Service", NOW) for _ in range(2))
    assert not is_signed_by(sign_pdf(render_pdf(ENGLISH), theirs), ours.certificate)


def test_an_unsigned_document_is_not_signed() -> None:
    assert not is_signed_by(render_pdf(ENGLISH), new_signer("Red River", NOW).certificate)
