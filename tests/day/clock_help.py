"""A clock that the story sets: every room of the product then asks it what time it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

WINNIPEG = ZoneInfo("America/Winnipeg")


class _Kind(type):
    def __instancecheck__(cls, one: Any) -> bool:
        return isinstance(one, datetime)


class Clock:
    """What time it is at the police service; stands still until it is set again."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 16, 10, 0, tzinfo=WINNIPEG)

    def set(self, day: int, time: str) -> datetime:
        """A day of November 2026 and a time there, such as (20, "02:10"); never backwards."""
        hour, minute = map(int, time.split(":"))
        moment = datetime(2026, 11, day, hour, minute, tzinfo=WINNIPEG)
        assert moment >= self.now, "the story goes on, not back"
        self.now = moment
        return moment

    def _reader(self) -> type:
        clock = self

        class Moved(datetime, metaclass=_Kind):
            """`datetime` as modules know it, but for the present moment."""

            def __new__(cls, *args: Any, **more: Any) -> Any:
                return datetime(*args, **more)  # noqa: DTZ001 - the caller says which zone

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Any:
                return clock.now.astimezone(tz)

        return Moved

    @contextmanager
    def told(self) -> Iterator[None]:
        """The product's modules read this clock; the sign-in's own codes and sessions do not."""
        reader = self._reader()
        modules = [
            module
            for name, module in list(sys.modules.items())
            if name.startswith("frontcounter.") and getattr(module, "datetime", None) is datetime
        ]
        for module in modules:
            module.datetime = reader  # type: ignore[attr-defined]
        try:
            yield
        finally:
            for module in modules:
                module.datetime = datetime  # type: ignore[attr-defined]
