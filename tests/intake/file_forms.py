"""A short form that asks for files, and a person who stands before the question."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from intake_walker import Walker
from PIL import Image
from small_forms import force_with, say, small_form

from frontcounter.evidence.models import Evidence

if TYPE_CHECKING:
    from force_help import TestForce

TYPE = "broken_fence"
THINGS = {
    "id": "things",
    "kind": "property_list",
    "version": 1,
    "label": say("What was broken"),
    "parts": ["category", "description", "photos"],
    "categories": [{"code": "fence", "label": say("Fence")}],
    "currency": "CAD",
}
STORY = {"id": "story", "kind": "long_text", "version": 1, "label": say("Tell us")}


def files_question(**more: Any) -> dict[str, Any]:
    return {"id": "photos", "kind": "files", "version": 2, "label": say("Photos"), **more}


def fence_force(handling: dict[str, Any] | None = None, **changes: Any) -> TestForce:
    """A force with this one type: things with photos, then a story with files."""
    form = small_form(TYPE, "A broken fence", handling=handling or {})
    first, story = form["pages"]
    story["questions"] = [STORY, files_question(accept=["picture", "document", "video", "audio"])]
    things = {"id": "things", "title": say("What was broken"), "questions": [THINGS]}
    form["pages"] = [first, things, story]
    return force_with(form, **changes)


def at_story(force: TestForce, lang: str = "en") -> Walker:
    """Somebody who has come to the page with the files."""
    person = Walker(force.slug, lang)
    person.get(f"report/{TYPE}/")
    person.press({"began": "yes"})
    person.press({"things.0.description": "Three boards"})
    assert person.step == "story", person.path
    return person


def photo_bytes(size: tuple[int, int] = (40, 30)) -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", size, "teal").save(sink, "JPEG")
    return sink.getvalue()


def rows(force: TestForce) -> list[Any]:
    with force.scope():
        return list(Evidence.objects.order_by("received_at", "id"))
