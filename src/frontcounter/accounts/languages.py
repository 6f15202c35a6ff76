"""Which languages people work in, in the force in scope, so that the right one calls.

A code is one of the force's own languages ("en", "fr") or of the list that reports ask an
interpreter from ("pan"); the two sorts of code for the same language are one here.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from frontcounter.accounts.models import Membership
from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import current_force_id
from frontcounter.forms.catalogue import spoken_languages

_SAME = {"eng": "en", "fra": "fr"}
_MOST = 12


def offered(languages: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Code → names of every language that people of a force with these languages may name."""
    found: dict[str, Mapping[str, str]] = {code: {} for code in languages}
    for code, names in spoken_languages().items():
        same = _SAME.get(code, code)
        if not found.get(same):
            found[same] = names
    return found


def code_of(told: str) -> str:
    """The code of a language that was told as a code or by its name; "" where nobody can tell."""
    bare = _bare(told)
    return _names().get(bare) or _names().get(bare.split(" ")[0], "")


@cache
def _names() -> dict[str, str]:
    """Every code and every name as people may write it → code."""
    found: dict[str, str] = {}
    for code, names in spoken_languages().items():
        same = _SAME.get(code, code)
        written = [name for told in names.values() for name in told.split(" – ")]
        found |= {_bare(one): same for one in (code, same, *written)}
    return found


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().strip())
    return "".join(one for one in plain if not unicodedata.combining(one))


def told_by(user_id: UUID) -> tuple[str, ...]:
    """What the person, or an administrator, said; none where nobody did."""
    rows = Membership.objects.filter(user_id=user_id).order_by("role")
    found = rows.values_list("languages", flat=True).first()
    return tuple(found or ())


def languages_of(user_id: UUID, site_language: str) -> frozenset[str]:
    """The languages that the person works in: told, or else that of their pages."""
    return frozenset(told_by(user_id) or (site_language,))


def set_languages(user_id: UUID, languages: Iterable[str], known: Iterable[str]) -> None:
    """From now on the person works in exactly these, as far as they are `known`."""
    given = set(languages)
    kept = [code for code in known if code in given][:_MOST]
    Membership.objects.filter(user_id=user_id).update(languages=kept)
    record(Verb.ALTER, "people.languages", subject=f"user:{user_id}")


_SPEAKERS = """
select m.user_id, m.unit, m.languages, u.language from accounts_membership m
join accounts_user u on u.id = m.user_id
where m.force_id = %s and m.role = %s and m.active and u.is_active
"""


@dataclass(frozen=True)
class Speaker:
    """Somebody with a role: their unit, and the languages that they work in."""

    id: UUID
    unit: str
    languages: frozenset[str]


def speakers(role: str) -> list[Speaker]:
    """Everybody with this role in the force in scope."""
    with connection.cursor() as cursor:
        cursor.execute(_SPEAKERS, [current_force_id(), role])
        rows = cursor.fetchall()
    return [
        Speaker(user_id, unit, frozenset(_list(told) or (site,)))
        for user_id, unit, told, site in rows
    ]


def _list(told: Any) -> list[str]:
    found: list[str] = json.loads(told) if isinstance(told, str) else told
    return found
