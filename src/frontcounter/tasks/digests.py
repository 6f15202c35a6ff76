"""Once a morning, when a unit begins its day: what of its promises is about to be broken.

By e-mail to the unit's people, and to supervisors when their own unit begins, for every unit: how
many of what, and a link to the queue. Nothing of any report, and nothing where nothing presses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings as installation
from django.db import connection

from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.roles import StaffRole, desks_of
from frontcounter.base.scope import current_force_id
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forces.units import Hours, hours_of, unit_name
from frontcounter.messages.models import Channel
from frontcounter.messages.services import queue
from frontcounter.tasks.absences import away
from frontcounter.tasks.models import Figures, Kind
from frontcounter.web.formats import Formats
from frontcounter.web.texts import t

SENT = "digests"
ROUND_THE_CLOCK = time(7, 0)
"""When the day begins for a unit that never closes."""
LATEST = timedelta(hours=4)
"""A worker that stood still for longer tells nobody at noon what pressed in the morning."""

_PAGES = {
    Kind.REVIEW: "review",
    Kind.CALL_BACK: "calls",
    Kind.ANSWER: "new-information",
    Kind.FOLLOW_UP: "queues/follow_up",
    Kind.RECORDS_REQUEST: "queues/records_request",
    Kind.SUPERVISE: "queues/supervise",
    Kind.CONTACT: "queues/contact",
    Kind.REFERRAL: "queues/referral",
}
_DESK_PAGES = {"intelligence": "information", "standards": "complaints"}

_PRESSING = """
select desk, kind, count(*) filter (where due_at < %(at)s), count(*) filter (where due_at >= %(at)s)
from tasks_task where force_id = %(force)s and unit = %(unit)s and state in ('open', 'claimed')
  and due_at < %(until)s
group by desk, kind order by desk, kind
"""


@dataclass(frozen=True)
class Pressing:
    """How much of one kind of work at a unit is late, or falls due before the unit's next day."""

    unit: str
    desk: str
    kind: str
    late: int
    soon: int


@dataclass(frozen=True)
class Reader:
    """Somebody of the staff who is told."""

    id: UUID
    email: str
    language: str
    units: frozenset[str]
    desks: frozenset[str]
    supervises: bool


def begins(settings: ForceSettings, unit: str, day: datetime) -> datetime | None:
    """When the unit's day begins on the local day of `day`; None where it does not work then."""
    hours: Hours = hours_of(settings, unit)
    local = day.astimezone(settings.zone)
    if hours.spans is None:
        return datetime.combine(local.date(), ROUND_THE_CLOCK, settings.zone)
    calendar = settings.calendar
    span = hours.spans[local.weekday()]
    free = calendar.hours[local.weekday()] is not None and not calendar.is_business_day(
        local.date()
    )
    return datetime.combine(local.date(), span[0], settings.zone) if span and not free else None


def next_day(settings: ForceSettings, unit: str, at: datetime) -> datetime:
    """When the unit's next day begins; what falls due before it must be done today."""
    for ahead in range(1, 15):
        found = begins(settings, unit, at + timedelta(days=ahead))
        if found is not None:
            return found
    return at + timedelta(days=1)


def send_due(*, at: datetime) -> int:
    """Tell the people of each unit whose day has begun; returns how many messages were asked."""
    settings = settings_in_scope()
    due = [unit for unit in settings.units if _is_due(settings, unit, at)]
    row = Figures.objects.select_for_update().filter(name=SENT).first()
    told: dict[str, str] = dict(row.values) if row else {}
    today = at.astimezone(settings.zone).date().isoformat()
    fresh = [unit for unit in due if told.get(unit) != today]
    if not fresh:
        return 0
    values = {**told, **dict.fromkeys(fresh, today)}
    if row is None:
        Figures(name=SENT, at=at, values=values).add()
    else:
        Figures.objects.filter(name=SENT).update(at=at, values=values)
    found = {unit: pressing(settings, unit, at) for unit in settings.units}
    if not any(found.values()):
        return 0
    return sum(_tell(settings, one, _of(one, settings, fresh, found), at) for one in _readers(at))


def _of(
    one: Reader, settings: ForceSettings, fresh: list[str], found: Mapping[str, list[Pressing]]
) -> list[Pressing]:
    """What this person is told now: of their own units, a supervisor once of every unit."""
    home = one.units or ({settings.review_unit} if one.supervises else set[str]())
    if not home & set(fresh):
        return []
    units = found if one.supervises else one.units & set(fresh)
    return [
        line for unit in sorted(units) for line in found.get(unit, ()) if line.desk in one.desks
    ]


def _is_due(settings: ForceSettings, unit: str, at: datetime) -> bool:
    start = begins(settings, unit, at)
    return start is not None and start <= at < start + LATEST


def pressing(settings: ForceSettings, unit: str, at: datetime) -> list[Pressing]:
    """What presses at a unit now."""
    force, until = current_force_id(), next_day(settings, unit, at)
    with connection.cursor() as cursor:
        cursor.execute(_PRESSING, {"force": force, "unit": unit, "at": at, "until": until})
        return [Pressing(unit, *row) for row in cursor.fetchall()]


def _readers(at: datetime) -> list[Reader]:
    """Everybody who works here today, with their units and the desks that they may know of."""
    roles: dict[UUID, set[StaffRole]] = {}
    units: dict[UUID, set[str]] = {}
    for user_id, role, unit in Membership.objects.filter(active=True).values_list(
        "user_id", "role", "unit"
    ):
        roles.setdefault(user_id, set()).add(StaffRole(role))
        units.setdefault(user_id, set()).update({unit} - {""})
    absent = away(at)
    people = User.objects.filter(id__in=[one for one in roles if one not in absent])
    return [
        Reader(
            user.id,
            user.email,
            user.language,
            frozenset(units[user.id]),
            frozenset(desks_of(frozenset(roles[user.id]))),
            StaffRole.SUPERVISOR in roles[user.id],
        )
        for user in people.filter(is_active=True).order_by("id")
    ]


def _tell(settings: ForceSettings, one: Reader, lines: list[Pressing], at: datetime) -> int:
    if not lines:
        return 0
    lang = one.language if one.language in settings.languages else settings.languages[0]
    queue(
        "digest",
        lang=lang,
        channel=Channel.EMAIL,
        address=one.email,
        values={
            "digest_day": Formats(lang, settings.country, settings.zone).date(at),
            "digest_lines": [_line(settings, line, lang) for line in lines],
        },
        at=at,
    )
    return 1


def _line(settings: ForceSettings, line: Pressing, lang: str) -> dict[str, Any]:
    page = _DESK_PAGES.get(line.desk) or _PAGES[Kind(line.kind)]
    return {
        "unit": unit_name(settings, line.unit, lang),
        "kind": t(f"messages.digest.kind.{line.kind}", lang),
        "late": line.late,
        "soon": line.soon,
        "page": f"{installation.PUBLIC_ADDRESS}/staff/{settings.slug}/{page}",
    }
