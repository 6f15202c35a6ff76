"""Writing with the reporter, and how they may be written to."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages
from frontcounter.casework.ask_shown import WRITERS
from frontcounter.casework.report_views import address, done, record_or_404
from frontcounter.forces.asking import templates_of
from frontcounter.forms.engine.cleaning import many_lines, one_line
from frontcounter.forms.pages.published import published_form
from frontcounter.messages import thread as messages
from frontcounter.messages.models import Channel
from frontcounter.messages.preview import preview
from frontcounter.reports.queries import ReportRecord
from frontcounter.tasks.contacting import was_reached
from frontcounter.tasks.services import have_looked
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import fill, t

RULES = ("none", "only", "lift")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*WRITERS)
def thread(request: StaffRequest, number: str) -> HttpResponse:
    """What was written both ways (GET, with `template` words to begin with), and a reply (POST)."""
    record = record_or_404(number)
    if request.method != "POST":
        return _thread(request, record, _begun(request, record))
    text = many_lines(request.POST.get("text", ""))
    if request.POST.get("_go") == "preview" and text:
        return _thread(request, record, text, shown=True)
    if not text or len(text) > messages.MOST_TEXT:
        problem = "casework.asking.thread." + ("too_long" if text else "missing")
        error = ErrorLink(t(problem, request.lang, most=messages.MOST_TEXT), "#text")
        return _thread(request, record, text, error=error)
    now = datetime.now(UTC)
    messages.reply(record.id, request.actor, text, at=now)
    have_looked(record.id, request.actor, at=now)
    return done(request, record, "reply")


def _begun(request: StaffRequest, record: ReportRecord) -> str:
    """A template in the reporter's language, its places filled in."""
    template = templates_of(request.force).get(request.GET.get("template", ""))
    if template is None:
        return ""
    lang, force = record.language, request.force
    places = {
        "name": record.reporter_name,
        "number": record.file_number or record.tracking_number,
        "type": published_form(record.form_hash).title(lang),
        "force": force.name(lang),
    }
    return fill(force.text(template.text, lang), places)


def _thread(
    request: StaffRequest,
    record: ReportRecord,
    text: str,
    *,
    shown: bool = False,
    error: ErrorLink | None = None,
) -> HttpResponse:
    audit(Verb.CONSULT, "report.thread", subject=f"report:{record.id}")
    force, handling = request.force, published_form(record.form_hash).handling
    letter = preview(record.id, "message", extra={"written": text or "…"})
    return pages.show(
        request,
        "thread",
        t("casework.asking.thread.title", request.lang),
        back=address(request, record),
        errors=[error] if error else (),
        status=422 if error else 200,
        r=record,
        said=messages.thread_of(record.id),
        text=text,
        error=error.text if error else "",
        shown=shown,
        letter=letter,
        sensitive=handling.safe_exit or handling.confidential,
        templates=[
            {"value": one.code, "text": force.text(one.title, request.lang)}
            for one in templates_of(force).values()
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*WRITERS)
def contact(request: StaffRequest, number: str) -> HttpResponse:
    """Nobody writes any more, or only by certain ways; or again as the person chose."""
    record = record_or_404(number)
    if request.method != "POST":
        return _contact(request, record)
    rule, reason = request.POST.get("rule", ""), one_line(request.POST.get("reason", ""))
    only = [one for one in request.POST.getlist("only") if one in set(Channel)]
    errors = _contact_errors(request, rule, reason, only)
    if errors:
        return _contact(request, record, rule, reason, only, errors)
    now = datetime.now(UTC)
    if rule == "lift":
        messages.lift_rule(record.id, request.actor, reason, at=now)
        return done(request, record, "contact_allowed")
    ways = only if rule == "only" else []
    messages.set_rule(record.id, request.actor, ways, reason, at=now)
    return done(request, record, "contact_only" if ways else "contact_stopped")


def _contact_errors(
    request: StaffRequest, rule: str, reason: str, only: list[str]
) -> list[ErrorLink]:
    lang = request.lang
    found = []
    if rule not in RULES:
        found.append(ErrorLink(t("casework.asking.contact.choose", lang), "#rule"))
    if rule == "only" and not only:
        found.append(ErrorLink(t("casework.asking.contact.choose_way", lang), "#only"))
    if not reason:
        found.append(ErrorLink(t("casework.asking.contact.why", lang), "#reason"))
    return found


def _contact(
    request: StaffRequest,
    record: ReportRecord,
    rule: str = "",
    reason: str = "",
    only: list[str] | None = None,
    errors: list[ErrorLink] | None = None,
) -> HttpResponse:
    audit(Verb.CONSULT, "report.view", subject=f"report:{record.id}")
    wrong = {error.href: error.text for error in errors or ()}
    return pages.show(
        request,
        "thread_contact",
        t("casework.asking.contact.title", request.lang),
        back=address(request, record),
        errors=errors or (),
        status=422 if errors else 200,
        r=record,
        now_set=messages.rule_for(record.id),
        rule=rule,
        reason=reason[:300],
        only=only or [],
        channels=list(Channel),
        wrong=wrong,
    )


@require_POST
@staff_page(*WRITERS)
def reached(request: StaffRequest, number: str) -> HttpResponse:
    """The person was reached another way, or nobody can reach them."""
    record = record_or_404(number)
    note = many_lines(request.POST.get("note", ""))[:1000]
    if not was_reached(record.id, request.actor, note=note, at=datetime.now(UTC)):
        return HttpResponseRedirect(address(request, record))  # somebody else has noted it
    return done(request, record, "contact_done")
