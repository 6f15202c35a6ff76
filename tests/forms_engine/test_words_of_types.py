"""The words of every report type: plain English, short French, nothing left untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from engine_help import demo_document

from frontcounter.forms import catalogue

# Invented in one of its two demo forces with both languages; the words are the catalogue's.
FORCE = "red-river"
MOST_WORDS = 25
PROSE = 20  # words; fewer than this are labels, and a grade says nothing about them
STAFF_ONLY = {"staff", "marks", "codes", "keywords"}
# Words that are the same in both languages, and names.
SAME = {
    "Animal", "Beige", "BMX", "Contact", "Date", "Diesel", "Garage", "Graffiti", "Orange", "Photos",
    "Snapchat", "Tagalog", "Taxi", "Bengali – বাংলা", "Hindi – हिन्दी", "Inuktitut – ᐃᓄᒃᑎᑐᑦ",
    "Mandarin – 普通话", "Somali – Soomaali",
}  # fmt: skip

each = pytest.mark.parametrize("report_type", catalogue.types())
Text = dict[str, str]


def texts_of(node: Any, skip: frozenset[str] = frozenset()) -> Iterator[Text]:
    """Every text of a document, in its languages."""
    if isinstance(node, dict):
        if isinstance(node.get("en"), str):
            yield node
            return
        for key, value in node.items():
            if key not in skip:
                yield from texts_of(value, skip)
    elif isinstance(node, list):
        for value in node:
            yield from texts_of(value, skip)


def spoken(node: Any, lang: str = "en") -> list[str]:
    """What a person may read there; nothing that only staff see."""
    return [text[lang] for text in texts_of(node, frozenset(STAFF_ONLY))]


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; an ellipsis or a colon ends none."""
    found = [re.findall(r"[^\W_]+(?:[’'.-][^\W_]+)*", part) for part in re.split(r"[.!?]", text)]
    return [words for words in found if words]


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = len(groups) > 1 and re.search(r"[^l]e$|[^td]ed$", word.lower())
    return max(1, len(groups) - bool(silent))


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade of several English texts, each at least one sentence."""
    each_sentence = [words for text in texts for words in sentences(text)]
    words = [word for one in each_sentence for word in one]
    if not words:
        return 0.0
    return (
        0.39 * len(words) / len(each_sentence)
        + 11.8 * sum(map(syllables, words)) / len(words)
        - 15.59
    )


def is_prose(texts: list[str]) -> bool:
    return sum(len(words) for text in texts for words in sentences(text)) >= PROSE


def test_the_grade_of_known_texts() -> None:
    assert grade(["The cat sat on the mat. It was glad."]) < 1
    hard = "Notification of the relevant organization necessitates documentary verification."
    assert grade([hard]) > 14


@each
def test_each_page_reads_at_grade_eight_and_all_of_it_at_six(report_type: str) -> None:
    document = demo_document(FORCE, report_type)
    for page in [*document["gate"], *document["pages"]]:
        words = spoken(page)
        if is_prose(words):
            assert grade(words) <= 8, (page["id"], round(grade(words), 1))
    assert grade(spoken(document)) <= 6


@each
def test_each_longer_text_reads_at_grade_eight(report_type: str) -> None:
    for text in spoken(demo_document(FORCE, report_type)):
        if is_prose([text]):
            assert grade([text]) <= 8, (round(grade([text]), 1), text)


@each
def test_what_is_read_in_an_emergency_reads_at_grade_six(report_type: str) -> None:
    document = demo_document(FORCE, report_type)
    for page in [*document["gate"], *document["pages"]]:
        for stop in page.get("stops", []):
            words = spoken(stop)
            if stop["door"] == "emergency" or "911" in " ".join(words):
                assert grade(words) <= 6, (stop["code"], round(grade(words), 1), words)


@each
def test_no_sentence_is_long_in_either_language(report_type: str) -> None:
    for text in texts_of(demo_document(FORCE, report_type), frozenset({"keywords"})):
        for lang in ("en", "fr"):
            for words in sentences(text[lang]):
                assert len(words) <= MOST_WORDS, (len(words), text[lang])


@each
def test_nothing_is_left_untranslated(report_type: str) -> None:
    for text in texts_of(demo_document(FORCE, report_type)):
        assert text["fr"].strip(), text
        same = text["en"] == text["fr"] and re.search(r"[^\W\d_]{3}", text["en"])
        assert not same or text["en"] in SAME, text["en"]


@each
def test_french_is_set_as_in_canada(report_type: str) -> None:
    for text in texts_of(demo_document(FORCE, report_type)):
        french = re.sub(r"\b[A-Z]{2} \d{3} \d{3}\b", "", text["fr"])  # a grid reference
        assert not re.search(r" [:»]|«[^\u00a0\u202f]", french), f"no-break space: {french}"
        assert not re.search(r"[^\u00a0\u202f:/\d]:(?!//)[ \u00a0]", french), (
            f"before ':': {french}"
        )
        assert not re.search(r"[ \u00a0][?!;]", french), f"no space there: {french}"
        assert not re.search(r"\d \d{3}(?!\d)| \$|\d h\b", french), f"number: {french}"
        assert not re.search(r"['\"“”]", french), f"’ and « »: {french}"


@each
def test_english_is_set_with_curly_marks(report_type: str) -> None:
    for text in texts_of(demo_document(FORCE, report_type)):
        assert not re.search(r"[\w]'[\w]|\"", text["en"]), text["en"]
