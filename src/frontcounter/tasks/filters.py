"""What a queue asks: the filter of a saved search, its orders, and the queues of every force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from frontcounter.tasks.models import Kind, TaskState

SOON = timedelta(hours=8)
"""What is due within this time is due soon."""
DUE = ("late", "soon", "today")
AGES = ("1", "3", "7", "30")
"""Days since a task was opened."""
EVERYTHING = tuple(str(kind) for kind in Kind)
STATES = (str(TaskState.OPEN), str(TaskState.CLAIMED), str(TaskState.WAITING))
"""Those of work that is not done."""
_MOST_VALUES = 12


@dataclass(frozen=True)
class Sort:
    """An order: by this column, urgent ones first or not, the newest first or not."""

    column: str
    urgent_first: bool = False
    newest_first: bool = False


SORTS = {
    "due": Sort("work_by", urgent_first=True),
    "time": Sort("work_by"),
    "sent": Sort("opened_at"),
    "new": Sort("opened_at", newest_first=True),
}


@dataclass(frozen=True)
class Filter:
    """What a queue asks. An empty part asks nothing; several values of one part mean any."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ("open",)
    units: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    urgent: bool = False
    second: bool = False  # waits for a second person
    due: str = ""
    age: str = ""
    words: str = ""
    held_by: str = ""
    later: bool = False  # calls that are not to be made yet
    desks: tuple[str, ...] = ()  # of those that the scope opens; none named: all of them

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Filter:
        """Of stored or sent values; what is not known is left out."""
        found: dict[str, Any] = {}
        for one in fields(cls):
            value = given.get(one.name)
            if one.name == "held_by" or value in (None, ""):
                continue
            if isinstance(one.default, tuple):
                several = value if isinstance(value, (list, tuple)) else [value]
                kept = [str(part)[:40] for part in several if str(part)][:_MOST_VALUES]
                found[one.name] = tuple(dict.fromkeys(kept))
            elif isinstance(one.default, bool):
                found[one.name] = value in (True, "yes")
            else:
                found[one.name] = str(value)[:120]
        made = cls(**found)
        known = tuple(state for state in made.states if state in STATES)
        return replace(
            made,
            kinds=tuple(kind for kind in made.kinds if kind in EVERYTHING),
            states=known or ("open",),
            due=made.due if made.due in DUE else "",
            age=made.age if made.age in AGES else "",
        )

    def narrowed(self, more: Filter) -> Filter:
        """What both ask."""
        mine = dict(vars(self))
        for name, value in vars(more).items():
            if value == _ASKS_NOTHING[name] or name == "desks":
                continue
            if isinstance(value, tuple) and mine[name] and name != "states":
                value = tuple(one for one in value if one in mine[name]) or ("-",)
            mine[name] = value
        return Filter(**mine)

    def stored(self) -> dict[str, Any]:
        """As it is kept: only the parts that ask something."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
            if value != _ASKS_NOTHING[name] and name != "held_by"
        }


_ASKS_NOTHING = vars(Filter())


BUILT_IN = {
    "review": Filter(kinds=("review",), desks=("review",)),
    "calls": Filter(kinds=("call_back",), desks=("review",)),
    "answers": Filter(kinds=("answer",), desks=("review",)),
    "follow_up": Filter(kinds=("follow_up",), desks=("review",)),
    "records_request": Filter(kinds=("records_request",), desks=("review",)),
    "supervise": Filter(kinds=("supervise",), desks=("review",)),
    "contact": Filter(kinds=("contact",), desks=("review",)),
    "referral": Filter(kinds=("referral",), desks=("review",)),
    "intelligence": Filter(desks=("intelligence",)),
    "standards": Filter(desks=("standards",)),
    "later": Filter(kinds=("call_back",), desks=("review",), later=True),
    "mine": Filter(states=("claimed",)),
    "unit": Filter(
        kinds=("follow_up", "referral"), states=("open", "claimed", "waiting"), desks=("review",)
    ),
}
"""The queues that every force has, by code."""
