"""Dates, times and money as people of each language and country write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from frontcounter.web.formats import NBSP, Formats

EN = Formats("en", "CA", ZoneInfo("America/Winnipeg"))
FR = Formats("fr", "CA", ZoneInfo("America/Winnipeg"))
UK = Formats("en", "GB", ZoneInfo("Europe/London"))
DAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace(NBSP, "~")


def test_dates() -> None:
    assert EN.date(DAY) == "Thursday 26 November 2026"
    assert FR.date(DAY) == "le jeudi 26 novembre 2026"
    assert FR.date(date(2026, 11, 1)) == "le dimanche 1er novembre 2026"
    assert EN.day(DAY) == "26 November 2026"
    assert FR.day(DAY) == "26 novembre 2026"
    assert EN.date_short(DAY) == "26 Nov 2026"
    assert FR.date_short(DAY) == "26 nov. 2026"
    assert FR.weekday(DAY) == "jeudi"


@pytest.mark.parametrize(
    ("at", "en", "uk", "fr"),
    [
        (time(17), "5~p.m.", "5pm", "17~h"),
        (time(17, 30), "5:30~p.m.", "5:30pm", "17~h~30"),
        (time(9, 5), "9:05~a.m.", "9:05am", "9~h~05"),
        (time(0), "midnight", "midnight", "0~h"),
        (time(12), "noon", "midday", "12~h"),
        (time(0, 15), "12:15~a.m.", "12:15am", "0~h~15"),
    ],
)
def test_times(at: time, en: str, uk: str, fr: str) -> None:
    assert [plain(f.time(at)) for f in (EN, UK, FR)] == [en, uk, fr]


def test_an_instant_is_shown_in_the_forces_zone() -> None:
    assert plain(EN.moment(NOW)) == "Thursday 26 November 2026, 5~p.m."
    assert plain(FR.moment(NOW)) == "le jeudi 26 novembre 2026 à 17~h"
    assert plain(UK.moment(NOW)) == "Thursday 26 November 2026, 11pm"
    assert plain(EN.moment_short(NOW)) == "26 Nov 2026, 5~p.m."
    assert EN.date(datetime(2026, 11, 27, 3, tzinfo=UTC)) == "Thursday 26 November 2026"


@pytest.mark.parametrize(
    ("minor", "currency", "en", "uk", "fr"),
    [
        (500000, "CAD", "$5,000", "CA$5,000", "5~000~$"),
        (123450, "CAD", "$1,234.50", "CA$1,234.50", "1~234,50~$"),
        (500000, "GBP", "£5,000", "£5,000", "5~000~£"),
        (5, "CAD", "$0.05", "CA$0.05", "0,05~$"),
        (-1200, "CAD", "-$12", "-CA$12", "-12~$"),
        (1200, "CHF", "CHF~12", "CHF~12", "12~CHF"),
        (1200, "JPY", "JPY~1,200", "JPY~1,200", "1~200~JPY"),
    ],
)
def test_money(minor: int, currency: str, en: str, uk: str, fr: str) -> None:
    assert [plain(f.money(minor, currency)) for f in (EN, UK, FR)] == [en, uk, fr]


@pytest.mark.parametrize(
    ("minutes", "en", "fr"),
    [
        (2 * 1440 + 190, "2~days", "2~jours"),
        (1440, "1~day", "1~jour"),
        (200, "3~hours", "3~heures"),
        (1, "1~minute", "1~minute"),
        (0, "0~minutes", "0~minute"),
    ],
)
def test_spans(minutes: int, en: str, fr: str) -> None:
    length = timedelta(minutes=minutes)
    assert [plain(f.span(length)) for f in (EN, FR)] == [en, fr]


def test_before_and_after_now() -> None:
    later, earlier = NOW + timedelta(days=2), NOW - timedelta(hours=3)
    assert [plain(f.until(later, NOW)) for f in (EN, FR)] == ["in 2~days", "dans 2~jours"]
    assert plain(EN.until(earlier, NOW)) == "3~hours late"
    assert plain(FR.until(earlier, NOW)) == "3~heures de retard"
    assert [plain(f.since(earlier, NOW)) for f in (EN, FR)] == ["3~hours ago", "il y a 3~heures"]


def test_sizes_and_lists() -> None:
    assert [plain(f.size(2_500_000)) for f in (EN, FR)] == ["2.5~MB", "2,5~Mo"]
    assert [plain(f.size(300)) for f in (EN, FR)] == ["300~bytes", "300~octets"]
    assert EN.join(["a", "b", "c"]) == "a, b and c"
    assert FR.join(["a", "b"], last="or") == "a ou b"
    assert EN.join(["a"]) == "a"
    assert EN.join([]) == ""
