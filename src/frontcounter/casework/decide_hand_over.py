"""The page on which a report is handed to another service of this installation."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, report_page, who
from frontcounter.casework.decide_views import attempt, overtaken, refusal_of
from frontcounter.casework.report_views import address, record_or_404
from frontcounter.evidence.queries import count_files
from frontcounter.forces.carrying import neighbours
from frontcounter.forms.engine.cleaning import many_lines, one_line
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

HOW_LENGTH = 300


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def hand_over(request: StaffRequest, number: str) -> HttpResponse:
    """Only with the reporter's agreement, and only to a service that takes reports from us."""
    record = record_or_404(number)
    closed = refusal_of(request, record, "hand_over")
    if closed is not None:
        return closed
    known = {one.slug: one for one in neighbours()}
    force = request.POST.get("force", "")
    how = one_line(request.POST.get("how", ""))[:HOW_LENGTH]
    note = many_lines(request.POST.get("note", ""))[:4000]
    agreed = request.POST.get("agreed") == "yes"
    errors: list[ErrorLink] = []
    notices: tuple[Notice, ...] = ()
    if request.method == "POST":
        wrong = {"force": force not in known, "agreed": not agreed, "how": not how}
        errors = [
            ErrorLink(t(f"casework.decisions.hand_over.missing.{name}", request.lang), f"#{name}")
            for name, missing in wrong.items()
            if missing
        ]
        if not errors and not overtaken(request, record):
            details = {"force": force, "agreed": True, "how": how}
            return attempt(request, record, "hand_over", note, details)
        if not errors:
            notices = (Notice(t("casework.move.changed", request.lang)),)
    audit(Verb.CONSULT, "report.decide.hand_over", subject=f"report:{record.id}")
    return pages.show(
        request,
        "hand_over",
        t("casework.decisions.hand_over.title", request.lang),
        back=address(request, record),
        errors=errors,
        notices=notices,
        status=422 if errors else 409 if notices else 200,
        r=record,
        forces=[{"value": one.slug, "text": one.called(request.lang)} for one in known.values()],
        force=force,
        how=how,
        note=note,
        agreed=agreed,
        file_count=count_files([record.id]).get(record.id, 0),
        stamp=report_page.stamp(record),
    )
