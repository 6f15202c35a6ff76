"""The way back to a report that was sent: its number and code, or a link."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings as django_settings
from django.http import HttpResponse

from frontcounter.base.seal import Unsealable, seal, unseal
from frontcounter.intake.jobs import send_access_link
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


def opened_report(visit: Visit) -> Opened | None:
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
