"""Published form documents, loaded once per process and kept by hash."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from frontcounter.base.scope import current_force_id
from frontcounter.forces.models import PublishedForm
from frontcounter.forms.engine import FormDocument, load_document


def published_form(form_hash: str) -> FormDocument:
    """The form that the force in scope published under this hash (a query only the first time)."""
    return _form(current_force_id(), form_hash)


@lru_cache(maxsize=1024)
def _form(_force_id: UUID, form_hash: str) -> FormDocument:
    return load_document(PublishedForm.objects.get(hash=form_hash).document)
