"""What rings, on top of every page of whoever is at the desk that was told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework import who
from frontcounter.forces.units import unit_name
from frontcounter.reports import queries as reports
from frontcounter.tasks.alarms import AlarmLine, news, open_alarms
from frontcounter.tasks.claims import take_lost
from frontcounter.web.formats import Formats
from frontcounter.web.page import AlarmItem, Notice
from frontcounter.web.texts import Translator, t

_EVERYWHERE = frozenset({StaffRole.SUPERVISOR})
_MOST = 5


@dataclass(frozen=True)
class News:
    """What stands on top of a page: what rings, and what this person lost since the last one."""

    alarms: list[AlarmItem]
    notices: list[Notice]


def news_for(request: StaffRequest) -> News:
    """One statement where there is none; what was lost is told once, by the next page."""
    everywhere = request.actor.has_any(_EVERYWHERE)
    ringing, lost = news(request.user.id, request.membership.units, everywhere=everywhere)
    notices = []
    if lost and request.method == "GET":
        take_lost(request.user.id)
        notices = [Notice(Translator(request.lang).plural("casework.watch.lost", lost))]
    return News(alarms_of(request) if ringing else [], notices)


def alarms_of(request: StaffRequest) -> list[AlarmItem]:
    """What rings for this person."""
    everywhere = request.actor.has_any(_EVERYWHERE)
    ringing = open_alarms(request.membership.units, everywhere=everywhere)[:_MOST]
    if not ringing:
        return []
    ids = [line.report_id for line in ringing if line.report_id]
    known = reports.lines(ids) if ids else {}
    numbers = {key: line.tracking_number for key, line in known.items()}
    return [_item(request, line, numbers) for line in ringing]


def _item(request: StaffRequest, line: AlarmLine, numbers: dict[UUID, str]) -> AlarmItem:
    force, lang = request.force, request.lang
    number = numbers.get(line.report_id, "") if line.report_id else line.task_number
    reads = request.actor.has_any(frozenset(who.READERS)) and line.report_id in numbers
    formats = Formats(lang, force.country, force.zone)
    return AlarmItem(
        text=t(f"casework.watch.alarm.why.{line.why}", lang, number=number),
        more=t(
            "casework.watch.alarm.since",
            lang,
            time=formats.moment_short(line.raised_at),
            unit=unit_name(force, line.unit, lang),
        ),
        action=reverse("casework_alarm_mine", args=[force.slug, line.id]),
        button=t("casework.watch.alarm.mine", lang),
        href=reverse("casework_report", args=[force.slug, number]) if reads else "",
        link=t("casework.watch.alarm.open", lang),
    )
