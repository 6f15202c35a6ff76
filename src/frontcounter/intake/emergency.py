"""When a person's own words speak of danger: the emergency door, at once and never as a wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from frontcounter.forces.published import Door
from frontcounter.forms.engine import FormDocument, Journey, danger
from frontcounter.forms.engine.danger import DOOR
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.drafting import form_of, open_draft
from frontcounter.intake.frames import emergency_number
from frontcounter.intake.visit import Visit, public_view

# Who can help besides the emergency number, by what the words are about (codes of force data).
SUPPORT = {
    "suicide": ("crisis",),
    "partner": ("support_domestic",),
    "violence": ("support_domestic", "victim_support"),
    "sexual": ("support_sexual",),
    "child": ("child_help",),
    "hate": ("hate_support",),
    "threat": ("victim_support",),
    "fear": ("victim_support",),
}
MOST_DOORS = 3


def help_first(visit: Visit, draft: Draft, journey: Journey, then: str) -> str:
    """Where to go before `then`, if the person's words newly speak of danger; else "".

    What was shown is noted in the draft: a person is told once of each topic, not at every page.
    """
    alarm = danger(journey.form, journey)
    if alarm.level < DOOR:
        return ""
    known: list[str] = draft.content.get("alarm", {}).get("topics", [])
    if set(alarm.topics) <= set(known):
        return ""
    topics = [*known, *(topic for topic in alarm.topics if topic not in known)]
    draft.content["alarm"] = {"topics": topics, "new": list(alarm.topics), "then": then}
    return visit.path_of(draft.type, "help-now")


@public_view
def help_now(visit: Visit, type: str) -> HttpResponse:
    """The number to call, who else can help, that all is kept, and the way on."""
    draft = open_draft(visit, type)
    form = form_of(visit, type, draft)
    told: dict[str, Any] = draft.content.get("alarm", {}) if draft else {}
    if draft is None or not told:
        return visit.go(visit.path_of(type, "continue"))
    return visit.page(
        "intake/help_now.html",
        title=visit.tr("intake.help.title"),
        rest=visit.path_of(type, "help-now"),
        about=type,
        exit=True,
        draft=draft,
        call="link",
        call_path=visit.path_of(form.type, "call-me"),
        number=emergency_number(visit.settings),
        emergency=visit.settings.doors.get("emergency"),
        doors=support_doors(visit, told["new"]),
        crisis="suicide" in told["new"],
        go_on=visit.url(told["then"]),
    )


def support_doors(visit: Visit, topics: list[str]) -> list[Door]:
    """The doors for these topics that the force has, each once, the few that matter most."""
    codes = dict.fromkeys(code for topic in topics for code in SUPPORT.get(topic, ()))
    doors = [visit.settings.doors[code] for code in codes if code in visit.settings.doors]
    return doors[:MOST_DOORS]


@dataclass(frozen=True)
class NobodyThere:
    """No desk is staffed now; `until` is when the first opens, in words."""

    until: str
    number: str


def nobody_there(visit: Visit, form: FormDocument, journey: Journey | None) -> NobodyThere | None:
    """For what may not wait: that nobody reads it before a certain hour, while that is so."""
    handling = form.handling
    pressing = handling.urgent or handling.call_first
    if not pressing and (journey is None or danger(form, journey).level < DOOR):
        return None
    opens = visit.settings.calendar.opens_after(visit.at)
    if opens is None:
        return None
    return NobodyThere(visit.formats.moment(opens), emergency_number(visit.settings))
