"""Find a report by its number, or by a serial number, plate, telephone number or e-mail address."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, who
from frontcounter.casework.queue_views import type_names
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.reports import queries
from frontcounter.web.texts import t

LONGEST = 120


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def find(request: StaffRequest) -> HttpResponse:
    """What is looked for travels by POST: it may be personal, and addresses are logged."""
    typed = one_line(request.POST.get("q", ""))[:LONGEST]
    lines = queries.find(typed) if typed else []
    if typed:
        audit(
            Verb.CONSULT,
            "report.find",
            details={"found": len(lines), "reports": [str(line.id) for line in lines]},
        )
    return pages.show(
        request,
        "find",
        t("casework.find.title", request.lang),
        tab="find",
        typed=typed,
        lines=lines,
        types=type_names(request),
    )
