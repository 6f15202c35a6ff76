"""Types with a safe exit: their addresses, cookies and titles do not say what they are about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from frontcounter.base.scope import current_force_id
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.forms.pages.published import published_form

# Where "leave this page" leads when the force names no page of its own (`safe_exit: {url: …}`).
WEATHER = {"CA": "https://weather.gc.ca/", "GB": "https://www.bbc.co.uk/weather"}
ANYWHERE = "https://www.wikipedia.org/"


def alias(report_type: str) -> str:
    """A short name that stays the same and says nothing: domestic_abuse → f3a9c."""
    return "f" + hashlib.blake2s(report_type.encode(), digest_size=2).hexdigest()


def aliases(settings: ForceSettings) -> Mapping[str, str]:
    """Report type → its name in addresses, for the types that have a safe exit."""
    return _aliases(current_force_id(), settings.hash)


@lru_cache(maxsize=512)
def _aliases(_force_id: UUID, publication_hash: str) -> Mapping[str, str]:
    forms = published_settings(publication_hash).forms
    return {
        report_type: alias(report_type)
        for report_type, form_hash in forms.items()
        if published_form(form_hash).handling.safe_exit
    }


def segment_of(settings: ForceSettings, report_type: str) -> str:
    """What stands in addresses and in the cookie's name for this type."""
    return aliases(settings).get(report_type, report_type)


def type_of(settings: ForceSettings, segment: str) -> str:
    """The type that an address means."""
    for report_type, name in aliases(settings).items():
        if name == segment:
            return report_type
    return segment


def neutral_page(settings: ForceSettings) -> str:
    """The page that opens when a person leaves quickly."""
    own = settings.document.get("safe_exit", {}).get("url", "")
    return str(own) or WEATHER.get(settings.country, ANYWHERE)
