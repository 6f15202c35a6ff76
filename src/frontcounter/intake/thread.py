"""Messages between the reporter and the force, on the follow-up page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse

from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.intake.answering import way_of
from frontcounter.intake.status import Opened, opened_report
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.messages import thread
from frontcounter.reports import acts
from frontcounter.web.page import ErrorLink

REST = "status/message"


@dataclass(frozen=True)
class Line:
    """One message; `waits` until the worker has taken it."""

    at: datetime
    text: str
    mine: bool
    waits: bool = False


def lines_for(visit: Visit, opened: Opened) -> list[Line]:
    """Both sides, oldest first."""
    found = [
        Line(datetime.fromisoformat(act["at"]), act["text"], True, not act["done"])
        for act in opened.view.acts
        if act["kind"] == acts.MESSAGE
    ]
    if any(event["code"] == "reply" for event in opened.view.events):
        said = thread.replies_for(way_of(opened), at=visit.at)
        found += [Line(one.at, one.text, False) for one in said]
    return sorted(found, key=lambda line: line.at)


@public_view
def write(visit: Visit) -> HttpResponse:
    """Write to the people who have the report."""
    opened = opened_report(visit)
    if opened is None:
        return visit.go("status?over")
    if visit.request.method != "POST":
        return _page(visit, opened)
    if (wait := visit.allow("message", 10, 3600)) is not None:
        return wait
    text = many_lines((form_lists(visit.request).get("text") or [""])[0])
    if not text:
        return _page(visit, opened, error=visit.tr("intake.asking.message.missing"))
    if len(text) > thread.MOST_TEXT:
        return _page(visit, opened, text, visit.tr("intake.asking.message.too_long"))
    thread.write(opened.view.report_id, text, at=visit.at)
    return visit.go("status/report?written#messages")


def _page(visit: Visit, opened: Opened, text: str = "", error: str = "") -> HttpResponse:
    return visit.page(
        "intake/status_message.html",
        title=visit.tr("intake.asking.message.title"),
        rest=REST,
        about=opened.view.type,
        back="status/report",
        errors=[ErrorLink(error, "#text")] if error else (),
        status=422 if error else 200,
        text=text,
        error=error,
        lines=lines_for(visit, opened),
        action=visit.url(REST),
    )
