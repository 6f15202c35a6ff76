"""Replays every case of the corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
sys.path.insert(0, str(CORPUS))
from replay import cases, outcome, read  # noqa: E402

HOW = "Add a case as tests/corpus/replay.py says: document.json, answers.json, then run it."


def test_the_corpus_is_not_empty() -> None:
    assert len(cases()) >= 6, HOW


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_published_document_does_for_ever_what_it_did(case: Path) -> None:
    expected = case / "expected.json"
    assert expected.exists(), f"{case.name} has no expected.json. {HOW}"
    now, then = outcome(case), read(expected)
    changed = [key for key in then if now.get(key) != then[key]]
    assert not changed, (
        f"{case.name}: the engine now says something else about {changed}. Published documents "
        "never change their meaning: make a new version of the kind, and keep this case."
    )
    assert _keys(now) == _keys(then)


def _keys(data: Any) -> set[str]:
    return set(data)
