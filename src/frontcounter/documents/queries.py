"""What other rooms may know of official copies."""

from __future__ import annotations

from frontcounter.documents.models import OfficialPdf


def stored_paths() -> set[str]:
    """Every file that belongs to a row of the force in scope."""
    return set(OfficialPdf.objects.values_list("path", flat=True))
