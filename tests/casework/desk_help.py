"""A service with report types of a test's own: one for each desk, and one that marks and hints."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from force_help import DEMO_FORCES, TestForce

if TYPE_CHECKING:
    from after_help import Sent

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SERIAL = "WTU-77"


def both(en: str, fr: str = "") -> dict[str, str]:
    return {"en": en, "fr": fr or f"{en} (fr)"}


def question(name: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "label": both(label), **more}


def a_form(type_: str, *, desk: str = "review", **more: Any) -> dict[str, Any]:
    """Two pages: what happened, and who writes."""
    handling = {"desk": desk, "deliver": desk == "review", **more.pop("handling", {})}
    things = question(
        "things",
        "property_list",
        "Things",
        role="stolen",
        parts=["description", "serial"],
        categories=[{"code": "tools", "label": both("Tools")}],
        currency="CAD",
    )
    about = [
        question("far", "yes_no", "Was it far away?"),
        question("where_far", "text", "Where was that?", when={"is": {"far": "yes"}}),
        things,
        question(
            "story",
            "long_text",
            "What happened?",
            role="narrative",
            required=True,
            error=both("Write what happened"),
        ),
    ]
    who = [
        question("name", "person", "Your name", role="reporter", parts=["given", "family"]),
        question(
            "interpreter",
            "choice",
            "An interpreter?",
            options=[{"code": "pa", "label": both("Punjabi", "pendjabi")}],
            widget="select",
        ),
        question(
            "contact",
            "contact",
            "How to reach you",
            role="reporter",
            channels=["email", "phone", "text"],
        ),
    ]
    stop = {
        "code": "too_far",
        "when": {"is": {"abroad": "yes"}},
        "title": both("Too far"),
        "text": both("We cannot go there."),
        "door": "emergency",
        "offer_call": False,
    }
    gate = {
        "id": "first",
        "title": both("First"),
        "stops": [stop],
        "questions": [
            question(
                "abroad",
                "yes_no",
                "Was it abroad?",
                required=True,
                error=both("Say whether it was abroad"),
            )
        ],
    }
    return {
        "engine": 1,
        "type": type_,
        "languages": ["en", "fr"],
        "title": both(f"Sample {type_}", f"Exemple {type_}"),
        "intro": both("To try things."),
        "gate": [gate],
        "pages": [
            {"id": "about", "title": both("What happened"), "questions": about, "stops": []},
            {"id": "you", "title": both("About you"), "questions": who, "stops": []},
        ],
        "handling": handling,
        "codes": {"ucr2": [{"code": "2130", "when": {"is": {"far": "yes"}}}, {"code": "2140"}]},
        "marks": [
            {
                "code": "camera",
                "when": {"is": {"far": "yes"}},
                "priority": 1,
                "call": False,
                "label": both("A camera may have seen it", "Une caméra l’a peut-être vu"),
            }
        ],
        "hints": [
            {
                "code": "no_serial",
                "page": "about",
                "when": {"not": {"answered": "things"}},
                "text": both("Do you have the box?"),
                "staff": both("No serial number given"),
            }
        ],
        **more,
    }


TYPES = {"plain": "review", "tip": "intelligence", "grievance": "standards"}


def a_service(name: str = "red-river", **more: Any) -> TestForce:
    """A demo force's settings with one sample type for each desk."""
    from frontcounter.forms.engine import load_yaml
    from frontcounter.ops.publish import add_force

    settings = load_yaml(DEMO_FORCES / name / "force.yaml")
    settings.pop("types")
    slug = f"{name}-{secrets.token_hex(4)}"
    forms = [a_form(type_, desk=desk) for type_, desk in TYPES.items()]
    return TestForce(add_force({**settings, "slug": slug, **more}, forms, at=AT), slug)


def send(
    force: TestForce,
    type_: str,
    *,
    story: str = "It was gone.",
    proven: bool = True,
    **typed: str,
) -> Sent:
    """Send a sample report as the public site does."""
    from after_help import Sent

    from frontcounter.base.ids import uuid7
    from frontcounter.forms.engine import check_page
    from frontcounter.reports import facts, making

    names = {
        "abroad": "no",
        "story": story,
        "things.0.serial": SERIAL,
        "things.0.description": "Drill",
        "name.given": "Ada",
        "name.family": "Roy",
        "contact.by": "email",
        "contact.email": "ada@example.org",
        "contact.phone": "204-555-0147",
        **typed,
    }
    raw = {name: [value] for name, value in names.items() if value}
    form, settings = force.form(type_), force.settings()
    answers: dict[str, Any] = {}
    for page in form.all_pages:
        result = check_page(form, page.id, raw, answers, lang="en", now=AT, region=settings.country)
        assert result.ok, (page.id, result.errors)
        answers |= result.values
    submission = making.Submission(
        draft_id=uuid7(),
        form=form,
        publication_hash=settings.hash,
        language="en",
        answers=answers,
        contact=facts.contact_of(form, answers, email_confirmed=True),
        proven=proven,
    )
    with force.scope("public"):
        receipt = making.submit(submission, at=AT)
    return Sent(receipt.report_id, submission.draft_id, receipt.tracking_number)


__all__ = ["AT", "DEMO_FORCES", "SERIAL", "TYPES", "a_form", "a_service", "both", "send"]
