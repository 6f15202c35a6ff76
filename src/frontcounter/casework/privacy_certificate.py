"""The certificate of a batch as a PDF, in the words of its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework.marking import type_names
from frontcounter.casework.privacy_pages import OFFICERS
from frontcounter.documents.certificate import Certificate, certificate_pdf
from frontcounter.privacy import queries
from frontcounter.privacy.queries import ItemLine
from frontcounter.web.formats import Formats
from frontcounter.web.texts import t

_HEAD = ("number", "type", "outcome", "ended", "until", "rule")


@require_safe
@staff_page(*OFFICERS)
def certificate_file(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """To keep in a file, or to send to whoever checks."""
    found = queries.certificate(batch_id)
    if found is None or found.batch.finished_at is None:
        raise Http404
    audit(Verb.CONSULT, "disposal.view", subject=f"batch:{batch_id}")
    content = certificate_pdf(_told(request, found), request.force, request.lang)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{request.force.slug}-certificate-{found.batch.number}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def _told(request: StaffRequest, found: queries.Certificate) -> Certificate:
    lang, batch = request.lang, found.batch
    f = Formats(lang, request.force.country, request.force.zone)
    types = type_names(request)

    def say(key: str, **values: Any) -> str:
        return t(f"casework.privacy.{key}", lang, **values)

    assert batch.finished_at is not None
    assert batch.checked_at is not None
    assert batch.approved_at is not None
    facts = [
        (say("batches.proposed"), f.moment(batch.proposed_at)),
        (say("batch.checked"), f"{batch.checked_by_name}, {f.moment(batch.checked_at)}"),
        (say("batch.approved"), f"{batch.approved_by_name}, {f.moment(batch.approved_at)}"),
        (say("batch.finished"), f.moment(batch.finished_at)),
        (say("certificate.reports"), str(len(found.gone))),
        *((say(f"sort.{sort}"), str(count)) for sort, count in sorted(found.counts.items())),
    ]
    if found.stayed:
        facts.append((say("certificate.stayed"), str(len(found.stayed))))

    def row(item: ItemLine) -> list[str]:
        return [
            item.number,
            types.get(item.type, item.type),
            t(f"casework.state.{item.outcome}", lang),
            f.date_short(item.ended_on),
            f.date_short(item.retain_until),
            item.rule.replace("_", " "),
            f.moment_short(item.disposed_at) if item.disposed_at else "",
        ]

    return Certificate(
        title=say("certificate.title", number=str(batch.number)),
        says=say("certificate.says", force=request.force.name(lang)),
        facts=facts,
        head=[*(say(f"item.{one}") for one in _HEAD), say("certificate.destroyed")],
        rows=[row(item) for item in found.gone],
        hashes_title=say("certificate.hashes"),
        hashes=[sha256 for item in found.gone for sha256 in item.hashes],
        backups=say("certificate.backups"),
        made=batch.finished_at,
    )
