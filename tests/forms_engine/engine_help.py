"""Small makers of documents for the engine's tests."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from frontcounter.forms import catalogue
from frontcounter.forms.engine import (
    FormDocument,
    PageResult,
    check_page,
    load_document,
    load_yaml,
    merge_overlay,
    overlay_of,
)

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # noon in Winnipeg
DEMO = Path(catalogue.__file__).parents[2] / "ops" / "demo" / "forces"
LANGUAGES = {"red-river": ["en", "fr"], "soar-valley": ["en"]}
FIRST = ("lost_property", "theft_bicycle", "theft_from_vehicle")
ALL_DEMO = [(force, t) for force in LANGUAGES for t in FIRST]


def text(words: str) -> dict[str, str]:
    return {"en": words, "fr": f"{words} (fr)"}


def options(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "label": text(code.title())} for code in codes]


EXTRAS: dict[str, dict[str, Any]] = {
    "choice": {"options": options("red", "blue")},
    "choices": {"options": [*options("red", "blue"), {**options("none")[0], "flags": ["none"]}]},
    "amount": {"currency": "CAD"},
    "time_window": {"zone": "America/Winnipeg"},
    "place": {"kinds": options("street", "home")},
    "person": {"parts": ["given", "family", "born", "phone", "email"]},
    "vehicle": {"colours": options("red", "blue")},
    "lines": {
        "columns": [
            {"id": "what", "kind": "text", "label": text("What"), "identifier": "plate"},
            {"id": "on", "kind": "date", "label": text("On")},
            {"id": "at", "kind": "time", "label": text("At")},
            {
                "id": "how",
                "kind": "choice",
                "label": text("How"),
                "options": options("cash", "card"),
            },
            {"id": "much", "kind": "amount", "label": text("Amount"), "currency": "CAD"},
            {"id": "call", "kind": "phone", "label": text("Phone")},
        ],
        "item": text("Payment"),
        "add": text("Add another payment"),
    },
    "property_list": {
        "categories": [{**options("bike")[0], "flags": ["serial"]}, *options("cash")],
        "types": options("road", "city"),
        "colours": options("red", "blue"),
        "currency": "CAD",
    },
}


def question(kind: str, name: str = "q", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "label": text("Label"), **EXTRAS.get(kind, {}), **more}


def page(name: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "title": text(name), "questions": list(questions), **more}


def stop(code: str, when: dict[str, Any]) -> dict[str, Any]:
    words = {"title": text("Stop"), "text": text("Please call")}
    return {"code": code, "when": when, "door": "desk", "offer_call": True, **words}


def document(*pages: dict[str, Any], gate: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "engine": 1,
        "type": "trial",
        "languages": ["en", "fr"],
        "title": text("Trial"),
        "gate": gate or [],
        "pages": list(pages),
    }


def form_of(*questions: dict[str, Any]) -> FormDocument:
    return load_document(document(page("p", *questions)))


def submit(
    form: FormDocument,
    names: dict[str, str | list[str]],
    page_id: str = "p",
    answers: dict[str, Any] | None = None,
    lang: str = "en",
    region: str = "CA",
    files: dict[str, Any] | None = None,
) -> PageResult:
    submitted = {k: v if isinstance(v, list) else [v] for k, v in names.items()}
    return check_page(
        form, page_id, submitted, answers or {}, lang=lang, now=NOW, region=region, files=files
    )


def demo_overlay(force: str, report_type: str) -> dict[str, Any]:
    """A demo force's overlay, with what holds for the whole force."""
    settings = load_yaml(DEMO / force / "force.yaml")
    told = {
        "type": report_type,
        "zone": settings["timezone"],
        "currency": settings["currency"],
        "channels": settings["contact_channels"],
    }
    files = (DEMO / force / "common.yaml", DEMO / force / f"{report_type}.yaml")
    return overlay_of(told, *(load_yaml(path) for path in files if path.exists()))


@cache
def _demo(force: str, report_type: str) -> dict[str, Any]:
    overlay = demo_overlay(force, report_type)
    return merge_overlay(catalogue.entry(report_type), overlay, LANGUAGES[force])


def demo_document(force: str, report_type: str) -> dict[str, Any]:
    return copy.deepcopy(_demo(force, report_type))


def demo_form(force: str = "red-river", report_type: str = "theft_bicycle") -> FormDocument:
    return load_document(demo_document(force, report_type))
