"""What one force of the installation may know of another: who takes reports from it; and keeping
a form that was published elsewhere, so that what was asked can be read where the answers went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from frontcounter.forces.models import PublishedForm
from frontcounter.forces.published import Texts


@dataclass(frozen=True)
class Neighbour:
    """Another service on this installation that takes reports from this one."""

    slug: str
    name: Texts

    def called(self, lang: str) -> str:
        """Its name in this language, else in its own first."""
        return self.name.get(lang) or next(iter(self.name.values()), self.slug)


def neighbours() -> list[Neighbour]:
    """Those that take reports from the force in scope, by name. Nothing else of them is seen."""
    with connection.cursor() as cursor:
        cursor.execute("select slug, name::text from forces_taking_over()")
        rows = cursor.fetchall()
    found = [Neighbour(slug, json.loads(name)) for slug, name in rows]
    return sorted(found, key=lambda one: one.called("en"))


def form_document(form_hash: str) -> dict[str, Any]:
    """A form of the force in scope, as it was published."""
    return dict(PublishedForm.objects.get(hash=form_hash).document)


def keep_form(form_hash: str, type_: str, document: Mapping[str, Any]) -> None:
    """Keep a form of another force under its own hash; it is offered to nobody here."""
    if PublishedForm.objects.filter(hash=form_hash).exists():
        return
    try:
        with transaction.atomic():
            PublishedForm(hash=form_hash, type=type_, document=dict(document)).add()
    except IntegrityError:
        return  # kept in this second by another hand-over
