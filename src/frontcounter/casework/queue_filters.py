"""The filters of a queue as its page shows them: what can be chosen, and what is chosen now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from frontcounter.accounts.staff import StaffRequest
from frontcounter.casework.marking import forms_published
from frontcounter.forces.geography import territory_of
from frontcounter.forces.published import published_settings
from frontcounter.forms.engine import FormDocument
from frontcounter.tasks.filters import AGES, DUE, EVERYTHING, SORTS, Filter
from frontcounter.web.texts import t

PARTS = {
    "kind": "kinds",
    "unit": "units",
    "type": "types",
    "district": "districts",
    "language": "languages",
    "channel": "channels",
    "mark": "marks",
    "state": "states",
    "due": "due",
    "age": "age",
    "urgent": "urgent",
    "second": "second",
}
"""Name in an address → part of the filter. Words are none of them: they may be personal."""
CHANNELS = ("online", "counter", "phone", "call_request")


@dataclass(frozen=True)
class Chosen:
    """One filter at work: what it says, and the address without it."""

    text: str
    href: str


@dataclass(frozen=True)
class Choice:
    """One box of the panel."""

    name: str
    label: str
    options: list[dict[str, Any]]


def asked_in(given: QueryDict) -> Filter:
    """The filter that an address or a sent form asks for."""
    several = {
        part: given.getlist(name) if part.endswith("s") else given.get(name, "")
        for name, part in PARTS.items()
        if given.get(name)
    }
    return Filter.read({**several, "words": given.get("words", "")})


def sort_in(given: QueryDict, usual: str = "due") -> str:
    """The order that an address asks for."""
    return given.get("sort", "") if given.get("sort") in SORTS else usual


def query_of(asked: Filter, sort: str, usual: str = "due", **more: str) -> str:
    """The address's query of a filter, without its words; "?" where it asks nothing."""
    pairs: list[tuple[str, str]] = []
    stored = asked.stored()
    for name, part in PARTS.items():
        value = stored.get(part)
        if isinstance(value, list):
            pairs += [(name, str(one)) for one in value]
        elif value:
            pairs.append((name, "yes" if value is True else str(value)))
    if sort != usual:
        pairs.append(("sort", sort))
    pairs += [(name, value) for name, value in more.items() if value]
    return f"?{urlencode(pairs)}"


Names = Mapping[str, Mapping[str, str]]
"""Name of a box → value → what it is called."""


def names(request: StaffRequest) -> Names:
    """What the values of each box are called, in the person's language."""
    return _names(request.membership.force_id, request.force.hash, request.lang)


@lru_cache(maxsize=64)
def _names(force_id: UUID, publication_hash: str, lang: str) -> Names:
    """The same for everybody, until the force publishes anew."""
    force, own = published_settings(publication_hash), "casework.queues"
    forms = forms_published(force_id, publication_hash)
    areas = territory_of(force).areas.all
    return {
        "kind": {kind: t(f"casework.kind.{kind}", lang) for kind in EVERYTHING},
        "unit": {code: force.text(unit.name, lang) for code, unit in force.units.items()},
        "type": _sorted({code: form.title(lang) for code, form in forms.items()}),
        "district": _sorted({area.code: area.name(lang) for area in areas}),
        "language": {code: t(f"casework.language.{code}", lang) for code in ("en", "fr")},
        "channel": {code: t(f"{own}.channel.{code}", lang) for code in CHANNELS},
        "mark": _marks(forms, lang),
        "state": {code: t(f"{own}.state.{code}", lang) for code in ("claimed", "waiting")},
        "due": {code: t(f"{own}.due.{code}", lang) for code in DUE},
        "age": {code: t(f"{own}.age.{code}", lang) for code in AGES},
        "urgent": {"yes": t(f"{own}.urgent", lang)},
        "second": {"yes": t(f"{own}.second", lang)},
    }


def choices(known: Names, base: Filter, asked: Filter, lang: str) -> list[Choice]:
    """The boxes of the panel; one that the queue has decided already is left out."""
    found = []
    for name, part in PARTS.items():
        mine = getattr(base, part)
        decided = bool(mine) and (name != "state" or mine != ("open",))
        if decided or not known[name]:
            continue
        value = getattr(asked, part)
        now = {value} if isinstance(value, str) else {"yes"} if value is True else set(value or ())
        first = "open" if name == "state" else "any"
        found.append(
            Choice(
                name,
                t(f"casework.queues.part.{name}", lang),
                [
                    {"value": "", "text": t(f"casework.queues.{first}", lang)},
                    *(
                        {"value": code, "text": text, "selected": code in now}
                        for code, text in known[name].items()
                    ),
                ],
            )
        )
    return found


def chosen(known: Names, asked: Filter, sort: str, usual: str) -> list[Chosen]:
    """What is chosen now, each with a link that takes it away."""
    found, stored = [], asked.stored()
    for name, part in PARTS.items():
        value = stored.get(part)
        for one in value if isinstance(value, list) else [value] if value else []:
            rest = (
                {**stored, part: [other for other in value if other != one]}
                if isinstance(value, list)
                else {key: kept for key, kept in stored.items() if key != part}
            )
            code = "yes" if one is True else str(one)
            text = known[name].get(code, code)
            found.append(Chosen(text, query_of(Filter.read(rest), sort, usual)))
    return found


def _sorted(texts: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(texts.items(), key=lambda pair: pair[1].casefold()))


def _marks(forms: Mapping[str, FormDocument], lang: str) -> dict[str, str]:
    found = {
        mark.code: mark.label.get(lang) or next(iter(mark.label.values()))
        for form in forms.values()
        for mark in form.marks
    }
    return _sorted(found)
