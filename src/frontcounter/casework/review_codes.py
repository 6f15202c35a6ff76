"""Codes of the tables that the force uses: what the answers suggest, what a person confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from frontcounter.casework.review_tables import said, table
from frontcounter.casework.review_version import Version
from frontcounter.forms.engine import FormDocument, export_report
from frontcounter.reports import agency


@dataclass(frozen=True)
class CodeShown:
    """One table: the code that is suggested, the one that holds, and their titles."""

    table: str
    name: str
    suggested: str
    confirmed: str
    titles: dict[str, str]

    @property
    def code(self) -> str:
        return self.confirmed or self.suggested

    @property
    def title(self) -> str:
        return self.titles.get(self.code, "")


def codes_of(form: FormDocument, version: Version, lang: str) -> list[CodeShown]:
    """The form's tables that a person confirms, in their order."""
    tables = table("codes")
    suggested = export_report(form, version.journey)["codes"]
    confirmed = agency.confirmed_codes(version.changes)
    return [
        CodeShown(
            name,
            said(tables[name]["name"], lang),
            suggested.get(name, ""),
            confirmed.get(name, ""),
            {code: said(titles, lang) for code, titles in tables[name]["codes"].items()},
        )
        for name in form.codes
        if name in tables
    ]


def may_be(name: str, code: str) -> bool:
    """Whether this code stands in the table."""
    return code in (table("codes").get(name) or {}).get("codes", ())
