"""Loading the demo: four forces, their staff, reports in every state, through the services.

What happened lies in the past, is the same each time, and nobody is told of it. Each force's
reports are one transaction: a load that was interrupted is taken up again at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import F

from frontcounter.accounts.actor import Actor
from frontcounter.accounts.languages import set_languages
from frontcounter.accounts.models import User
from frontcounter.accounts.roles import StaffRole
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import force_id_of
from frontcounter.forces.published import settings_in_scope
from frontcounter.ops.demo.errands import Errands
from frontcounter.ops.demo.life import Lives
from frontcounter.ops.demo.people import (
    DemoPerson,
    DemoSignIns,
    spoken_by,
    unit_of,
    with_people_of,
)
from frontcounter.ops.demo.reporters import book_calls
from frontcounter.ops.demo.story import read_stories
from frontcounter.ops.demo.ways import WaysBack
from frontcounter.ops.demo.when import StoryClock
from frontcounter.ops.home import home_folder
from frontcounter.ops.people import add_person
from frontcounter.ops.practice import SUFFIX, make_practice
from frontcounter.ops.publish import new_force
from frontcounter.reports.queries import any_report
from frontcounter.tasks.board import work_out
from frontcounter.tasks.claims import still_there
from frontcounter.tasks.lapsing import lapse_the_past
from frontcounter.tasks.models import Kind, Task, TaskState

FORCES = ("red-river", "soar-valley", "north-prairie", "escarpment")
PRACTISES = "escarpment"
FOLDER = Path(__file__).parent / "forces"


def load_demo(
    home: Path | None = None,
    *,
    at: datetime | None = None,
    slugs: Mapping[str, str] | None = None,
    tell: Callable[[str], None] | None = None,
) -> DemoSignIns:
    """Load what is missing of the demo and return how its staff sign in.

    `home` keeps the sign-ins (a file with mode 0600); `at` is the moment to which all times are
    relative; `slugs` loads a force under another address; `tell` hears of each step.
    """
    pairs = [(name, (slugs or {}).get(name, name)) for name in FORCES]
    sign_ins = with_people_of(home or home_folder(), pairs)
    # One password for all, so one hash: made for each, they would take longer than the reports.
    hashed = make_password(sign_ins.password)
    now, ways = at or datetime.now(UTC), WaysBack(home or home_folder())
    for name, slug in pairs:
        _load_force(name, slug, sign_ins, hashed, now, tell or _quietly, ways)
    return sign_ins


def open_practice_area(at: datetime) -> None:
    """The practice area of one demo force, unless it is there: what was practised stays."""
    with scope(Role.WORKER, None):
        there = force_id_of(PRACTISES + SUFFIX)
    if there is None:
        make_practice(PRACTISES, at=at)


def _quietly(_line: str) -> None:
    """Say nothing."""


def _load_force(
    name: str,
    slug: str,
    sign_ins: DemoSignIns,
    hashed: str,
    at: datetime,
    tell: Callable[[str], None],
    ways: WaysBack,
) -> None:
    with scope(Role.WORKER, None):
        force_id = force_id_of(slug)
    if force_id is None:
        tell(f"{slug}: settings and forms")
        force_id = new_force(FOLDER / name, at=at, slug=slug)
    actors = {person.key: _actor(name, person, force_id, hashed) for person in sign_ins.of(slug)}
    with scope(Role.WORKER, force_id):
        if any_report():
            return
        settings = settings_in_scope()
        clock = StoryClock(settings.calendar, at)
        stories = read_stories(name, clock)
        tell(f"{slug}: {len(stories)} reports")
        units = {key: unit_of(name, key) for key in actors}
        lives = Lives(settings, clock, actors, units)
        lives.live(stories, Errands(settings, clock, actors).moments(name))
        lapse_the_past(at)  # what nobody kept in the stories: broken then, and nobody is told now
        still_there(at)
        _glance(at)
        work_out(at=at)
    shown = {story.id: str(story.told["shown"]) for story in stories if "shown" in story.told}
    ways.add(slug, {words: lives.receipts[key] for key, words in shown.items()})
    books = [lives.receipts[story.id] for story in stories if story.told.get("books")]
    book_calls(force_id, books, at)


def _glance(at: datetime) -> None:
    """Somebody has opened what came before today; all but one, which a supervisor hears of."""
    waiting = Task.objects.filter(
        kind=Kind.REVIEW,
        state=TaskState.OPEN,
        looked_at=None,
        report_id__isnull=False,
        opened_at__lt=at - timedelta(days=1),
    ).order_by("opened_at", "id")
    opened = list(waiting.values_list("id", flat=True)[1:])
    Task.objects.filter(id__in=opened).update(looked_at=F("opened_at") + timedelta(hours=3))


def _actor(name: str, person: DemoPerson, force_id: UUID, hashed: str) -> Actor:
    """The person as one who acts; added with their sign-in if they are missing."""
    with scope(Role.WORKER, force_id):
        found = User.objects.filter(email=person.email).values_list("id", flat=True).first()
    user_id = (
        found
        or add_person(
            force_id,
            person.email,
            person.name,
            person.roles,
            hashed=hashed,
            language=person.language,
            unit=unit_of(name, person.key),
            totp_secret=person.totp_secret,
        ).id
    )
    spoken = spoken_by(name, person.key)
    if spoken and not found:
        with scope(Role.WORKER, force_id):
            set_languages(user_id, spoken, spoken)
    roles = frozenset(StaffRole(role) for role in person.roles)
    return Actor("staff", str(user_id), person.name, roles)
