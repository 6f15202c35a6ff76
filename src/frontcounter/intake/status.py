"""The way back: number and code, or a link; then the status, and what can be done."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings as django_settings
from django.http import HttpResponse

from frontcounter.base.ids import uuid7
from frontcounter.base.seal import Unsealable, seal, unseal
from frontcounter.forms.engine.cleaning import many_lines
from frontcounter.intake.jobs import send_access_link
from frontcounter.intake.uploads import take_files_of_act
from frontcounter.intake.visit import Visit, drop_cookie, form_lists, public_view, set_cookie
from frontcounter.reports import acts
from frontcounter.reports.access import (
    ReporterView,
    access_hash,
    open_report,
    open_report_by_link,
)
from frontcounter.reports.numbering import tidy_tracking_number
from frontcounter.web.page import ErrorLink, Notice

COOKIE = "fc_report"
AGE = 30 * 60
MOST_TEXT = 10_000
# Lines of the timeline that mean something to a reporter; the others are the force's own work.
TOLD = (
    "submit", "request_call", "claim", "call_back", "conclude_call_back", "record", "number",
    "not_take", "withdraw", "ask_to_withdraw", "agree_withdrawal", "add_information", "close",
    "reopen",
)  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A report that this browser may see for half an hour."""

    view: ReporterView
    way: dict[str, Any]


def _key() -> bytes:
    return bytes(django_settings.ACCESS_KEY)


def _context(visit: Visit) -> bytes:
    return f"report-cookie:{visit.settings.slug}".encode()


def _cookie(visit: Visit, way: dict[str, Any]) -> str:
    plain = json.dumps({**way, "until": visit.at.timestamp() + AGE}).encode()
    return base64.urlsafe_b64encode(seal(_key(), plain, _context(visit))).decode()


def _opened(visit: Visit) -> Opened | None:
    """The report behind the cookie, read again each time, or None."""
    text = visit.request.COOKIES.get(COOKIE, "")
    try:
        sealed = base64.urlsafe_b64decode(text.encode())
        way = json.loads(unseal(_key(), sealed, _context(visit)))
    except (ValueError, Unsealable):
        return None
    if way["until"] < visit.at.timestamp():
        return None
    if "token" in way:
        view = open_report_by_link(way["token"], at=visit.at, use=False)
    else:
        view = open_report(way["number"], bytes.fromhex(way["hash"]), at=visit.at)
    return Opened(view, way) if view else None


def _enter(visit: Visit, way: dict[str, Any]) -> HttpResponse:
    response = visit.go("status/report")
    set_cookie(visit, response, COOKIE, _cookie(visit, way), AGE)
    return response


@public_view
def find(visit: Visit) -> HttpResponse:
    """Tracking number and access code. A wrong and a missing report are told alike."""
    if visit.request.method != "POST":
        return _find_page(visit)
    if (wait := visit.allow("status", 30, 900)) is not None:
        return wait
    raw = form_lists(visit.request)
    number = (raw.get("number") or [""])[0][:60]
    code = (raw.get("access") or [""])[0][:80]
    if not number.strip() or not code.strip():
        return _find_page(visit, number, visit.tr("intake.status.missing"))
    tidy = tidy_tracking_number(number)
    hashed = access_hash(code)
    if tidy is None or open_report(tidy, hashed, at=visit.at) is None:
        return _find_page(visit, number, visit.tr("intake.status.wrong"))
    return _enter(visit, {"number": tidy, "hash": hashed.hex()})


def _find_page(visit: Visit, number: str = "", error: str = "") -> HttpResponse:
    return visit.page(
        "intake/status_find.html",
        title=visit.tr("intake.status.title"),
        rest="status",
        back="",
        errors=[ErrorLink(error, "#number")] if error else (),
        notices=[Notice(visit.tr("intake.status.over"))] if "over" in visit.request.GET else (),
        status=422 if error else 200,
        number=number,
        error=error,
        action=visit.url("status"),
        link_href=visit.url("status/link"),
    )


@public_view
def report(visit: Visit) -> HttpResponse:
    """Where the report stands."""
    opened = _opened(visit)
    if opened is None:
        return visit.go("status?over")
    return _report_page(visit, opened)


def _report_page(visit: Visit, opened: Opened, **more: Any) -> HttpResponse:
    view = opened.view
    notices = []
    for mark in ("added", "asked"):
        if mark in visit.request.GET and not (mark == "asked" and view.state == "withdrawn"):
            notices = [Notice(visit.tr(f"intake.status.{mark}"), "success")]
    return visit.page(
        "intake/status_report.html",
        title=visit.tr(
            "intake.status.report.title", number=view.file_number or view.tracking_number
        ),
        rest="status/report",
        notices=notices,
        view=view,
        state=_state_key(view),
        reason=_reason(visit, view),
        timeline=_timeline(view),
        promises=_promises(visit, view),
        withdraw=view.state in {"submitted", "in_review", "recorded"} and not _asked(view),
        base=visit.url("status/"),
        **more,
    )


def _asked(view: ReporterView) -> bool:
    """A wish to withdraw is still to be carried out."""
    return any(act["kind"] == "withdraw" and not act["done"] for act in view.acts)


def _state_key(view: ReporterView) -> str:
    if view.state in {"submitted", "in_review"} and view.call_back_state == "open":
        return "call_open"
    return view.state


def _reason(visit: Visit, view: ReporterView) -> tuple[str, Any] | None:
    """Why it was not taken, in words for the reporter, and the next door."""
    reason = (
        visit.settings.not_taken_reasons.get(view.reason) if view.state == "not_taken" else None
    )
    if reason is None:
        return None
    return visit.settings.text(reason.reporter, visit.lang), visit.settings.doors.get(reason.door)


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _timeline(view: ReporterView) -> list[tuple[str, datetime]]:
    told = [(e["code"], _when(e["at"])) for e in view.events if e["code"] in TOLD]
    waiting = [(f"{a['kind']}_noted", _when(a["at"])) for a in view.acts if not a["done"]]
    return sorted([*told, *waiting], key=lambda line: line[1], reverse=True)


def _promises(visit: Visit, view: ReporterView) -> list[tuple[str, datetime, bool]]:
    """(what, by when, late) of the promises that are open."""
    found = []
    for promise in view.promises:
        rule = visit.settings.promises.get(promise["kind"])
        if rule is None or promise["kept_at"] or promise["lifted_at"]:
            continue
        due = _when(promise["due_at"])
        found.append((visit.settings.text(rule.text, visit.lang), due, due < visit.at))
    return found


@public_view
def add(visit: Visit) -> HttpResponse:
    """More words and photos for the report."""
    opened = _opened(visit)
    if opened is None:
        return visit.go("status?over")
    if visit.request.method != "POST":
        return _add_page(visit)
    if (wait := visit.allow("add", 30, 3600)) is not None:
        return wait
    text = many_lines((form_lists(visit.request).get("text") or [""])[0])
    uploads = visit.request.FILES.getlist("photo")
    if not text and not uploads:
        return _add_page(visit, text, {"text": visit.tr("intake.status.add.missing")})
    if len(text) > MOST_TEXT:
        return _add_page(visit, text, {"text": visit.tr("intake.status.add.too_long")})
    act_id = uuid7()
    problem = take_files_of_act(visit, opened.view.report_id, act_id, uploads)
    if problem:
        return _add_page(visit, text, {"photo": problem})
    acts.add_information(opened.view.report_id, text, at=visit.at, act_id=act_id)
    return visit.go("status/report?added")


def _add_page(visit: Visit, text: str = "", errors: dict[str, str] | None = None) -> HttpResponse:
    return visit.page(
        "intake/status_add.html",
        title=visit.tr("intake.status.add.title"),
        rest="status/add",
        back="status/report",
        errors=[ErrorLink(line, f"#{name}") for name, line in (errors or {}).items()],
        status=422 if errors else 200,
        text=text,
        wrong=errors or {},
        action=visit.url("status/add"),
    )


@public_view
def withdraw(visit: Visit) -> HttpResponse:
    """Withdraw at once where that is allowed, else ask; the worker carries it out."""
    opened = _opened(visit)
    if opened is None:
        return visit.go("status?over")
    view = opened.view
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
        back="status/report",
        at_once=at_once,
        action=visit.url("status/withdraw"),
    )


@public_view
def leave(visit: Visit) -> HttpResponse:
    """Close the report on this device."""
    response = visit.go("" if visit.request.method == "POST" else "status")
    drop_cookie(visit, response, COOKIE)
    return response


@public_view
def ask_link(visit: Visit) -> HttpResponse:
    """The code is lost: a new link to the address that the report has."""
    asked = False
    error = ""
    number = ""
    if visit.request.method == "POST":
        if (wait := visit.allow("mail", 20, 3600)) is not None:
            return wait
        number = (form_lists(visit.request).get("number") or [""])[0][:60]
        tidy = tidy_tracking_number(number)
        if tidy is None:
            error = visit.tr("intake.status.link.bad_number")
        else:
            send_access_link.later(acts.ask_for_link(tidy, at=visit.at))
            asked = True
    return visit.page(
        "intake/status_ask.html",
        title=visit.tr("intake.status.link.title"),
        rest="status/link",
        back="status",
        errors=[ErrorLink(error, "#number")] if error else (),
        status=422 if error else 200,
        asked=asked,
        number=number,
        error=error,
        action=visit.url("status/link"),
    )


@public_view
def by_link(visit: Visit, token: str) -> HttpResponse:
    """The link from the e-mail: loading it changes nothing, the button opens the report."""
    if visit.request.method == "POST":
        if (wait := visit.allow("status", 30, 900)) is not None:
            return wait
        if open_report_by_link(token[:64], at=visit.at, use=True) is not None:
            return _enter(visit, {"token": token[:64]})
        return visit.page(
            "intake/link_gone.html",
            title=visit.tr("intake.resume.gone.title"),
            rest="status",
            status=410,
            ask=visit.url("status/link"),
        )
    return visit.page(
        "intake/link.html",
        title=visit.tr("intake.status.link.open"),
        rest=f"status/link/{token}",
        action=visit.url(f"status/link/{token}"),
        report=True,
    )
