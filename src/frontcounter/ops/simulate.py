"""What a change of forms would have done to the reports that were sent: read, told, not kept.

Each stored report is walked twice with its own answers: through the form that it was asked with,
and through the new one. What the new form asks and the old one did not counts as unanswered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.forms.engine import FormDocument, load_document, walk
from frontcounter.forms.pages.published import published_form
from frontcounter.reports.marking import notice
from frontcounter.reports.queries import StoredAnswers, stored_answers

EXAMPLES = 3
SAME, GONE = "the same way", "no longer offered"


@dataclass
class Outcome:
    """Where the reports of one type would go: a way, how many, and a few tracking numbers."""

    type: str
    total: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, way: str, tracking_number: str) -> None:
        self.ways[way] += 1
        if way != SAME:
            known = self.examples.setdefault(way, [])
            if len(known) < EXAMPLES:
                known.append(tracking_number)

    @property
    def other(self) -> int:
        """How many reports would have gone another way in any respect."""
        return self.total - self.ways[SAME]


def simulate(forms: Iterable[Mapping[str, Any]]) -> list[Outcome]:
    """Replay every stored report of the force in scope, one at a time; writes one audit line."""
    changed = {form.type: form for form in map(load_document, forms)}
    found: dict[str, Outcome] = {}
    for report in stored_answers():
        outcome = found.setdefault(report.type, Outcome(report.type))
        outcome.total += 1
        for way in _ways(report, changed.get(report.type)):
            outcome.add(way, report.tracking_number)
    outcomes = sorted(found.values(), key=lambda outcome: outcome.type)
    record(
        Verb.CONSULT,
        "force.simulate",
        details={outcome.type: outcome.total for outcome in outcomes},
    )
    return outcomes


def _ways(report: StoredAnswers, new: FormDocument | None) -> Sequence[str]:
    """Everything that would be different for one report; `SAME` where nothing is."""
    if new is None:
        return (GONE,)
    old = published_form(report.form_hash)
    if old.hash == new.hash:
        return (SAME,)
    before, after = walk(old, report.answers), walk(new, report.answers)
    if after.stop is not None:
        stopped = before.stop is not None and before.stop.code == after.stop.code
        return (SAME,) if stopped else (f"would stop at {after.stop.page_id}: {after.stop.code}",)
    found = []
    if before.stop is not None:
        found.append(f"would no longer stop: {before.stop.code}")
    elif not report.is_call:
        missing = [
            question.id
            for page in after.steps
            for question in after.asked[page.id]
            if question.required and question.id not in after.values
        ]
        found += [f"would be asked for: {name}" for name in missing if _is_new(before, name)]
    if old.handling.desk != new.handling.desk:
        found.append(f"other desk: {new.handling.desk}")
    was, would = notice(old, report.answers), notice(new, report.answers)
    if was.priority != would.priority:
        found.append(f"priority {was.priority} → {would.priority}")
    if was.call != would.call:
        found.append("would be called" if would.call else "would not be called")
    return found or (SAME,)


def _is_new(before: Any, name: str) -> bool:
    """Whether the old way did not already leave it out (a draft of an older form, say)."""
    return name not in {question.id for page in before.steps for question in before.asked[page.id]
                        if question.required}  # fmt: skip


def table(outcomes: Sequence[Outcome]) -> str:
    """For the console: a line per type, then each other way with its examples."""
    if not outcomes:
        return "No report has been sent yet; nothing to replay."
    width = max(len(outcome.type) for outcome in outcomes)
    lines = [f"{'type':<{width}}  reports  another way"]
    for outcome in outcomes:
        lines.append(f"{outcome.type:<{width}}  {outcome.total:>7}  {outcome.other:>11}")
        for way, count in outcome.ways.most_common():
            if way != SAME:
                shown = ", ".join(outcome.examples[way])
                lines.append(f"{'':<{width}}  {count:>7}  {way}   e.g. {shown}")
    every, other = sum(o.total for o in outcomes), sum(o.other for o in outcomes)
    lines.append(f"{every} reports replayed; {other} would have gone another way.")
    lines.append("Nothing was published. Drafts are sealed and were not looked at.")
    return "\n".join(lines)
