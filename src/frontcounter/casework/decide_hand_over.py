"""The page on which a report is handed to another service of this installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework import pages, report_page, who
from frontcounter.casework.decide_views import attempt, overtaken, refusal_of
from frontcounter.casework.report_views import address, done, record_or_404, refuse
from frontcounter.evidence.queries import count_files
from frontcounter.forces.carrying import Neighbour, neighbours
from frontcounter.forces.deciding import asks_before_handing_over
from frontcounter.forces.published import published_settings
from frontcounter.forms.engine.cleaning import many_lines, one_line
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.preview import preview
from frontcounter.reports import agreeing, asking
from frontcounter.reports.agreeing import Agreement, agreement
from frontcounter.reports.queries import ReportRecord
from frontcounter.reports.services import Refused
from frontcounter.web.formats import Formats
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import t

HOW_LENGTH = 300
_ASK = "ask"


@dataclass(frozen=True)
class _Wish:
    """What was typed; `asks` where the button was the one that asks the reporter."""

    force: str
    how: str
    note: str
    agreed: bool
    asks: bool

    @classmethod
    def of(cls, request: StaffRequest) -> _Wish:
        given = request.POST
        return cls(
            force=given.get("force", ""),
            how=one_line(given.get("how", ""))[:HOW_LENGTH],
            note=many_lines(given.get("note", ""))[:4000],
            agreed=given.get("agreed") == "yes",
            asks=given.get("do") == _ASK,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*who.READERS)
def hand_over(request: StaffRequest, number: str) -> HttpResponse:
    """Only with the reporter's agreement, and only to a service that takes reports from us.

    Where the force asks first, their answer counts, and nothing that staff tick.
    """
    record = record_or_404(number)
    closed = refusal_of(request, record, "hand_over")
    if closed is not None:
        return closed
    known = {one.slug: one for one in neighbours()}
    first = asks_before_handing_over(published_settings(record.publication_hash))
    said = {slug: agreement(record, slug) for slug in known} if first else {}
    wish = _Wish.of(request)
    if request.method != "POST":
        return _show(request, record, known, said, wish)
    missing = _missing(wish, known, said, first)
    if missing:
        key = "casework.decisions.hand_over.missing"
        errors = [ErrorLink(t(f"{key}.{why}", request.lang), f"#{at}") for at, why in missing]
        return _show(request, record, known, said, wish, errors=errors, status=422)
    if overtaken(request, record):
        notices = (Notice(t("casework.move.changed", request.lang)),)
        return _show(request, record, known, said, wish, notices=notices, status=409)
    if first and wish.asks:
        return _ask(request, record, known[wish.force])
    how = _how(request, said[wish.force]) if first else wish.how
    details = {"force": wish.force, "agreed": True, "how": how}
    return attempt(request, record, "hand_over", wish.note, details)


def _missing(
    wish: _Wish, known: dict[str, Neighbour], said: dict[str, Agreement], first: bool
) -> list[tuple[str, str]]:
    """(the field, the code of what is missing)."""
    found = [] if wish.force in known else [("force", "force")]
    if first:
        yes = wish.asks or (not found and said[wish.force].answer == agreeing.YES)
        return found or ([] if yes else [("force", "ask_first")])
    wrong = {"agreed": not wish.agreed, "how": not wish.how}
    return [*found, *((name, name) for name, missing in wrong.items() if missing)]


def _how(request: StaffRequest, told: Agreement) -> str:
    """How they agreed, for the other service."""
    key = "casework.decisions.hand_over"
    if told.at is None:
        return t(f"{key}.how_when_sent", request.lang)
    return t(f"{key}.how_answered", request.lang, when=_formats(request).moment(told.at))


def _formats(request: StaffRequest) -> Formats:
    return Formats(request.lang, request.force.country, request.force.zone)


def _ask(request: StaffRequest, record: ReportRecord, to: Neighbour) -> HttpResponse:
    """One question, answered on the reporter's page; the report waits for it."""
    key, languages = "casework.decisions.hand_over", published_form(record.form_hash).languages
    question = agreeing.question(
        to.slug,
        {lang: t(f"{key}.question", lang, force=to.called(lang)) for lang in languages},
        {lang: t(f"{key}.question_hint", lang) for lang in languages},
    )
    try:
        asking.ask(
            record.id,
            request.actor,
            more=[question],
            titles={lang: t("casework.asking.round", lang) for lang in languages},
            at=datetime.now(UTC),
        )
    except Refused as refused:
        return refuse(request, record, refused)
    return done(request, record, "ask")


def _show(
    request: StaffRequest,
    record: ReportRecord,
    known: dict[str, Neighbour],
    said: dict[str, Agreement],
    wish: _Wish,
    *,
    errors: list[ErrorLink] | None = None,
    notices: tuple[Notice, ...] = (),
    status: int = 200,
) -> HttpResponse:
    audit(Verb.CONSULT, "report.decide.hand_over", subject=f"report:{record.id}")
    return pages.show(
        request,
        "hand_over",
        t("casework.decisions.hand_over.title", request.lang),
        back=address(request, record),
        errors=errors or (),
        notices=notices,
        status=status,
        r=record,
        forces=[
            {
                "value": one.slug,
                "text": one.called(request.lang),
                "hint": _said(request, said[one.slug]) if said else "",
            }
            for one in known.values()
        ],
        ask_first=bool(said),
        agreed_already=any(one.answer == agreeing.YES for one in said.values()),
        letter=preview(record.id, "question") if said else None,
        wish=wish,
        file_count=count_files([record.id]).get(record.id, 0),
        stamp=report_page.stamp(record),
    )


def _said(request: StaffRequest, told: Agreement) -> str:
    """What the reporter said about one service, in one line."""
    code = "when_sent" if told.when_sent else told.answer or "not_asked"
    when = _formats(request).date_short(told.at) if told.at else ""
    return t(f"casework.decisions.hand_over.said.{code}", request.lang, when=when)
