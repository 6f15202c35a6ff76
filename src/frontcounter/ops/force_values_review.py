"""The values of `triage` in `force.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frontcounter.forces.triage import MAY_WAIT
from frontcounter.forms import catalogue
from frontcounter.forms.engine import FormDocument

Found = Iterator[tuple[str, str]]


def triage(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    """A list of report types that there are."""
    told = settings.get("triage")
    if told is None:
        return
    if not isinstance(told, Mapping) or not isinstance(told.get("required_for", []), list):
        yield "triage", "is {required_for: [report types]}"
        return
    for key in sorted(set(told) - {"required_for", "before"}):
        yield f"triage.{key}", "is not a key of triage"
    for decision in told.get("before", ()):
        if decision not in MAY_WAIT:
            yield f"triage.before.{decision}", "is not one of " + ", ".join(MAY_WAIT)
    for name in told.get("required_for", ()):
        if name not in catalogue.types():
            yield f"triage.required_for.{name}", "is no report type of the catalogue"
