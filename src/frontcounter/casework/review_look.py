"""What the review points at in a report: what is missing, what does not fit, what may help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from frontcounter.accounts.actor import Actor
from frontcounter.casework import review_codes, who
from frontcounter.casework.review_clashes import Clash, clashes
from frontcounter.casework.review_codes import CodeShown
from frontcounter.casework.review_danger import Quote, quotes
from frontcounter.casework.review_missing import Missing, missing
from frontcounter.casework.review_solving import Factor, factors
from frontcounter.casework.review_version import Version
from frontcounter.forms.engine import DANGER, FormDocument, walk
from frontcounter.reports import agency
from frontcounter.reports.assessing import Judged
from frontcounter.reports.queries import ReportRecord


@dataclass(frozen=True)
class Look:
    """The machine's remarks on one report. None of them decides anything.

    `changeable` names the questions that this person may answer otherwise now.
    """

    missing: list[Missing]
    clashes: list[Clash]
    quotes: list[Quote]
    factors: list[Factor]
    codes: list[CodeShown]
    changeable: frozenset[str]
    judged: Judged | None
    may_judge: bool
    may_confirm: bool


def look(
    form: FormDocument,
    record: ReportRecord,
    version: Version,
    actor: Actor,
    lang: str,
    *,
    judged: Sequence[Judged],
) -> Look:
    """Read the answers once more, for what a reviewer would look for. `judged`: newest first."""
    may = agency.may_change(record, actor) is None
    alarmed = any(mark.startswith(DANGER) for mark in record.marks)
    return Look(
        missing=missing(form, version.journey, lang),
        clashes=clashes(form, version.journey, record.submitted_at, lang),
        quotes=quotes(form, walk(form, record.answers)) if alarmed else [],
        factors=factors(form, version.journey) if form.handling.deliver else [],
        codes=review_codes.codes_of(form, version, lang) if form.handling.deliver else [],
        changeable=frozenset(agency.questions_that_change(form, version.journey) if may else ()),
        judged=next(iter(judged), None),
        may_judge=may or actor.has_any(frozenset(who.REVIEWERS)),
        may_confirm=may,
    )


def ask_address(slug: str, number: str) -> str:
    """The page on which the reporter is asked; "" where there is none."""
    try:
        return reverse("casework_ask", args=[slug, number])
    except NoReverseMatch:
        return ""
