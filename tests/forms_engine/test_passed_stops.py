"""A stop that staff pass for a person stops no more, in the walk as in what is sent."""

from __future__ import annotations

from frontcounter.forms.engine import answers_to_send, load_document, walk
from frontcounter.forms.engine.journey import PASSED

TEXT = {"en": "Words"}
FORM = load_document(
    {
        "engine": 1,
        "type": "sample",
        "languages": ["en"],
        "title": TEXT,
        "gate": [
            {
                "id": "first",
                "title": TEXT,
                "questions": [{"id": "far", "kind": "yes_no", "label": TEXT, "required": True}],
                "stops": [
                    {
                        "code": "too_far",
                        "when": {"is": {"far": "yes"}},
                        "title": TEXT,
                        "text": TEXT,
                        "door": "other",
                        "offer_call": False,
                    }
                ],
            }
        ],
        "pages": [
            {
                "id": "last",
                "title": TEXT,
                "questions": [{"id": "story", "kind": "text", "label": TEXT}],
                "stops": [],
            }
        ],
    }
)


def test_a_stop_stops_until_it_is_passed() -> None:
    answers = {"far": "yes", "story": "It was far."}
    assert walk(FORM, answers).stop is not None
    assert answers_to_send(FORM, answers) == {"far": "yes"}
    passed = {**answers, PASSED: ["too_far"]}
    assert walk(FORM, passed).stop is None
    assert answers_to_send(FORM, passed) == passed


def test_what_is_no_list_of_codes_passes_nothing() -> None:
    for odd in ("too_far", {"too_far": 1}, 3, None, [["too_far"]]):
        assert walk(FORM, {"far": "yes", PASSED: odd}).stop is not None
