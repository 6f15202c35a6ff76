"""The demo's stories: from short YAML to the canonical answers that the engine would have made."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument, Locate, Question, Spot, Told, load_yaml
from frontcounter.forms.engine.cleaning import phone_e164
from frontcounter.forms.engine.kinds.person import PersonQuestion
from frontcounter.forms.engine.kinds.place_located import LocatedPlaceQuestion
from frontcounter.forms.engine.kinds.property_list import PropertyListQuestion
from frontcounter.ops.demo.when import StoryClock

FOLDER = Path(__file__).parent / "stories"
_BESIDE = frozenset(
    {
        "id",
        "type",
        "lang",
        "sent",
        "gate",
        "life",
        "call",
        "reach",
        "photos",
        "rings",
        "shown",
        "books",
    }
)
_GATE: dict[str, Any] = {
    "now": "no",
    "hurt": "no",
    "for_whom": "me",
    "suspect_known": "no",
    "value_over": "no",
    "small_no_serial": "no",
    "stolen": "no",
    "fire": "no",
    "attached": "no",
    "in_home": "no",
    "special": ["none"],
}
_PAUSE = timedelta(minutes=7)


@dataclass(frozen=True)
class Act:
    """What somebody did with the report after it was sent."""

    at: datetime
    do: str
    by: str
    note: str
    outcome: str
    reason: str
    told: Mapping[str, Any]
    """Everything that is written of it, for acts that need more."""


@dataclass(frozen=True)
class Story:
    """One report as it is told in YAML, with its times read."""

    told: Mapping[str, Any]
    sent: datetime
    life: tuple[Act, ...]

    @property
    def id(self) -> str:
        return str(self.told["id"])

    @property
    def type(self) -> str:
        return str(self.told["type"])

    @property
    def language(self) -> str:
        return str(self.told["lang"])

    @property
    def is_call(self) -> bool:
        """A request to be called, made at a gate's stop."""
        return bool(self.told.get("call"))

    @property
    def photos(self) -> tuple[str, ...]:
        """Names of pictures (pictures.py)."""
        return tuple(self.told.get("photos", ()))


@cache
def told_stories(name: str) -> list[dict[str, Any]]:
    """What is written for a demo force, in the order of its files."""
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob(f"{name}*.yaml")):
        found += load_yaml(path)
    return found


def read_stories(name: str, clock: StoryClock) -> list[Story]:
    """The stories of a demo force, oldest first."""
    stories = [_story(told, clock) for told in told_stories(name)]
    return sorted(stories, key=lambda story: story.sent)


def _story(told: Mapping[str, Any], clock: StoryClock) -> Story:
    # Nobody sends at the full minute: seconds that are the same each time.
    seconds = timedelta(seconds=zlib.crc32(told["id"].encode()) % 60)
    sent = clock.sent(told["sent"]) - seconds
    life, earliest = [], sent
    for act in told.get("life", ()):
        moment = max(clock.after(sent, act["at"]), earliest + _PAUSE)
        earliest = moment
        words = {key: act.get(key, "") for key in ("do", "by", "note", "outcome", "reason")}
        life.append(Act(at=moment, told=act, **words))
    return Story(told, sent, tuple(life))


def answers_of(
    story: Story,
    form: FormDocument,
    settings: ForceSettings,
    clock: StoryClock,
    locate: Locate | None = None,
) -> dict[str, Any]:
    """Canonical answers: those of the gate, and what the story tells; `locate` finds places."""
    asked = {question.id for page in form.gate for question in page.questions}
    gate = {**_GATE, **story.told.get("gate", {})}
    answers = {key: value for key, value in gate.items() if key in asked}
    for key, value in story.told.items():
        if key not in _BESIDE:
            answers[key] = _canonical(key, value, story, settings, clock)
    for key, value in answers.items():
        answers[key] = _asked(value, form.question(key))
    question = form.question("place")
    if isinstance(question, LocatedPlaceQuestion) and "place" in answers:
        answers["place"] = _place(answers["place"], question, locate)
    return answers


def _asked(value: Any, question: Question | None) -> Any:
    """Without the parts that this force's form does not ask."""
    if isinstance(question, PersonQuestion):
        return {part: told for part, told in value.items() if part in question.parts}
    if isinstance(question, PropertyListQuestion):
        kept = {*question.parts, "no_serial"}
        return [{part: told for part, told in line.items() if part in kept} for line in value]
    return value


def _place(
    told: Mapping[str, Any], question: LocatedPlaceQuestion, locate: Locate | None
) -> dict[str, Any]:
    """What was told of a place, and where that is."""
    words = {key: told[key] for key in question.parts if key in told}
    said = {key: value for key, value in words.items() if key != "kind"}
    spot = locate(Told(said)) if locate else Spot()
    found = {"point": spot.point, "area": spot.area, "district": spot.district}
    return {**words, **{key: value for key, value in found.items() if value}}


def call_contact(story: Story, settings: ForceSettings) -> dict[str, Any]:
    """How to reach somebody who asked to be called."""
    reach = story.told["reach"]
    contact = {
        "channel": "phone",
        "name": reach["name"],
        "phone": phone_e164(reach["phone"], settings.country),
        "phone_typed": reach["phone"],
        "safe": reach["safe"],
        "when": reach["when"],
    }
    return {key: value for key, value in contact.items() if value}


def _canonical(
    key: str, value: Any, story: Story, settings: ForceSettings, clock: StoryClock
) -> Any:
    if key == "happened":
        return _window(value, story, settings, clock)
    if key in {"contact", "witness"}:
        return _reach(value, settings)
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [_line(line, settings) for line in value]
    return value


def _window(
    told: Mapping[str, Any], story: Story, settings: ForceSettings, clock: StoryClock
) -> dict[str, Any]:
    precision, moments = next(iter(told.items()))
    ends = moments if isinstance(moments, list) else [moments]
    walls = [clock.wall(story.sent, str(end)) for end in ends]
    zone = {"precision": precision, "zone": str(settings.zone)}
    return {**zone, **dict(zip(("from", "to"), walls, strict=False))}


def _reach(told: Mapping[str, Any], settings: ForceSettings) -> dict[str, Any]:
    found = {key: value for key, value in told.items() if value}
    if "phone" in found:
        typed = str(found["phone"])
        found["phone"] = {"typed": typed, "e164": phone_e164(typed, settings.country)}
    return found


def _line(told: Mapping[str, Any], settings: ForceSettings) -> dict[str, Any]:
    line = dict(told)
    if "value" in line:
        line["value"] = {"minor": round(line["value"] * 100), "currency": settings.currency}
    return line
