"""Work of the demo without a report: calls that were diverted, and officers' requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from frontcounter.accounts.actor import Actor
from frontcounter.base.scope import act_as
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import load_yaml
from frontcounter.ops.demo.when import StoryClock
from frontcounter.tasks import cards, requests, services
from frontcounter.tasks.calling import log_attempt
from frontcounter.tasks.cards import Card, card_by_number
from frontcounter.tasks.outcomes import conclude_call
from frontcounter.tasks.requests import Entered, Wanted

FOLDER = Path(__file__).parent / "errands"
Moments = Iterator[tuple[datetime, Callable[[], None]]]


@cache
def told_errands(name: str) -> dict[str, list[dict[str, Any]]]:
    """What is written for a demo force under `cards` and `requests`; nothing where no file is."""
    path = FOLDER / f"{name}.yaml"
    if not path.exists():
        return {}
    found: dict[str, list[dict[str, Any]]] = load_yaml(path)
    return found


@dataclass
class Errands:
    """The errands of the force in scope, each as moments at which something happens."""

    settings: ForceSettings
    clock: StoryClock
    actors: Mapping[str, Actor]

    def moments(self, name: str) -> Moments:
        """Everything that happens, to be sorted by time with what happens to reports."""
        told = told_errands(name)
        for card in told.get("cards", ()):
            yield from self._card(card)
        for request in told.get("requests", ()):
            yield from self._request(request)

    def _by(self, key: str) -> Actor:
        actor = self.actors[key]
        act_as("staff", actor.id)
        return actor

    def _card(self, told: Mapping[str, Any]) -> Moments:
        made_at, number = self.clock.sent(told["made"]), []
        card = Card(**{**told["card"], "safe": tuple(told["card"].get("safe", ()))})

        def make() -> None:
            number.append(cards.make_card(card, self._by(told["by"]), at=made_at).number)

        yield made_at, make
        for act in told.get("life", ()):
            at = self.clock.after(made_at, act["at"])
            yield at, partial(self._call, number, act, at)

    def _call(self, number: list[str], act: Mapping[str, Any], at: datetime) -> None:
        task, by = card_by_number(number[0]), self._by(act["by"])
        assert task is not None
        how = log_attempt if act["do"] == "try" else conclude_call
        how(task.id, by, act["outcome"], note=act.get("note", ""), at=at, silent=True)

    def _request(self, told: Mapping[str, Any]) -> Moments:
        asked_at, number = self.clock.sent(told["asked"]), []

        def ask() -> None:
            wanted, by = Wanted(**told["request"]), self._by(told["by"])
            number.append(requests.ask(wanted, by, self.settings, at=asked_at))

        yield asked_at, ask
        for act in told.get("life", ()):
            at = self.clock.after(asked_at, act["at"])
            yield at, partial(self._answer, number, act, at)

    def _answer(self, number: list[str], act: Mapping[str, Any], at: datetime) -> None:
        found, by = requests.request(number[0]), self._by(act["by"])
        assert found is not None
        if act["do"] == "take":
            services.take(found.id, by, at=at)
            return
        entered = Entered(**act["entered"]) if "entered" in act else None
        requests.finish(
            number[0], by, act["outcome"], act["note"],
            at=at, settings=self.settings, entered=entered,
        )  # fmt: skip
