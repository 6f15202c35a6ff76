"""What went wrong with a report, and a supervisor who says what they did about it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.casework.report_views import done, record_or_404
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.tasks.services import seen_to

NOTE_LENGTH = 2000


@require_POST
@staff_page(StaffRole.SUPERVISOR)
def seen(request: StaffRequest, number: str) -> HttpResponse:
    """It is off the supervisors' list; the timeline says who saw to it."""
    record = record_or_404(number)
    note = many_lines(request.POST.get("note", ""))[:NOTE_LENGTH]
    seen_to(record.id, request.actor, note=note, at=datetime.now(UTC))
    return done(request, record, "seen_to")
