"""Who looked at what: by report, by member of staff, by day; looking here is written down too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from frontcounter.accounts.staff import StaffRequest, staff_page
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.casework.privacy_pages import WATCHERS, show
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.privacy import looking
from frontcounter.privacy.looking import Looked, Wanted
from frontcounter.reports import queries as reports
from frontcounter.web.page import ErrorLink
from frontcounter.web.texts import has, t

DAYS = 31
"""Without a day, the last month is shown."""


@require_safe
@staff_page(*WATCHERS)
def looked(request: StaffRequest) -> HttpResponse:
    """Entries of the audit record in plain words, the newest first."""
    asked = {
        name: one_line(request.GET.get(name, ""))[:40] for name in ("report", "who", "day", "verb")
    }
    if asked["who"] not in {one for one, _name in looking.staff_names()}:
        asked["who"] = ""  # what is noted below names a member of staff, or nobody
    wanted, wrong = _wanted(request, asked)
    page = looking.looked(wanted)
    subject = f"report:{wanted.report_id}" if wanted.report_id else ""
    audit(
        Verb.CONSULT,
        "audit.view",
        subject=subject,
        details={
            "who": wanted.staff_id,
            "day": "" if "day" in wrong else asked["day"],
            "found": len(page.lines),
        },
    )
    return show(
        request,
        "privacy_looked",
        t("casework.privacy.looked.title", request.lang),
        "looked",
        errors=[ErrorLink(text, f"#{name}") for name, text in wrong.items()],
        status=422 if wrong else 200,
        lines=[(line, action_words(line, request.lang)) for line in page.lines],
        asked=asked,
        wrong=wrong,
        staff=looking.staff_names(),
        verbs=[str(verb) for verb in Verb],
        next=_next(request, asked, page.more),
        me=reverse("casework_privacy_looked", args=[request.force.slug]),
    )


def _wanted(request: StaffRequest, asked: dict[str, str]) -> tuple[Wanted, dict[str, str]]:
    wrong: dict[str, str] = {}
    now = datetime.now(UTC)
    since, until = now - timedelta(days=DAYS), now + timedelta(minutes=1)
    report_id = None
    if asked["day"]:
        try:
            day = date.fromisoformat(asked["day"])
            since = datetime.combine(day, time.min, request.force.zone)
            until = datetime.combine(day + timedelta(days=1), time.min, request.force.zone)
        except (ValueError, OverflowError):
            wrong["day"] = t("casework.privacy.looked.day_wrong", request.lang)
    if asked["report"]:
        found = reports.report_by_number(asked["report"])
        if found is None:
            report_id, wrong["report"] = (
                UUID(int=0),
                t("casework.privacy.holds.unknown", request.lang),
            )
        else:
            report_id = found.id
            if not asked["day"]:
                since = datetime(2000, 1, 1, tzinfo=UTC)  # all that ever happened with it
    verbs = (asked["verb"],) if asked["verb"] in set(Verb) else ()
    beside = _beside(request.GET.get("after", ""))
    return Wanted(since, until, report_id, asked["who"], verbs, beside), wrong


def _beside(text: str) -> tuple[datetime, UUID] | None:
    """Where the page before ended: `time_id`, as `_next` wrote it."""
    at, _, identity = text.partition("_")
    try:
        return datetime.fromtimestamp(int(at) / 1_000_000, UTC), UUID(identity)
    except (ValueError, OverflowError, OSError):
        return None


def _next(request: StaffRequest, asked: dict[str, str], more: tuple[datetime, UUID] | None) -> str:
    if more is None:
        return ""
    at = more[0].astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    after = f"{at // timedelta(microseconds=1)}_{more[1]}"
    query = urlencode({**{key: value for key, value in asked.items() if value}, "after": after})
    return f"{reverse('casework_privacy_looked', args=[request.force.slug])}?{query}"


def action_words(line: Looked, lang: str) -> str:
    """The act in plain words; where nobody wrote any, what sort of act it was, and its code."""
    for action in (line.action, *_sorts(line.action)):
        key = f"casework.privacy.act.{action.replace('.', '_')}"
        if has(key, lang):
            return t(key, lang)
    return f"{t(f'casework.privacy.verb.{line.verb}', lang)} ({line.action})"


def _sorts(action: str) -> Iterator[str]:
    """What stands for an act that has no words of its own: "report.decide", "call.any"."""
    yield action.rpartition(".")[0]
    yield f"{action.partition('.')[0]}.any"
