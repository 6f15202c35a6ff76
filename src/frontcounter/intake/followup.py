"""The follow-up page of a report: where it stands, adding to it, asking to withdraw it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from frontcounter.base.ids import uuid7
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.intake.answering import round_for
from frontcounter.intake.calls import CallNotice, call_notice
from frontcounter.intake.file_words import notes_for_adding
from frontcounter.intake.status import Opened, opened_report
from frontcounter.intake.thread import lines_for
from frontcounter.intake.uploads import take_files_of_act
from frontcounter.intake.visit import Visit, form_lists, public_view
from frontcounter.reports import acts
from frontcounter.reports.access import ReporterView
from frontcounter.tasks.slots import VISIT
from frontcounter.web.page import ErrorLink, Notice

MOST_TEXT = 10_000
# Lines of the timeline that mean something to a reporter; the others are the force's own work.
TOLD = (
    "submit", "request_call", "claim", "call_back", "conclude_call_back", "record", "number",
    "not_take", "withdraw", "ask_to_withdraw", "agree_withdrawal", "add_information", "close",
    "reopen", "redirect", "hand_over", "take_over", "come_back", "join",
    "separate", "split", "number_joined", "no_investigation", "ask", "remind", "answer",
    "stop_waiting", "message", "reply",
    "follow_up", "accept_follow_up", "finish_follow_up", "lapse", "call_booked", "visit_booked",
    "call_given_up", "call_booked_for", "visit_booked_for", "booking_cancelled_for", "call_again",
)  # fmt: skip


@public_view
def report(visit: Visit) -> HttpResponse:
    """Where the report stands."""
    opened = opened_report(visit)
    if opened is None:
        return visit.go("status?over")
    return _report_page(visit, opened)


def _report_page(visit: Visit, opened: Opened, **more: Any) -> HttpResponse:
    view = opened.view
    call_page = call_notice(visit, view, opened.way)
    notices = []
    for mark in ("added", "asked"):
        if mark in visit.request.GET and not (mark == "asked" and view.state == "withdrawn"):
            notices = [Notice(visit.tr(f"intake.status.{mark}"), "success")]
    for mark in ("answered", "written"):
        if mark in visit.request.GET:
            notices = [Notice(visit.tr(f"intake.asking.{mark}"), "success")]
    return visit.page(
        "intake/status_report.html",
        title=visit.tr(
            "intake.status.report.title", number=view.file_number or view.tracking_number
        ),
        rest="status/report",
        about=view.type,
        notices=notices,
        view=view,
        state=_state_key(view, call_page),
        reason=_reason(visit, view),
        timeline=_timeline(view),
        handed_to=_handed_to(visit, view),
        promises=_promises(visit, view),
        withdraw=_may_ask(view),
        base=visit.url("status/"),
        call_page=call_page,
        asked=round_for(visit, opened),
        lines=lines_for(visit, opened),
        **more,
    )


def _may_ask(view: ReporterView) -> bool:
    """Withdrawing is offered while it makes sense, and never where danger was told: somebody may
    be made to do it."""
    open_still = view.state in {"submitted", "in_review", "recorded"}
    return open_still and not _asked(view) and not view.danger_told


def _asked(view: ReporterView) -> bool:
    """A wish to withdraw is still to be carried out."""
    return any(act["kind"] == "withdraw" and not act["done"] for act in view.acts)


def _state_key(view: ReporterView, call: CallNotice | None) -> str:
    if view.state == "waiting" and any(
        act["kind"] == acts.ANSWER and not act["done"] for act in view.acts
    ):
        return "submitted"  # the answer is on its way
    if view.state in {"submitted", "in_review"} and view.call_back_state == "open":
        visits = call is not None and call.mine is not None and call.mine.kind == VISIT
        return "visit_open" if visits else "call_open"
    if view.state == "recorded" and not view.file_number:
        return "recorded_soon"
    return view.state


def _reason(visit: Visit, view: ReporterView) -> tuple[str, Any] | None:
    """Why it was not taken, in words for the reporter, and the next door."""
    ended = view.state in {"not_taken", "redirected", "closed"}
    reason = visit.settings.every_reason.get(view.reason) if ended else None
    if reason is None:
        return None
    return visit.settings.text(reason.reporter, visit.lang), visit.settings.doors.get(reason.door)


def _handed_to(visit: Visit, view: ReporterView) -> tuple[str, str] | None:
    """(the other service, the report's number there)."""
    told = view.handed_to
    if not told or not told.get("tracking_number"):
        return None
    names = told.get("names") or {}
    name = names.get(visit.lang) or next(iter(names.values()), visit.tr("intake.status.other"))
    return str(name), str(told["tracking_number"])


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _timeline(view: ReporterView) -> list[tuple[str, datetime]]:
    told = [(e["code"], _when(e["at"])) for e in view.events if e["code"] in TOLD]
    waiting = [(f"{a['kind']}_noted", _when(a["at"])) for a in view.acts if not a["done"]]
    return sorted([*told, *waiting], key=lambda line: line[1])[::-1]  # also within one moment


def _promises(visit: Visit, view: ReporterView) -> list[tuple[str, datetime, bool]]:
    """(what, by when, late) of the promises that are open; none while a withdrawal waits."""
    if _asked(view):
        return []
    found = []
    for promise in view.promises:
        rule = visit.settings.promises.get(promise["kind"])
        over = promise["kept_at"] or promise["lifted_at"] or promise["lapsed_at"]
        if rule is None or over or promise["paused_at"]:
            continue
        due = _when(promise["due_at"])
        found.append((visit.settings.text(rule.text, visit.lang), due, due < visit.at))
    return found


@public_view
def add(visit: Visit) -> HttpResponse:
    """More words and photos for the report."""
    opened = opened_report(visit)
    if opened is None:
        return visit.go("status?over")
    if visit.request.method != "POST":
        return _add_page(visit, opened)
    if (wait := visit.allow("add", 30, 3600)) is not None:
        return wait
    text = many_lines((form_lists(visit.request).get("text") or [""])[0])
    uploads = visit.request.FILES.getlist("photo")
    if not text and not uploads:
        return _add_page(visit, opened, text, {"text": visit.tr("intake.status.add.missing")})
    if len(text) > MOST_TEXT:
        return _add_page(visit, opened, text, {"text": visit.tr("intake.status.add.too_long")})
    act_id = uuid7()
    problem = take_files_of_act(visit, opened.view, act_id, uploads)
    if problem:
        return _add_page(visit, opened, text, {"photo": problem})
    acts.add_information(opened.view.report_id, text, at=visit.at, act_id=act_id)
    return visit.go("status/report?added")


def _add_page(
    visit: Visit, opened: Opened, text: str = "", errors: dict[str, str] | None = None
) -> HttpResponse:
    return visit.page(
        "intake/status_add.html",
        title=visit.tr("intake.status.add.title"),
        rest="status/add",
        about=opened.view.type,
        back="status/report",
        errors=[ErrorLink(line, f"#{name}") for name, line in (errors or {}).items()],
        status=422 if errors else 200,
        text=text,
        told=" ".join(notes_for_adding(visit, opened.view.form_hash)),
        wrong=errors or {},
        action=visit.url("status/add"),
    )


@public_view
def withdraw(visit: Visit) -> HttpResponse:
    """Withdraw at once where that is allowed, else ask; the worker carries it out."""
    opened = opened_report(visit)
    if opened is None:
        return visit.go("status?over")
    view = opened.view
    if view.danger_told:
        return visit.go("status/report")
    at_once = (
        view.state == "submitted"
        and view.type in visit.settings.document.get("withdraw_at_once", ())
        and all(event["code"] != "request_call" for event in view.events)
    )
    if visit.request.method == "POST":
        if not _asked(view):
            text = many_lines((form_lists(visit.request).get("text") or [""])[0])[:2000]
            acts.withdraw(view.report_id, text, at=visit.at)
        return visit.go("status/report?asked")
    return visit.page(
        "intake/status_withdraw.html",
        title=visit.tr("intake.status.withdraw.title"),
        rest="status/withdraw",
        about=view.type,
        back="status/report",
        at_once=at_once,
        action=visit.url("status/withdraw"),
    )
