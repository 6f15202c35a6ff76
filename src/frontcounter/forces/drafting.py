"""Forms in preparation: kept so that staff can look at every page before they are in effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.forces.models import Publication, PublishedForm, Version
from frontcounter.forces.publishing import content_hash


def keep_in_preparation(
    document: Mapping[str, Any], forms: Sequence[Mapping[str, Any]], at: datetime
) -> str:
    """Keep settings and closed forms for the force in scope, and put nothing of them in effect.

    The public site does not know them: it reads only what a version names.
    """
    listed = [{"type": form["type"], "hash": content_hash(form)} for form in forms]
    for one, form in zip(listed, forms, strict=True):
        if not PublishedForm.objects.filter(hash=one["hash"]).exists():
            PublishedForm(hash=one["hash"], type=one["type"], document=form).add()
    # The time makes each preparation a document of its own, so that the newest is the newest.
    whole = {"slug": document["slug"], "forms": listed, "prepared_at": at.isoformat()}
    kept = content_hash(whole)
    Publication(hash=kept, document=whole, published_at=at).add()
    record(Verb.ALTER, "force.prepare", subject=f"publication:{kept[:16]}", at=at)
    return kept


def forms_in_preparation() -> dict[str, str]:
    """Report type → hash of the form in preparation: those of the newest, if nothing is newer."""
    last = Version.objects.order_by("-number").values_list("at", flat=True).first()
    waiting = Publication.objects.filter(document__has_key="prepared_at")
    if last is not None:
        waiting = waiting.filter(published_at__gt=last)
    newest = waiting.order_by("-published_at").values_list("document", flat=True).first()
    return {form["type"]: form["hash"] for form in newest["forms"]} if newest else {}
