"""The report types that a force may publish: one YAML file each, languages side by side."""

from __future__ import annotations

from importlib import resources
from typing import Any

from frontcounter.forms.engine import load_yaml

SHARED = ("blocks", "lists")


def types() -> list[str]:
    """The codes of all report types, sorted."""
    names = (item.name for item in resources.files(__package__).iterdir())
    codes = [name.removesuffix(".yaml") for name in names if name.endswith(".yaml")]
    return sorted(code for code in codes if code not in SHARED)


def entry(report_type: str) -> dict[str, Any]:
    """What `merge_overlay` takes as its catalogue. Raises LookupError for an unknown type."""
    if report_type not in types():
        raise LookupError(report_type)
    file = f"{report_type}.yaml"
    return {"file": file, "document": _read(file), **{n: _read(f"{n}.yaml") for n in SHARED}}


def _read(name: str) -> Any:
    return load_yaml(resources.files(__package__).joinpath(name).read_text("utf-8"))
