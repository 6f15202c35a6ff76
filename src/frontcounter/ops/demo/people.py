"""The demo's staff, and how they sign in: a file that only this account may read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from frontcounter.ops.files import write_private

PASSWORD = "front counter demo"  # noqa: S105 - of people who do not exist, told on the console
FILE = "demo-sign-ins.json"
_STEP = 30  # seconds that a code holds


@dataclass(frozen=True)
class Role:
    """A person of a demo force, by a short name that the stories use."""

    key: str
    mailbox: str
    name: str
    roles: tuple[str, ...]
    unit: str
    language: str = "en"
    speaks: tuple[str, ...] = ()
    """The languages that they work in; none told: that of their pages."""


_STANDARDS = ("professional_standards",)
_PRIVACY, _WATCHES = ("privacy",), ("auditor", "privacy")
_BOTH = ("en", "fr")
_CONTROL = ("call_taker", "reviewer")  # who hears the alarm at night can read what it is about

PEOPLE: dict[str, tuple[Role, ...]] = {
    "red-river": (
        Role("maya", "maya.chen", "Maya Chen", ("reviewer",), "data_centre"),
        Role(
            "mireille", "mireille.roy", "Mireille Roy", ("reviewer",), "data_centre", language="fr"
        ),
        Role(
            "thomas",
            "thomas.baptiste",
            "Thomas Baptiste",
            ("call_back",),
            "call_back_unit",
            "en",
            _BOTH,
        ),
        Role("priya", "priya.nair", "Priya Nair", ("supervisor",), "data_centre"),
        Role("luc", "luc.fontaine", "Luc Fontaine", ("intelligence",), "intelligence_unit"),
        Role("grace", "grace.okafor", "Grace Okafor", _STANDARDS, "professional_standards"),
        Role("sam", "sam.wiebe", "Sam Wiebe", ("call_taker",), "data_centre"),
        Role("dana", "dana.fox", "Dana Fox", ("officer",), "central_patrol"),
        Role("bea", "bea.lavallee", "Bea Lavallée", ("records",), "data_centre", "fr"),
        Role("colin", "colin.ross", "Colin Ross", _CONTROL, "control_room"),
        Role("yves", "yves.morin", "Yves Morin", ("officer",), "victim_services", "fr"),
        Role("elena", "elena.marsh", "Elena Marsh", ("force_administrator",), "data_centre"),
        Role("odile", "odile.marchand", "Odile Marchand", _PRIVACY, "data_centre", "fr"),
        Role("walter", "walter.sinclair", "Walter Sinclair", _WATCHES, "data_centre", "en"),
    ),
    "soar-valley": (
        Role("hannah", "hannah.whitlock", "Hannah Whitlock", ("reviewer",), "digital_desk"),
        Role("imran", "imran.sadiq", "Imran Sadiq", ("call_back",), "investigation_team"),
        Role("gareth", "gareth.pugh", "Gareth Pugh", ("supervisor",), "digital_desk"),
        Role("nell", "nell.ashby", "Nell Ashby", ("crime_registrar",), "digital_desk"),
        Role("moira", "moira.kerr", "Moira Kerr", ("intelligence",), "intelligence_team"),
        Role("adele", "adele.frost", "Adele Frost", _STANDARDS, "professional_standards"),
        Role("ben", "ben.ashworth", "Ben Ashworth", ("call_taker",), "digital_desk"),
        Role("tom", "tom.birkin", "Tom Birkin", ("officer",), "soarbridge_team"),
        Role("keith", "keith.mallory", "Keith Mallory", _CONTROL, "control_room"),
        Role("ruth", "ruth.elland", "Ruth Elland", ("force_administrator",), "digital_desk"),
        Role("farah", "farah.aziz", "Farah Aziz", _PRIVACY, "digital_desk", "en"),
        Role("hugh", "hugh.tilley", "Hugh Tilley", _WATCHES, "digital_desk", "en"),
    ),
    "north-prairie": (
        Role("dale", "dale.kowalchuk", "Dale Kowalchuk", ("reviewer",), "data_centre"),
        Role(
            "lise", "lise.bouchard", "Lise Bouchard", ("call_back",), "call_back_unit", "fr", _BOTH
        ),
        Role("rhonda", "rhonda.cardinal", "Rhonda Cardinal", ("supervisor",), "data_centre"),
        Role("wade", "wade.sorensen", "Wade Sorensen", ("intelligence",), "rural_intelligence"),
        Role("irene", "irene.tran", "Irene Tran", _STANDARDS, "professional_responsibility"),
        Role("marie", "marie.whitford", "Marie Whitford", ("officer",), "poplar_creek"),
        Role("kyle", "kyle.beaver", "Kyle Beaver", ("call_taker",), "data_centre"),
        Role("corinne", "corinne.letendre", "Corinne Letendre", _PRIVACY, "data_centre", "fr"),
        Role("stan", "stan.petrie", "Stan Petrie", _WATCHES, "data_centre", "en"),
    ),
    "escarpment": (
        Role("nadia", "nadia.rahman", "Nadia Rahman", ("reviewer",), "online_desk"),
        Role("julien", "julien.carriere", "Julien Carrière", ("reviewer",), "online_desk", "fr"),
        Role("owen", "owen.baxter", "Owen Baxter", ("call_back",), "alternate_response"),
        Role("teresa", "teresa.costa", "Teresa Costa", ("supervisor",), "online_desk"),
        Role("victor", "victor.lam", "Victor Lam", ("intelligence",), "intelligence_branch"),
        Role("anne", "anne.gagnon", "Anne Gagnon", _STANDARDS, "professional_standards", "fr"),
        Role("sandra", "sandra.ortiz", "Sandra Ortiz", ("officer",), "lake_division"),
        Role("jordan", "jordan.pike", "Jordan Pike", ("call_taker",), "online_desk"),
        Role("samira", "samira.haddad", "Samira Haddad", _PRIVACY, "online_desk", "en"),
        Role("luc_a", "luc.archambault", "Luc Archambault", _WATCHES, "online_desk", "fr"),
    ),
}


@dataclass(frozen=True)
class DemoPerson:
    """How one demo person signs in."""

    slug: str
    key: str
    email: str
    name: str
    roles: tuple[str, ...]
    language: str
    totp_secret: str


@dataclass(frozen=True)
class DemoSignIns:
    """Everybody's sign-in; one password for all."""

    password: str
    people: tuple[DemoPerson, ...]

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Lines for the console: force, roles, address, password, authenticator secret."""
        for person in self.people:
            yield {
                "force": person.slug,
                "roles": ", ".join(role.replace("_", "-") for role in person.roles),
                "email": person.email,
                "password": self.password,
                "totp_secret": person.totp_secret,
            }

    def of(self, slug: str) -> tuple[DemoPerson, ...]:
        """Those of one force."""
        return tuple(person for person in self.people if person.slug == slug)


class NotADemoPerson(LookupError):
    """No demo person has this address; codes of others are never shown."""


def read_sign_ins(home: Path) -> DemoSignIns:
    """What an earlier load wrote; nobody where there was none."""
    path = home / FILE
    if not path.exists():
        return DemoSignIns(PASSWORD, ())
    told = json.loads(path.read_text(encoding="utf-8"))
    people = (
        DemoPerson(**{**person, "roles": tuple(person["roles"])}) for person in told["people"]
    )
    return DemoSignIns(told["password"], tuple(people))


def with_people_of(home: Path, forces: Sequence[tuple[str, str]]) -> DemoSignIns:
    """The sign-ins with those of each (demo force, slug), written down before anybody is added."""
    known = read_sign_ins(home)
    slugs = {person.slug for person in known.people}
    added = [
        _person(role, slug) for name, slug in forces if slug not in slugs for role in PEOPLE[name]
    ]
    if not added:
        return known
    whole = DemoSignIns(known.password, (*known.people, *added))
    write_private(home / FILE, json.dumps(asdict(whole), ensure_ascii=False, indent=1))
    return whole


def _person(role: Role, slug: str) -> DemoPerson:
    return DemoPerson(
        slug=slug,
        key=role.key,
        email=f"{role.mailbox}@{slug}.example",
        name=role.name,
        roles=role.roles,
        language=role.language,
        totp_secret=base64.b32encode(secrets.token_bytes(20)).decode(),
    )


def unit_of(name: str, key: str) -> str:
    """The unit in which a person of a demo force works."""
    return _role(name, key).unit


def spoken_by(name: str, key: str) -> tuple[str, ...]:
    """The languages that a person of a demo force works in, where they said so."""
    return _role(name, key).speaks


def _role(name: str, key: str) -> Role:
    return next(role for role in PEOPLE[name] if role.key == key)


def current_code(home: Path, email: str, *, at: float | None = None) -> str:
    """The six digits that a demo person's authenticator would show now, or NotADemoPerson."""
    for person in read_sign_ins(home).people:
        if person.email == email.strip().lower():
            return _totp(person.totp_secret, time.time() if at is None else at)
    raise NotADemoPerson(email)


def _totp(secret: str, at: float) -> str:
    """RFC 6238 with its usual settings, as the sign-in library checks it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, int(at // _STEP).to_bytes(8, "big"), hashlib.sha1).digest()
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
