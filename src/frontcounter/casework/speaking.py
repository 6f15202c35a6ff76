"""Languages of people and of calls, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frontcounter.accounts.languages import offered
from frontcounter.accounts.staff import StaffRequest
from frontcounter.forces.published import ForceSettings
from frontcounter.tasks.queries import TaskLine
from frontcounter.tasks.speaking import MINE, NOBODY, fit_of, voices_of
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Voice:
    """Who should make a call, as a badge."""

    text: str
    kind: str


def names(settings: ForceSettings, lang: str) -> dict[str, str]:
    """Code → name of every language that people here may name; the force's own first."""
    own = offered(settings.languages)
    return {code: _name(told, lang) or code for code, told in own.items()}


def _name(told: Mapping[str, str], lang: str) -> str:
    return (told.get(lang) or next(iter(told.values()), "")).partition(" – ")[0]


def listed(settings: ForceSettings, codes: Iterable[str], lang: str) -> str:
    """Some languages in one line, in the order in which they are offered."""
    known, wanted = names(settings, lang), set(codes)
    return ", ".join(name for code, name in known.items() if code in wanted)


def voices_for(request: StaffRequest, lines: Sequence[TaskLine], at: datetime) -> dict[UUID, Voice]:
    """What to say beside each call: that one speaks its language, or that nobody here does.

    Nothing is said of a call in the language of one's own pages.
    """
    calls = [line for line in lines if line.kind == "call_back"]
    if not calls:
        return {}
    voices = voices_of(request.user.id, request.user.language, at)
    known, found = names(request.force, request.lang), {}
    for line in calls:
        wanted = voices.wanted(line.language, str(line.brief.get("interpreter") or ""))
        fit, name = fit_of(line, voices), known.get(wanted, wanted)
        if fit == NOBODY and voices.shift:  # else nobody calls anybody now
            text = t("casework.speaking.nobody_speaks", request.lang, language=name)
            found[line.id] = Voice(text, "wait")
        elif fit == MINE and wanted != request.lang:
            text = t("casework.speaking.you_speak", request.lang, language=name)
            found[line.id] = Voice(text, "good")
        elif fit != MINE and wanted != request.lang:
            found[line.id] = Voice(name, "info")
    return found
