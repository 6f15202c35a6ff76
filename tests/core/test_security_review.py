"""What somebody who means harm would try, and does not get."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from frontcounter.forms.pages import drafts

if TYPE_CHECKING:
    from force_help import TestForce


@pytest.mark.parametrize("way", ["link", "code"])
def test_who_takes_a_draft_over_closes_every_other_way_to_it(
    red_river: TestForce, way: str
) -> None:
    """A link may be sent to somebody else, by a person who keeps a code and another link."""
    at = datetime.now(UTC)
    with red_river.scope("public"):
        draft = drafts.new_draft(
            type="theft_bicycle",
            language="en",
            form_hash="",
            publication_hash="",
            step="safe",
            at=at,
        )
        first = drafts.new_token()
        drafts.add(draft, first, at=at)
        code = drafts.give_resume_code(draft)
        sent, kept = drafts.make_link(draft.id, at=at), drafts.make_link(draft.id, at=at)
        taken = (
            drafts.take_by_link(sent, at=at) if way == "link" else drafts.take_by_code(code, at=at)
        )
        assert taken is not None
        assert drafts.load(first, at=at) is None
        assert drafts.take_by_code(code, at=at) is None
        assert drafts.take_by_link(kept, at=at) is None
        found = drafts.load(taken[1], at=at)
        assert found is not None
        assert found.id == draft.id
        again = drafts.give_resume_code(found)
        assert drafts.take_by_code(again, at=at) is not None


def test_a_password_costs_work_to_guess_from_its_hash() -> None:
    """The tests' own hash costs hardly any: what the product is set to must still do."""
    from django.utils.module_loading import import_string

    from frontcounter.ops import settings

    kept = import_string(settings.PASSWORD_HASHERS[0])().encode("guess me if you can", "salt")
    way, work, _salt, block, _more = kept.split("$", 4)
    assert way == "scrypt"
    assert int(work) >= 2**14
    assert int(block) >= 8
