"""The spoken code: the caller says the first word, the person answers with the second.

Both words follow from the report and the day by a key of the installation: nothing is stored, and
neither word is the access code. So a caller can prove to be the police, and the person can prove
to be the one who reported.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings as installation

from frontcounter.base.scope import current_force_id
from frontcounter.forces.published import ForceSettings

# Plain things, two syllables where there are any: hard to mishear, and nothing that frightens.
_EN = tuple("""
    apple anchor autumn bakery balloon banjo barley basket beaver birch blanket bottle bridge
    bucket butter button cabin camel candle carpet carrot castle cedar cherry circle clover coffee
    copper cotton cousin cradle cricket daisy denim dolphin donkey eagle engine falcon feather
    ferry fiddle forest garden garlic ginger granite guitar hammer harbour hazel heron honey
    island ivory jacket kettle ladder lantern lemon lilac linen lobster lumber magnet mango maple
    marble meadow melon mirror mitten muffin napkin nickel oatmeal olive onion orange orchard
    otter oven paddle pancake paper parrot peanut pebble pencil pepper pigeon pillow planet pocket
    pony potato pumpkin puzzle quartz rabbit radish ribbon river rocket saddle salmon sandal satin
    silver spruce
""".split())  # fmt: skip  # noqa: SIM905
_FR = tuple("""
    abeille ananas ancre armoire automne avoine balcon banane bateau bergère biscuit bleuet bocal
    bouleau bouton brioche bureau cabane cactus cahier camion canard cannelle canot carotte castor
    cerise chalet chameau chandail chapeau citron cloche colline copain coquille coton coussin
    crayon cuisine dauphin domino drapeau écharpe érable escalier étoile fanfare fenêtre ficelle
    flocon fontaine forêt fourmi fraise framboise galet garage gazelle girafe grenier guitare
    harpe hibou horloge jardin jasmin jonquille journal lanterne laurier lavande légume lilas
    limonade lutin magasin maïs mandarine marmite melon miroir mitaine moulin muguet navet
    noisette nuage olive orange orgue oursin panier papier parasol pastel pêche perle phare piano
    pinson pivoine
""".split())  # fmt: skip  # noqa: SIM905


@dataclass(frozen=True)
class Spoken:
    """The caller says `first`; the person answers with `second`."""

    first: str
    second: str


def of_report(settings: ForceSettings, report_id: UUID, lang: str, at: datetime) -> Spoken:
    """The two words of a report for the force's day of `at`, in the report's language."""
    day = at.astimezone(settings.zone).date()
    return _words(f"{report_id}:{day.isoformat()}", lang)


def of_card(task_id: UUID, lang: str) -> Spoken:
    """The two words of a call card: told on the telephone when it is made, so they stay."""
    return _words(f"card:{task_id}", lang)


def _words(about: str, lang: str) -> Spoken:
    words = _FR if lang == "fr" else _EN
    key = bytes(installation.ACCESS_KEY) + current_force_id().bytes
    digest = hmac.new(key, f"spoken:{about}".encode(), hashlib.sha256).digest()
    first = int.from_bytes(digest[:8], "big") % len(words)
    step = 1 + int.from_bytes(digest[8:16], "big") % (len(words) - 1)
    return Spoken(words[first], words[(first + step) % len(words)])
