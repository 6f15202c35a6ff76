"""The worker: takes jobs, and gives back those of a worker that died."""

from __future__ import annotations

import asyncio
import logging

from django.conf import settings
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from psycopg.conninfo import make_conninfo

from frontcounter.base.scope import Role
from frontcounter.ops.startup import check_start

log = logging.getLogger(__name__)
CONCURRENCY = 4


def work() -> None:
    """Run jobs until SIGTERM or SIGINT; the one in hand is finished first."""
    check_start()
    asyncio.run(_work())


async def _work() -> None:
    worker_app = app.with_connector(connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=CONCURRENCY,
            install_signal_handlers=True,
            delete_jobs="successful",
            shutdown_graceful_timeout=20,
        )


def connector() -> PsycopgConnector:
    """The worker's own connection takes the worker's role at once."""
    # The whole address, so that the server's certificate is checked here too.
    address = settings.ENVIRONMENT.database_url
    conninfo = make_conninfo(address, options=f"-c role={Role.WORKER}")
    return PsycopgConnector(conninfo=conninfo, min_size=1, max_size=3)
