"""Run one function on untrusted bytes in a child process with limits.

The parent calls `run_limited("package.module:function", payload, …)`; the child reads the payload
from its standard input, calls `function(payload) -> bytes` and writes the answer to its standard
output. A parser that is broken by a hostile file takes only the child down.
"""

from __future__ import annotations

import importlib
import os
import resource
import subprocess
import sys
import threading
from typing import IO

_CHUNK = 1 << 16
_ERROR_TEXT = 2000


class ChildError(Exception):
    """The child gave no answer."""


class ChildFailed(ChildError):
    """The child raised, crashed, hit a limit or answered too much; the text says which."""


class ChildTimedOut(ChildError):
    """The child used up its wall-clock time."""


def run_limited(
    module_function: str,
    payload: bytes,
    *,
    cpu_seconds: int = 10,
    memory_mb: int = 512,
    wall_seconds: float = 30.0,
    output_mb: int = 64,
) -> bytes:
    """Answer of `module:function` on `payload`, computed in a limited child process.

    Raises ChildTimedOut after `wall_seconds`, ChildFailed in every other case without an answer.
    """
    command = [sys.executable, "-m", "frontcounter.base.child", module_function]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        [*command, str(cpu_seconds), str(memory_mb)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_bare_environment(),
        start_new_session=True,
    )
    late = threading.Event()
    timer = threading.Timer(wall_seconds, _kill, (child, late))
    timer.daemon = True
    timer.start()
    try:
        answer, complaint = _exchange(child, payload, output_mb << 20)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    if late.is_set():
        raise ChildTimedOut(f"{module_function} took longer than {wall_seconds} s")
    if answer is None:
        raise ChildFailed(f"{module_function} answered more than {output_mb} MB")
    if child.returncode != 0:
        raise ChildFailed(f"{module_function} ended with {child.returncode}: {complaint}")
    return answer


def _bare_environment() -> dict[str, str]:
    """Nothing of ours but the import path: no secrets, no proxies, no locale surprises."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", "PATH": ""}


def _kill(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _exchange(
    child: subprocess.Popen[bytes], payload: bytes, limit: int
) -> tuple[bytes | None, str]:
    """Feed the child and read its answer (None if over the limit) and the end of its complaint."""
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    complaint: list[str] = []
    feeder = threading.Thread(target=_feed, args=(child.stdin, payload), daemon=True)
    listener = threading.Thread(target=_listen, args=(child.stderr, complaint), daemon=True)
    feeder.start()
    listener.start()
    answer = bytearray()
    while chunk := child.stdout.read1(_CHUNK):  # type: ignore[attr-defined]
        answer += chunk
        if len(answer) > limit:
            child.kill()
            break
    child.wait()
    feeder.join()
    listener.join()
    child.stdout.close()
    return (None if len(answer) > limit else bytes(answer)), "".join(complaint)


def _feed(pipe: IO[bytes], payload: bytes) -> None:
    try:
        pipe.write(payload)
        pipe.close()
    except BrokenPipeError:
        pass  # the child ended before it had read everything; its exit status says why


def _listen(pipe: IO[bytes], complaint: list[str]) -> None:
    tail = b""
    while chunk := pipe.read(_CHUNK):
        tail = (tail + chunk)[-_ERROR_TEXT:]
    complaint.append(tail.decode("utf-8", "replace").strip())
    pipe.close()


def _limit(cpu_seconds: int, memory_mb: int) -> None:
    memory = memory_mb << 20
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main(arguments: list[str]) -> int:
    """The child's side: limits first, then the import, then the bytes."""
    module_name, _, function_name = arguments[0].partition(":")
    _limit(int(arguments[1]), int(arguments[2]))
    try:
        function = getattr(importlib.import_module(module_name), function_name)
        answer: bytes = function(sys.stdin.buffer.read())
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except BaseException as error:  # the parent gets one line, whatever happened
        sys.stderr.write(f"{type(error).__name__}: {error}"[:_ERROR_TEXT])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
