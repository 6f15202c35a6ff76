"""A message goes only where the person called it safe, and where staff allow it."""

from __future__ import annotations

from typing import Any

import pytest

from frontcounter.messages.ways import way_to

ADA: dict[str, Any] = {
    "channel": "email",
    "email": "ada@example.org",
    "email_confirmed": True,
    "phone": "+12045550147",
    "address": {"line1": "12 Example Street", "town": "Red River"},
}
OPEN: dict[str, Any] = {"guarded": False}


@pytest.mark.parametrize(
    ("changes", "more", "channel", "reason"),
    [
        ({}, {}, "email", ""),
        ({"safe": ["email"]}, {}, "email", ""),
        ({"safe": ["text"]}, {}, "text", ""),
        ({"safe": ["letter"]}, {}, "letter", ""),
        ({"safe": ["message"]}, {}, "phone", ""),
        ({"safe": ["text"]}, {"first": True}, "email", ""),
        ({"email_confirmed": False}, {}, "phone", ""),
        ({"email_confirmed": False, "phone": "", "address": {}}, {}, "email", "email_unconfirmed"),
        ({"safe": ["text"], "phone": ""}, {}, "email", "not_safe"),
        ({"channel": "phone", "safe": ["email"]}, {}, "phone", ""),
        ({"channel": "letter"}, {}, "letter", ""),
        ({"channel": "letter", "address": {}}, {}, "phone", ""),
        ({}, {"only": ()}, "email", "do_not_contact"),
        ({}, {"only": ("phone",)}, "phone", ""),
        ({"phone": ""}, {"only": ("text",)}, "email", "do_not_contact"),
        ({"safe": ["message"]}, OPEN, "email", ""),
        ({"safe": ["text"]}, OPEN, "email", ""),
        ({"safe": ["message"], "email_confirmed": False}, OPEN, "phone", ""),
        (
            {"safe": ["message"], "email_confirmed": False, "phone": ""},
            OPEN,
            "email",
            "email_unconfirmed",
        ),
        ({"channel": "text", "safe": ["message"]}, OPEN, "text", ""),
        ({"channel": "letter", "safe": ["message"]}, OPEN, "letter", ""),
        ({"channel": "phone", "safe": ["email"]}, OPEN, "phone", ""),
        ({"safe": ["message"]}, {**OPEN, "only": ("phone",)}, "phone", ""),
        ({"safe": ["message"]}, {**OPEN, "only": ()}, "email", "do_not_contact"),
        ({}, {"on_screen": True}, "email", ""),
        ({"channel": "phone"}, {"on_screen": True}, "phone", "shown_on_screen"),
    ],
)
def test_the_way(changes: Any, more: Any, channel: str, reason: str) -> None:
    way = way_to({**ADA, **changes}, **more)
    assert (way.channel, way.reason) == (channel, reason)
    assert bool(way.address) is not bool(reason)


def test_nobody_is_reached_who_left_no_way() -> None:
    assert way_to({}).reason == "no_way"
