"""What rings, on top of every page of whoever is at the desk that was told."""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse

from frontcounter.accounts.roles import StaffRole
from frontcounter.accounts.staff import StaffRequest
from frontcounter.base.numbers import Number
from frontcounter.casework import who
from frontcounter.forces.units import unit_name
from frontcounter.tasks.alarms import AlarmLine, open_alarms, ringing_number
from frontcounter.tasks.claims import take_lost
from frontcounter.web.formats import Formats
from frontcounter.web.page import AlarmItem, Notice
from frontcounter.web.texts import Translator, t

_EVERYWHERE = frozenset({StaffRole.SUPERVISOR})
_MOST = 5


def ringing(request: StaffRequest) -> Number:
    """How many alarms ring for this person."""
    everywhere = request.actor.has_any(_EVERYWHERE)
    return ringing_number(request.membership.units, everywhere=everywhere)


def notice_of_lost(request: StaffRequest, lost: int) -> list[Notice]:
    """What this person lost since the last page: told once, by the next one."""
    if not lost or request.method != "GET":
        return []
    take_lost(request.user.id)
    return [Notice(Translator(request.lang).plural("casework.watch.lost", lost))]


def alarms_of(request: StaffRequest) -> list[AlarmItem]:
    """What rings for this person."""
    everywhere = request.actor.has_any(_EVERYWHERE)
    found = open_alarms(request.membership.units, everywhere=everywhere)[:_MOST]
    return [_item(request, line) for line in found]


def _item(request: StaffRequest, line: AlarmLine) -> AlarmItem:
    force, lang = request.force, request.lang
    number = line.report_number if line.report_id else line.task_number
    reads = request.actor.has_any(frozenset(who.READERS)) and bool(line.report_number)
    waits = Formats(lang, force.country, force.zone).span(datetime.now(UTC) - line.raised_at)
    return AlarmItem(
        text=t(f"casework.watch.alarm.why.{line.why}", lang, number=number),
        more=t(
            "casework.watch.alarm.waits", lang, time=waits, unit=unit_name(force, line.unit, lang)
        ),
        action=reverse("casework_alarm_mine", args=[force.slug, line.id]),
        button=t("casework.watch.alarm.mine", lang),
        href=reverse("casework_report", args=[force.slug, number]) if reads else "",
    )
