"""A companion force to practise in: same settings and forms, invented reports, nothing leaves it.

Nothing real is copied but who works for the force. The same command brings it back to how it began.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from frontcounter.accounts.models import Membership
from frontcounter.base.scope import Role, scope
from frontcounter.forces.geography import ADDRESSES, GEOGRAPHY
from frontcounter.forces.lookup import force_id_of
from frontcounter.forces.models import Address, Geography, PublishedForm
from frontcounter.forces.piloting import is_practice
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forces.publishing import publish
from frontcounter.ops.practice_reports import invent
from frontcounter.ops.publish import add_force

SUFFIX = "-practice"
LONGEST = 40

NAMES = {"en": "{name} (practice)", "fr": "{name} (exercice)"}
BANNER = {
    "en": "Practice. Nothing here is real, and nothing you send reaches anybody.",
    "fr": "Exercice. Rien ici n’est réel, et rien de ce que vous envoyez ne parvient à personne.",
}
_LEFT_OUT = ("forms", "retired", "pilot", "destination", GEOGRAPHY, ADDRESSES)
"""What is not taken over as it is: a pilot, a records system, and what has tables of its own."""


class NoPractice(ValueError):
    """The companion cannot be made; the text says why."""


def practice(chosen: Namespace) -> int:
    """`frontcounter force practice <slug>`: make the companion, or bring it back."""
    try:
        slug, reports = make_practice(chosen.force, at=datetime.now(UTC))
    except NoPractice as error:
        print(error)
        return 2
    print(f"{slug} is open at /{slug}/ and /staff/{slug}/, with {reports} invented reports.")
    return 0


def make_practice(slug: str, *, at: datetime) -> tuple[str, int]:
    """The companion's address, and how many reports were invented for it."""
    with scope(Role.WORKER, None):
        real = force_id_of(slug)
    companion = slug + SUFFIX
    if real is None:
        raise NoPractice(f"There is no force “{slug}”.")
    if len(companion) > LONGEST:
        raise NoPractice(f"“{companion}” is too long for an address.")
    with scope(Role.WORKER, real):
        settings = settings_in_scope()
        if is_practice(settings):
            raise NoPractice(f"“{slug}” is a practice area itself.")
        document, forms, people = _document(settings, companion), _forms(settings), _people()
    with scope(Role.WORKER, None):
        force_id = force_id_of(companion)
    if force_id is None:
        force_id = add_force(document, forms, at=at)
    else:
        _empty(force_id, companion)
        with scope(Role.WORKER, force_id):
            publish(document, forms, at)
    with scope(Role.WORKER, force_id):
        _add_people(people)
        return companion, invent(settings_in_scope(), at)


def _document(settings: ForceSettings, slug: str) -> dict[str, Any]:
    """The force's own settings, marked: its number is ours, its name and banner say what it is."""
    own = {key: value for key, value in settings.document.items() if key not in _LEFT_OUT}
    words = own.get("words", {})
    return {
        **own,
        **_places(settings),
        "slug": slug,
        "practice": True,
        "demo": True,
        "name": _named(own["name"]),
        "short_name": _named(own["short_name"]),
        "numbering": {
            **own["numbering"],
            "file": {"by": "us", "format": "P-{yyyy}-{n:06d}"},
        },
        "words": {
            lang: {**words.get(lang, {}), "web.page.demo": BANNER.get(lang, BANNER["en"])}
            for lang in settings.languages
        },
    }


def _named(texts: Mapping[str, str]) -> dict[str, str]:
    return {lang: NAMES.get(lang, NAMES["en"]).format(name=text) for lang, text in texts.items()}


def _places(settings: ForceSettings) -> dict[str, Any]:
    """Areas, places and addresses: they are the town's, and nobody's secret."""
    found: dict[str, Any] = {}
    if wanted := settings.document.get(GEOGRAPHY):
        found[GEOGRAPHY] = Geography.objects.get(hash=wanted).document
    if batch := settings.document.get(ADDRESSES):
        rows = Address.objects.filter(batch=batch).order_by("id")
        columns = ("number", "street", "town", "lat", "lon")
        found[ADDRESSES] = [list(row) for row in rows.values_list(*columns)]
    return found


def _forms(settings: ForceSettings) -> list[dict[str, Any]]:
    rows = PublishedForm.objects.filter(hash__in=list(settings.forms.values()))
    known = dict(rows.values_list("hash", "document"))
    return [known[form_hash] for form_hash in settings.forms.values()]


def _people() -> list[tuple[UUID, str, str]]:
    rows = Membership.objects.filter(active=True)
    return list(rows.values_list("user_id", "role", "unit"))


def _add_people(people: list[tuple[UUID, str, str]]) -> None:
    """Who works for the real force now, in the same roles; who has left it goes here too."""
    Membership.objects.update(active=False)
    for user_id, role, unit in people:
        known = Membership.objects.filter(user_id=user_id, role=role)
        if not known.update(active=True, unit=unit):
            Membership(user_id=user_id, role=role, unit=unit).add()


_TABLES = """
select c.relname from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
where a.attname = 'force_id' and not a.attisdropped and c.relkind = 'r'
  and n.nspname = current_schema()
  and c.relname not like 'forces\\_%' and c.relname not like 'audit\\_%'
  and c.relname not like 'accounts\\_%'
order by c.relname
"""


def _empty(force_id: UUID, slug: str) -> None:
    """Take away what was practised, as the database's owner: of a practice area only.

    The audit record stays; files that no row knows go with the next night.
    """
    with scope(Role.WORKER, force_id):
        if not is_practice(settings_in_scope()):
            raise NoPractice(f"“{slug}” is a force of its own; nothing was changed.")
    owner = connections["owner"]
    with transaction.atomic("owner"), owner.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(f"delete from {table} where force_id = %s", [force_id])  # noqa: S608
        cursor.execute("set constraints all immediate")
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")
    owner.close()
