"""What waits for a person: only what a person can do something about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from force_help import TestForce

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("event", ["confirm_code", "resume_link"])
def test_who_began_a_draft_is_shown_to_nobody_when_its_mail_fails(
    red_river: TestForce, event: str
) -> None:
    """Its code or link is forgotten then, and nobody at the force may know who began what."""
    from frontcounter.base.numbers import ask
    from frontcounter.messages.models import Message
    from frontcounter.messages.queries import by_hand, by_hand_number
    from frontcounter.messages.services import queue

    with red_river.scope("public"):
        values = {"code": "123456", "link": "https://example.org/resume/x"}
        queue(event, lang="en", channel="email", address="ada@example.org", values=values, at=AT)
        told = queue("recorded", lang="en", channel="text", address="204", values={}, at=AT)
    with red_river.scope():
        Message.objects.filter(event=event).update(status="refused")
    with red_river.scope("staff"):
        assert [line.id for line in by_hand()] == [told]
        assert ask([by_hand_number(9)]) == [1]
