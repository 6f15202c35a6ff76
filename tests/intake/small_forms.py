"""A force whose report types are two pages long: what a test looks at, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from force_help import FEW_TYPES, TestForce, _files


def say(text: str) -> dict[str, str]:
    return {"en": text, "fr": f"{text} (fr)"}


def small_form(
    report_type: str = "quiet_matter", title: str = "A quiet matter", **more: Any
) -> dict[str, Any]:
    """Two pages: a required choice, then the story."""
    return {
        "engine": 1,
        "languages": ["en", "fr"],
        "type": report_type,
        "title": say(title),
        "intro": say("For when it is quiet."),
        "minutes": 2,
        "pages": [
            {
                "id": "first",
                "title": say("How it began"),
                "questions": [
                    {
                        "id": "began",
                        "kind": "yes_no",
                        "version": 1,
                        "label": say("Has it begun?"),
                        "required": True,
                        "error": say("Select yes or no"),
                        "options": [
                            {"code": "yes", "label": say("Yes")},
                            {"code": "no", "label": say("No")},
                        ],
                    }
                ],
                **more.pop("first", {}),
            },
            {
                "id": "story",
                "title": say("What happened"),
                "questions": [
                    {"id": "story", "kind": "long_text", "version": 1, "label": say("Tell us")}
                ],
                **more.pop("second", {}),
            },
        ],
        **more,
    }


def force_with(*forms: dict[str, Any], **changes: Any) -> TestForce:
    """A city in Manitoba that offers only these."""
    import secrets

    from frontcounter.ops.publish import add_force

    settings, _ = _files("red-river", FEW_TYPES)
    slug = f"small-{secrets.token_hex(4)}"
    document = {**settings, **changes, "slug": slug}
    return TestForce(add_force(document, forms, at=datetime.now(UTC)), slug)
