"""Keep child programs running: show what they say, start them again, stop them in order."""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

LONGEST_PAUSE = 30.0
STEADY = 60.0
LONGEST_LINE = 64 * 1024


@dataclass
class Program:
    """One child: how to start it, and what became of it."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    once: bool = False
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    due: float | None = None
    starts: int = 0
    rest: bytes = b""
    exit_code: int | None = field(default=None)


class Supervisor:
    """Runs programs until it is told to end by SIGINT, SIGTERM or SIGHUP."""

    def __init__(self) -> None:
        self.ending = 0  # how often we were told
        self._programs: dict[str, Program] = {}
        self._selector = selectors.DefaultSelector()
        self._wake_read, self._wake_write = os.pipe()
        for end in (self._wake_read, self._wake_write):
            os.set_blocking(end, False)
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)

    def listen(self) -> None:
        """Take the ending signals from now on, in the main thread."""
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told)

    def start(
        self,
        name: str,
        argv: Sequence[str],
        env: Mapping[str, str],
        *,
        once: bool = False,
        pass_fds: Sequence[int] = (),
    ) -> Program:
        """Start a program; unless it is to run `once`, it is started again when it ends."""
        program = Program(name, argv, env, once)
        self._programs[name] = program
        self._launch(program, pass_fds)
        return program

    def run(self, done: Callable[[], bool], seconds: float, *, every: float = 0.2) -> bool:
        """Work until `done()` or the time is over or we are told to end; returns `done()`."""
        until = time.monotonic() + seconds
        while not self.ending and time.monotonic() < until:
            if done():
                return True
            self.pump(every)
        return done()

    def pump(self, seconds: float) -> None:
        """Wait for at most this long; pass on output, notice ends, start what is due."""
        for key, _ in self._selector.select(min(seconds, self._next_due())):
            if key.data is None:
                with suppress(BlockingIOError):
                    os.read(self._wake_read, 512)
            else:
                self._read(key.data)
        for program in self._programs.values():
            self._look_after(program)

    def stop(self, *names: str, seconds: float = 30.0) -> None:
        """Ask programs to end, all at once; kill what is left when the time is over."""
        chosen = [self._programs.pop(name) for name in names if name in self._programs]
        told = self.ending
        for program in chosen:
            program.due = None
            if program.child is not None and program.child.poll() is None:
                program.child.terminate()
        until = time.monotonic() + seconds
        while any(program.child and program.child.poll() is None for program in chosen):
            if time.monotonic() > until or self.ending > told + 1:
                say(f"{', '.join(program.name for program in chosen)}: killed, too slow to end")
                break
            self.pump(0.1)
        for program in chosen:
            self._bury(program)

    def _launch(self, program: Program, pass_fds: Sequence[int] = ()) -> None:
        program.child = subprocess.Popen(  # noqa: S603  argument lists are ours
            [*with_us(), *program.argv],
            env=dict(program.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches only us: we end the children in order
            pass_fds=pass_fds,
        )
        assert program.child.stdout is not None
        os.set_blocking(program.child.stdout.fileno(), False)
        self._selector.register(program.child.stdout, selectors.EVENT_READ, program)
        program.started, program.due = time.monotonic(), None
        program.starts += 1

    def _look_after(self, program: Program) -> None:
        child, now = program.child, time.monotonic()
        if child is None:
            if program.due is not None and now >= program.due and not self.ending:
                self._launch(program)
            return
        code = child.poll()
        if code is None:
            return
        self._bury(program)
        program.exit_code = code
        if program.once or self.ending:
            return
        if now - program.started > STEADY:
            program.pause = 0.5
        say(f"{program.name} ended ({_ended(code)}); starting it again in {program.pause:g} s")
        program.due = now + program.pause
        program.pause = min(program.pause * 2, LONGEST_PAUSE)

    def _bury(self, program: Program) -> None:
        """Take the last output, and end whatever the program itself had started."""
        child, program.child = program.child, None
        if child is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        assert child.stdout is not None
        program.child = child
        self._read(program)
        program.child = None
        with suppress(KeyError):
            self._selector.unregister(child.stdout)
        child.stdout.close()

    def _read(self, program: Program) -> None:
        assert program.child is not None
        assert program.child.stdout is not None
        pipe = program.child.stdout
        try:
            chunk = os.read(pipe.fileno(), LONGEST_LINE)
        except BlockingIOError:
            return
        if not chunk:
            with suppress(KeyError):
                self._selector.unregister(pipe)
        *lines, program.rest = (program.rest + chunk).split(b"\n")
        if program.rest and (not chunk or len(program.rest) > LONGEST_LINE):
            lines, program.rest = [*lines, program.rest], b""
        for line in lines:
            say(line.decode(errors="replace"), program.name)

    def _next_due(self) -> float:
        times = [program.due for program in self._programs.values() if program.due is not None]
        return max(0.0, min(times) - time.monotonic()) if times else 1.0

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self.ending += 1


def say(text: str, name: str = "") -> None:
    """One line for the person at the console; a closed terminal is no reason to fall over."""
    with suppress(OSError):
        sys.stdout.write(f"{name:<8} | {text}\n" if name else f"{text}\n")
        sys.stdout.flush()


def with_us() -> list[str]:
    """The words before a command that make it end when we are killed; none where unknown."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv and sys.platform == "linux" else []


def _ended(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
