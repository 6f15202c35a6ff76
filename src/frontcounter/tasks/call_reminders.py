"""Reminders of booked calls and visits: the evening before, or two hours before."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from frontcounter.forces.calling import calling_of
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forms.pages.published import published_form
from frontcounter.messages.services import queue
from frontcounter.messages.ways import is_guarded
from frontcounter.reports import queries
from frontcounter.reports.queries import ReportRecord
from frontcounter.tasks import card_messages, spoken
from frontcounter.tasks.calling import safe_way
from frontcounter.tasks.models import Slot, Task, TaskState
from frontcounter.tasks.slots import BOOKED, VISIT
from frontcounter.web.formats import Formats

EVENING = time(18, 0)
SHORTLY = timedelta(hours=2)
_AHEAD = timedelta(hours=40)


def remind_at(settings: ForceSettings, slot: Slot) -> datetime:
    """The evening before where it was booked by then, else two hours before."""
    day = slot.at.astimezone(settings.zone).date() - timedelta(days=1)
    evening = datetime.combine(day, EVENING, settings.zone)
    return evening if slot.booked_at < evening else slot.at - SHORTLY


def remind(*, at: datetime) -> int:
    """Ask for the reminders that are due now, once each; returns how many."""
    settings, asked = settings_in_scope(), 0
    rows = Slot.objects.select_for_update(skip_locked=True).filter(
        state=BOOKED, reminded_at=None, at__gt=at, at__lt=at + _AHEAD
    )
    for slot in rows:
        if remind_at(settings, slot) > at:
            continue
        slot.reminded_at = at
        slot.save(update_fields=["reminded_at"])
        # Booked for the next two hours: nobody forgets that.
        if slot.at - slot.booked_at > SHORTLY:
            asked += _remind(settings, slot, at)
    return asked


def _remind(settings: ForceSettings, slot: Slot, at: datetime) -> bool:
    task = Task.objects.filter(id=slot.task_id).exclude(state=TaskState.DONE).first()
    if task is not None and task.report_id is None:
        values = {"when": _when(settings, slot, task.language), "place": ""}
        if slot.kind == VISIT:
            values["place"] = _place(settings, slot, task.language)
        return card_messages.remind(task, values, at=at)
    report = queries.report(task.report_id) if task and task.report_id else None
    way = safe_way(report.contact, guarded=is_guarded(report)) if report else None
    if report is None or way is None:
        return False
    queue(
        "visit_reminder" if slot.kind == VISIT else "call_reminder",
        lang=report.language,
        channel=way[0],
        address=way[1],
        values=_values(settings, slot, report),
        report_id=report.id,
        at=at,
    )
    return True


def _when(settings: ForceSettings, slot: Slot, lang: str) -> str:
    return Formats(lang, settings.country, settings.zone).moment(slot.at)


def _place(settings: ForceSettings, slot: Slot, lang: str) -> str:
    place = calling_of(settings).counter(slot.counter)
    if place is None:
        return ""
    return ", ".join((settings.text(place.name, lang), settings.text(place.address, lang)))


def _values(settings: ForceSettings, slot: Slot, report: ReportRecord) -> dict[str, str]:
    lang = report.language
    values = {"when": _when(settings, slot, lang)}
    if slot.kind == VISIT:
        return {**values, "place": _place(settings, slot, lang)}
    words = spoken.of_report(settings, report.id, lang, slot.at)
    quiet = published_form(report.form_hash).handling.safe_exit
    return {**values, "first_word": "" if quiet else words.first, "second_word": words.second}
