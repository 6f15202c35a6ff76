"""Telling people by e-mail of new work in a search that they saved, as often as they asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings as installation
from django.db.models import Q

from frontcounter.accounts.models import Membership, User
from frontcounter.accounts.roles import StaffRole, desks_of
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record as audit
from frontcounter.base.numbers import ask
from frontcounter.base.scope import current_force_id, narrow_to_force
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.messages.models import Channel
from frontcounter.messages.services import queue
from frontcounter.tasks.filters import SORTS, Filter
from frontcounter.tasks.models import QueueAlert, SavedSearch
from frontcounter.tasks.queue_sql import number_of

MOST = 99
"""More than this is told as "more than"."""
_HOUR = timedelta(hours=1)
_SETTLED = timedelta(minutes=1)
"""What was opened a moment ago may not be written yet: the next mail tells of it."""


def tell_due(readers: frozenset[StaffRole], *, at: datetime, most: int = 200) -> int:
    """Tell everybody whose time has come and for whom something is new; returns how many.

    `readers` are the roles that open saved searches. The row is held while it is told of, so
    nobody is told twice; what one cannot open any more is not asked for again.
    """
    settings = settings_in_scope()
    due = QueueAlert.objects.select_for_update(skip_locked=True).filter(_due(settings, at))
    return sum(_tell(alert, readers, settings, at) for alert in due.order_by("told_at")[:most])


def _due(settings: ForceSettings, at: datetime) -> Q:
    """At once; an hour after the last; once on each day, while the force's desks are open."""
    found = Q(every="at_once") | Q(every="hourly", told_at__lte=at - _HOUR)
    local = at.astimezone(settings.zone)
    if settings.calendar.opens_after(at) is not None:
        return found
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return found | Q(every="daily", told_at__lt=today)


def _tell(
    alert: QueueAlert, readers: frozenset[StaffRole], settings: ForceSettings, at: datetime
) -> bool:
    person = User.objects.filter(id=alert.user_id, is_active=True).first()
    search = SavedSearch.objects.filter(id=alert.search_id).first()
    roles, units = _work_of(alert.user_id)
    opens = search and (search.owner_id == alert.user_id or search.unit in units)
    if person is None or search is None or not opens or roles.isdisjoint(readers):
        alert.delete()
        return False
    # From here on only what this person's desks show is counted.
    narrow_to_force(current_force_id(), desks_of(roles))
    asked = Filter.read(search.filters)
    until = at - _SETTLED
    opened = (alert.told_at, until)
    (new,) = ask([number_of(asked, SORTS["due"], at, MOST + 1, opened=opened)])
    if not new:
        return False
    queue(
        "new_work",
        lang=person.language if person.language in settings.languages else settings.languages[0],
        channel=Channel.EMAIL,
        address=person.email,
        values={
            "work_count": f"{MOST}+" if new > MOST else str(new),
            "work_page": f"{_site(settings)}/searches/{search.id}",
        },
        at=at,
    )
    QueueAlert.objects.filter(id=alert.id).update(told_at=until)
    audit(Verb.ALTER, "queue.told", subject=f"queue:{search.id}", at=at, details={"new": new})
    return True


def _site(settings: ForceSettings) -> str:
    return f"{installation.PUBLIC_ADDRESS}/staff/{settings.slug}"


def _work_of(user_id: UUID) -> tuple[frozenset[StaffRole], frozenset[str]]:
    """The roles and units that this person has in the force now."""
    rows = Membership.objects.filter(user_id=user_id, active=True).values_list("role", "unit")
    held = [(StaffRole(role), unit) for role, unit in rows]
    return frozenset(role for role, _ in held), frozenset(unit for _, unit in held if unit)
