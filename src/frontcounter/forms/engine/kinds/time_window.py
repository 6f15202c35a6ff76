"""time_window: at a time, about a time, or between two times; local time as it was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Self

from ..cleaning import parse_time
from ..reading import Reader
from ..texts import clock, clock_in, long_date, say
from ..views import Choice, Field, Input
from .base import Asking, Checking, Question, Raw, Value, compact
from .dates import check_date, date_boxes, fill_date, local_now, read_date, zone_of

PRECISIONS = ("exact", "about", "between")


@dataclass(frozen=True)
class Moment:
    """A local day, with the time when it was told."""

    day: date
    clock: time | None

    def iso(self) -> str:
        return (
            datetime.combine(self.day, self.clock).isoformat("T", "minutes")
            if (self.clock is not None)
            else self.day.isoformat()
        )

    def earliest(self) -> datetime:
        return datetime.combine(self.day, self.clock or time(0, 0))

    def latest(self) -> datetime:
        return datetime.combine(self.day, time(23, 59) if self.clock is None else self.clock)


def read_moment(stored: object) -> Moment | None:
    """'2026-11-20' or '2026-11-20T22:00', else None."""
    if not isinstance(stored, str) or len(stored) not in (10, 16):
        return None
    day = read_date(stored[:10])
    if day is None or len(stored) == 10:
        return Moment(day, None) if day else None
    try:
        at = datetime.fromisoformat(stored)  # a wall time, checked below to be written as ours
    except ValueError:
        return None
    moment = Moment(day, at.time())
    return moment if moment.iso() == stored else None


@dataclass(frozen=True, kw_only=True)
class TimeWindowQuestion(Question):
    """Canonical: {"precision": exact|about|between, "from", "to"?, "zone"}.

    `from` and `to` are local wall times, 'YYYY-MM-DDTHH:MM', or 'YYYY-MM-DD' when no time was told.
    """

    KIND = "time_window"
    PARTS = ("how", "exact", "about", "between", "from", "to", "time")
    zone: str = "UTC"

    @classmethod
    def parse(cls, r: Reader) -> Self:
        return cls(**cls.common(r), zone=r.string("zone"))

    def read(self, stored: object) -> Value | None:
        if not isinstance(stored, Mapping) or stored.get("precision") not in PRECISIONS:
            return None
        first, last = read_moment(stored.get("from")), read_moment(stored.get("to"))
        between = stored["precision"] == "between"
        if first is None or (last is None) == between or not isinstance(stored.get("zone"), str):
            return None
        if last is not None and last.latest() < first.earliest():
            return None
        return compact(
            precision=stored["precision"],
            zone=stored["zone"],
            **{"from": first.iso(), "to": last.iso() if last else None},
        )

    def fill(self, value: Value) -> Raw:
        raw: Raw = {f"{self.id}.how": [value["precision"]]}
        for end in ("from", "to"):
            moment = read_moment(value.get(end))
            if moment:
                raw |= fill_date(self.id, end, moment.day)
                at = moment.clock.strftime("%H:%M") if moment.clock else ""
                raw[f"{self.id}.{end}_time"] = [at]
        return raw

    def _blank(self, c: Checking) -> bool:
        parts = [f"{e}_{p}" for e in ("from", "to") for p in ("day", "month", "year", "time")]
        return not any(c.get(part) for part in ["how", *parts])

    def check(self, c: Checking) -> Value | None:
        if self._blank(c):
            if self.required:
                self.missing(c, "how", "when")
            return None
        how = c.get("how")
        if how not in PRECISIONS:
            c.error("how", "when_how")
        now = local_now(c, self.zone)
        first = self._moment(c, "from", now)
        last = self._moment(c, "to", now) if how == "between" else None
        if first and last and last.latest() < first.earliest():
            c.error("to_day", "reversed")
        return compact(
            precision=how,
            zone=self.zone,
            **{"from": first.iso() if first else None, "to": last.iso() if last else None},
        )

    def _moment(self, c: Checking, end: str, now: datetime) -> Moment | None:
        day = check_date(c, end, now.date(), missing=f"{end}_missing")
        typed = c.get(f"{end}_time")
        at = parse_time(typed) if typed else None
        if typed and at is None:
            c.error(f"{end}_time", "not_a_time")
        if day is None:
            return None
        moment = Moment(day, time(*at) if at else None)
        if moment.earliest() > now:
            c.error(f"{end}_time", "future_time")
        return moment

    def ask(self, a: Asking) -> Field:
        chosen = a.get("how")
        options = tuple(
            Choice(
                value=how,
                label=self.words(how, a.lang),
                hint=self.part_hint(how, a.lang),
                checked=how == chosen,
                reveals=(a.name("to"), a.name("to_time")) if how == "between" else (),
            )
            for how in PRECISIONS
        )
        how = self.part(a, "how", "radios", options=options, optional=not self.required)
        return self.field(
            a, inputs=(how, *self._end(a, "from"), *self._end(a, "to")), composite=True
        )

    def _end(self, a: Asking, end: str) -> tuple[Input, Input]:
        hint = self.part_hint(end, a.lang) or say("date.hint", a.lang)
        boxes = date_boxes(a, end, self.words(end, a.lang), hint)
        at = self.part(
            a,
            f"{end}_time",
            label=self.words("time", a.lang),
            hint=self.part_hint("time", a.lang),
            width=10,
            spellcheck=False,
        )
        return boxes, at

    def show(self, value: Value, lang: str) -> list[str]:
        zone = value["zone"]
        first, last = self._said(value["from"], lang, zone), self._said(value.get("to"), lang, zone)
        return [say(f"when.{value['precision']}", lang, first=first, last=last)]

    def _said(self, stored: object, lang: str, zone: str) -> str:
        moment = read_moment(stored)
        if moment is None:
            return ""
        if moment.clock is None:
            return long_date(moment.day, lang)
        at = self._clock(moment.clock, lang, zone)
        return say("when.at", lang, day=long_date(moment.day, lang), time=at)

    def _clock(self, at: time, lang: str, _zone: str) -> str:
        return clock(at.hour, at.minute, lang)

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        earliest, latest = window_utc(value)
        entry = {"role": self.role or "incident", **value}
        entry |= {"earliest_utc": earliest.isoformat(), "latest_utc": latest.isoformat()}
        return [("times", entry)]


class LocalTimeWindowQuestion(TimeWindowQuestion):
    """Version 2: times are written as the force's country writes them."""

    VERSION = 2

    def _clock(self, at: time, lang: str, _zone: str) -> str:
        return clock_in(_zone, at.hour, at.minute, lang)


def window_utc(value: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """The first and the last instant (UTC) that a time-window answer allows."""
    zone = zone_of(value["zone"])
    first, last = read_moment(value["from"]), read_moment(value.get("to") or value["from"])
    if first is None or last is None:
        raise ValueError("not a time window")
    # A wall time that the clocks pass twice may be either: widest reading.
    start = first.earliest().replace(tzinfo=zone, fold=0)
    end = last.latest().replace(tzinfo=zone, fold=1)
    return start.astimezone(UTC), end.astimezone(UTC)
