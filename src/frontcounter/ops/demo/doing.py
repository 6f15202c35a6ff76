"""What happens to a report in the demo's stories, each by the service that the pages use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from frontcounter.accounts.actor import Actor
from frontcounter.base.scope import act_as
from frontcounter.forces.published import ForceSettings
from frontcounter.messages import bounces, sending, thread
from frontcounter.messages.services import queue
from frontcounter.ops.demo.story import Act
from frontcounter.reports import acts, asking, queries
from frontcounter.reports.services import perform
from frontcounter.tasks import following, victims
from frontcounter.tasks.calling import log_attempt
from frontcounter.tasks.outcomes import conclude_call
from frontcounter.tasks.queries import call_of
from frontcounter.tasks.services import have_looked
from frontcounter.web.texts import t


@dataclass(frozen=True)
class Doing:
    """One act on one report. `actor` is None where the reporter does it."""

    settings: ForceSettings
    report_id: UUID
    actor: Actor | None
    unit: str
    act: Act

    @property
    def by(self) -> Actor:
        assert self.actor is not None, f"nobody does this at {self.act.at}"
        return self.actor


def do(doing: Doing) -> None:
    """Do it now, in the force in scope, as whoever does it."""
    act = doing.act
    if act.do in _BY_REPORTER:
        act_as("reporter", "")
        _BY_REPORTER[act.do](doing)
        return
    act_as("staff", doing.by.id)
    handler = _BY_STAFF.get(act.do)
    if handler is not None:
        handler(doing)
        return
    # A hand-over is carried to the other force by the worker, for one scope cannot hold both.
    perform(
        act.do, doing.report_id, doing.by,
        at=act.at, reason=act.reason, note=act.note, details=act.told.get("details", {}),
        silent=act.do != "hand_over",
    )  # fmt: skip


def _by_act(kind: str) -> Callable[[Doing], None]:
    def wish(doing: Doing) -> None:
        acts.in_the_past(kind, doing.report_id, doing.act.note, at=doing.act.at)

    return wish


def _answer(doing: Doing) -> None:
    """To the questions that were asked last."""
    round_ = asking.rounds_of(doing.report_id)[-1]
    answers = {key: str(one) for key, one in doing.act.told["answers"].items()}
    details = {"round": str(round_.id), "answers": answers}
    acts.in_the_past(acts.ANSWER, doing.report_id, "", at=doing.act.at, details=details)


def _bounced(doing: Doing) -> None:
    """A message went to an address that is no longer there, and came back."""
    record = queries.report(doing.report_id)
    assert record is not None
    message_id = queue(
        "receipt", lang=record.language, channel="email", address=str(record.contact["email"]),
        values={}, report_id=record.id, at=doing.act.at,
    )  # fmt: skip
    sending.sent(message_id, at=doing.act.at)
    bounces.note_bounce(bounces.Bounce(message_id, "failed", "5.1.1"), at=doing.act.at)


def _ask(doing: Doing) -> None:
    told, languages = doing.act.told, doing.settings.languages
    asking.ask(
        doing.report_id,
        doing.by,
        questions=told.get("questions", ()),
        free=told.get("free", ()),
        wants_files=bool(told.get("files", False)),
        titles={lang: t("casework.asking.round", lang) for lang in languages},
        at=doing.act.at,
        silent=True,
    )


def _reply(doing: Doing) -> None:
    act = doing.act
    thread.reply(doing.report_id, doing.by, act.note, at=act.at, silent=True)


def _looked(doing: Doing) -> None:
    have_looked(doing.report_id, doing.by, at=doing.act.at)


def _needs(doing: Doing) -> None:
    act = doing.act
    victims.note_needs(doing.report_id, doing.by, act.told["answers"], note=act.note, at=act.at)


def _refer(doing: Doing) -> None:
    record = queries.report(doing.report_id)
    assert record is not None
    victims.refer(
        record, doing.by, doing.settings, doing.act.outcome,
        consent="call", shared=doing.act.told["shared"], at=doing.act.at,
    )  # fmt: skip


def _try(doing: Doing) -> None:
    act = doing.act
    log_attempt(_call(doing), doing.by, act.outcome, note=act.note, at=act.at, silent=True)


def _call_done(doing: Doing) -> None:
    act = doing.act
    conclude_call(_call(doing), doing.by, act.outcome, note=act.note, at=act.at, silent=True)


def _call(doing: Doing) -> UUID:
    task = call_of(doing.report_id)
    if task is None:
        raise LookupError(f"nobody is to be called at {doing.act.at}")
    return task.id


def _follow_up(doing: Doing) -> None:
    act = doing.act
    asked = act.told.get("asked", ["visit"])
    following.ask_unit(doing.report_id, doing.by, act.outcome, asked, note=act.note, at=act.at)


def _accept(doing: Doing) -> None:
    following.accept(doing.report_id, doing.by, {doing.unit}, at=doing.act.at)


def _finish(doing: Doing) -> None:
    act, units = doing.act, {doing.unit}
    following.finish(doing.report_id, doing.by, units, act.outcome, note=act.note, at=act.at)


def _send_back(doing: Doing) -> None:
    act, units = doing.act, {doing.unit}
    following.send_back(doing.report_id, doing.by, units, act.outcome, note=act.note, at=act.at)


_BY_REPORTER: Mapping[str, Callable[[Doing], None]] = {
    "add": _by_act(acts.ADD),
    "withdraw": _by_act(acts.WITHDRAW),
    "ask_to_withdraw": _by_act(acts.WITHDRAW),
    "write": _by_act(acts.MESSAGE),
    "answer": _answer,
    "bounced": _bounced,
}
_BY_STAFF: Mapping[str, Callable[[Doing], None]] = {
    "ask": _ask,
    "reply": _reply,
    "needs": _needs,
    "refer": _refer,
    "looked": _looked,
    "try": _try,
    "call_done": _call_done,
    "follow_up": _follow_up,
    "take_on": _accept,
    "done": _finish,
    "give_back": _send_back,
}
