"""Jobs: work that is written down with the rows that ask for it, and done by the worker.

A job's arguments are ids only, the force's first; it runs at least once, in a scope of its own, so
every job must be able to run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from frontcounter.base.scope import Role, current_force_id, scope

MAIL, FILES, TRANSFER, HOUSEKEEPING = "mail", "files", "transfer", "housekeeping"
QUEUES = (MAIL, FILES, TRANSFER, HOUSEKEEPING)


@dataclass(frozen=True)
class Job:
    """A registered job; `later` asks for it inside the open scope's transaction."""

    task: Any

    def later(self, *ids: UUID | str, at: datetime | None = None, once: str | None = None) -> None:
        """Ask for this job with these ids. `once` is a key under which only one may wait."""
        options: dict[str, Any] = {}
        if at is not None:
            options["schedule_at"] = at
        if once is not None:
            options["queueing_lock"] = once
        self.task.configure(**options).defer(
            force=str(current_force_id()), ids=[str(identity) for identity in ids]
        )


def job(queue: str, *, tries: int = 8, first_wait: int = 5) -> Callable[[Callable[..., None]], Job]:
    """Register `function(*ids)`; it opens its own scopes with `worker_scope(force_id)`.

    The function gets the force's id first, then the ids that it was asked for. A try that raises is
    followed by another after `first_wait` seconds, then after its square, its cube and so on.
    """

    def register(function: Callable[..., None]) -> Job:
        def run(force: str, ids: list[str]) -> None:
            function(UUID(force), *(UUID(identity) for identity in ids))

        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        run.__name__, run.__module__, run.__doc__ = function.__name__, function.__module__, name
        retry = RetryStrategy(max_attempts=tries, exponential_wait=first_wait)
        return Job(app.task(name=name, queue=queue, retry=retry)(run))

    return register


def periodic(
    cron: str, *, alone: bool = True
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run `function()` on a schedule (five or six fields; six: seconds last).

    Never two at once, unless not `alone`: a dead worker's job keeps its lock till it is given back.
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"

        def run(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells when it was due
            function()

        run.__name__ = function.__name__
        lock = name if alone else None
        lasting = app.task(name=name, queue=HOUSEKEEPING, queueing_lock=name, lock=lock)(run)
        app.periodic(cron=cron)(lasting)
        return function

    return register


def worker_scope(force_id: UUID) -> AbstractContextManager[Any]:
    """One transaction of the worker for one force."""
    return scope(Role.WORKER, force_id, actor_kind="system", actor_id="worker")


__all__ = [
    "FILES",
    "HOUSEKEEPING",
    "MAIL",
    "QUEUES",
    "TRANSFER",
    "Job",
    "JobContext",
    "job",
    "periodic",
    "worker_scope",
]
