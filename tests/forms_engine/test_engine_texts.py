"""The engine's own words: the same keys and placeholders in each language, set as each wants."""

from __future__ import annotations

import re
from datetime import date

import pytest

from frontcounter.forms.engine.texts import _flat, clock, clock_in, long_date, money, say


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, french = _flat("en"), _flat("fr")
    assert set(english) == set(french)
    for key, words in english.items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", french[key])), key


def test_french_words_use_no_break_spaces() -> None:
    for key, text in _flat("fr").items():
        words = re.sub(r"\b[A-Z]{2} \d{3} \d{3}\b", "", text)  # a grid reference
        assert not re.search(r" [:»]|« | [?!;]|\d \d{3}(?!\d)| \$|\d h\b|'", words), key


def test_an_unknown_language_falls_back_to_english_and_an_unknown_key_raises() -> None:
    assert say("summary.none", "cy") == "Not provided"
    assert say("summary.none", "../en") == "Not provided"
    with pytest.raises(KeyError):
        say("no.such.key", "en")


def test_money_dates_and_times_are_written_as_each_language_does() -> None:
    assert money(500000, "GBP", "en") == "£5,000"
    assert money(5, "EUR", "fr") == "0,05\u00a0€"
    assert money(100, "CHF", "en") == "1\u00a0CHF"
    assert long_date(date(2026, 2, 1), "fr") == "dimanche 1er février 2026"
    assert clock(0, 5, "en") == "12:05\u00a0am"
    assert clock_in("America/Winnipeg", 20, 0, "en") == "8\u00a0p.m."
    assert clock_in("Europe/London", 20, 30, "en") == "8:30pm"
    assert clock(17, 0, "fr") == "17\u00a0h"
