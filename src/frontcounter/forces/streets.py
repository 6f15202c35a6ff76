"""Reading addresses and names of places forgivingly: accents, case, "St", "Street", "rue"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TYPES = {
    "st": "st street rue str",
    "av": "av ave avenue aven",
    "rd": "rd road chemin ch route rte",
    "dr": "dr drive promenade prom",
    "blvd": "blvd boulevard boul bvd bd",
    "cres": "cres cresc crescent cr croissant",
    "pl": "pl place sq square carre",
    "ct": "ct court cour crt",
    "ln": "ln lane ruelle allee",
    "way": "way wy voie",
    "bay": "bay baie",
    "cir": "cir circle cercle",
    "ter": "ter terr terrace terrasse",
    "hwy": "hwy highway autoroute aut",
    "pky": "pky pkwy parkway",
    "close": "close cl",
    "gdns": "gdns gardens jardins",
    "grove": "grove gr",
    "row": "row rang",
    "walk": "walk",
    "mews": "mews",
    "hill": "hill cote",
    "trail": "trail tr sentier",
}
TYPES = {word: code for code, words in _TYPES.items() for word in words.split()}
SIDES = {
    **dict.fromkeys(("n", "north", "nord"), "n"),
    **dict.fromkeys(("s", "south", "sud"), "s"),
    **dict.fromkeys(("e", "east", "est"), "e"),
    **dict.fromkeys(("w", "west", "ouest", "o"), "w"),
    **{two: two for two in ("ne", "nw", "se", "sw")},
}
SMALL = frozenset(
    ["the", "of", "de", "du", "des", "la", "le", "les", "l", "d", "a", "au", "aux", "et", "and"]
)
_SAME = {
    "saint": "st", "ste": "sainte", "mount": "mt", "mont": "mt", "fort": "ft",
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5",
    "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
}  # fmt: skip
_ELISION = re.compile(r"\b([ldj])['’](?=\w)", re.IGNORECASE)
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|e|er|re|eme|ieme)$")
_UNIT = re.compile(
    r"^(?:(?:unit|apt|apartment|suite|flat|app|appartement|bureau|no|room)\b\.?|#)\s*\w+\s*,?\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:\w{1,5}\s*[-/]\s*)?(\d{1,6}[a-z]?)(?:\s+(?:1/2|½))?\s*(?:,\s*|\s+|$)", re.I
)


def words_of(text: str) -> list[str]:
    """Lower-case words without accents, apostrophes and small words; one form for equals."""
    text = _ELISION.sub("", text).replace("œ", "oe").replace("Œ", "OE")
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"['’.]", "", plain)
    words = re.findall(r"[a-z0-9]+", plain)
    return [_same(word) for word in words if word not in SMALL] or [_same(w) for w in words]


def _same(word: str) -> str:
    number = _ORDINAL.match(word)
    return number[1] if number else _SAME.get(word, word)


def key_of(name: str) -> str:
    """What two ways of writing one name have in common."""
    return " ".join(words_of(name))


@dataclass(frozen=True)
class Street:
    """A street's name, apart from its type and its side of town."""

    core: str
    type: str = ""
    side: str = ""


@dataclass(frozen=True)
class Typed:
    """What was typed as an address: a house number if there is one, the street, what follows."""

    number: str
    street: Street
    rest: tuple[str, ...] = ()


def street_of(text: str) -> Street:
    """'St. Mary's Rd N', 'chemin Sainte-Marie Nord' → core 'st marys', type 'rd', side 'n'."""
    words = words_of(text)
    kind = side = ""
    if len(words) > 1 and words[-1] in SIDES:
        side = SIDES[words.pop()]
    elif len(words) > 2 and words[0] in SIDES and words[-1] in TYPES:
        side = SIDES[words.pop(0)]
    if len(words) > 1 and words[-1] in TYPES:
        kind = TYPES[words.pop()]
    elif len(words) > 1 and words[0] in TYPES and words[0] != "st":
        kind = TYPES[words.pop(0)]
    return Street(" ".join(words), kind, side)


def address_of(text: str) -> Typed | None:
    """An address as it is typed on one line; None when there is no street in it."""
    text = _UNIT.sub("", text.strip())
    found = _NUMBER.match(text)
    number, after = (found[1].upper(), text[found.end() :]) if found else ("", text)
    first, *rest = [part.strip() for part in after.split(",")]
    street = street_of(first)
    if number and (not street.core or (street.core in TYPES and not street.type)):
        # "101 Street": the number is the name.
        number, street = "", street_of(f"{number} {first}")
    if len(street.core) < 2 and not number:
        return None
    return Typed(number, street, tuple(part for part in rest if part)) if street.core else None
