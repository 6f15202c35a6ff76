"""The real program on the loopback address, in threads of the test, for a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from browser import FLAGS

__all__ = ["FLAGS", "site"]

THREADS = 4


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each line: browsers open lines before they have anything to ask."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class _Workers:
    """A few threads that stay, each with its connection to the database, as gunicorn's do."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(THREADS)

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        return self.pool.submit(self._answer, environ, start).result()

    def _answer(self, environ: Any, start: Any) -> list[bytes]:
        answer = self.application(environ, start)
        try:
            return [b"".join(answer)]
        finally:
            getattr(answer, "close", lambda: None)()

    def end(self) -> None:
        """Each thread gives its connection back."""
        together = threading.Barrier(THREADS)

        def give_back() -> None:
            from django.db import connections

            together.wait()
            connections.close_all()

        for _ in range(THREADS):
            self.pool.submit(give_back)
        self.pool.shutdown()


@contextmanager
def site() -> Iterator[str]:
    """Yields the address of the running program."""
    from frontcounter.ops.wsgi import application

    workers = _Workers(application)
    server = make_server("127.0.0.1", 0, workers, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        workers.end()
