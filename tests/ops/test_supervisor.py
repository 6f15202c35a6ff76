"""The supervisor passes on output, starts again what ended, and ends everything in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import frontcounter
from frontcounter.ops.supervisor import Program, Supervisor

PYTHON = [sys.executable, "-u", "-c"]
FOREVER = "import signal; print('up'); signal.pause()"


@pytest.fixture
def supervisor() -> Supervisor:
    return Supervisor()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def group(leader: int) -> list[int]:
    """Processes of a group that live (a zombie does not)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, number = entry.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(number) == leader and state != "Z":
            found.append(int(entry.parent.name))
    return found


def pid_of(program: Program) -> int:
    assert program.child is not None
    return program.child.pid


def test_every_line_is_shown_with_its_programs_name(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; print('one'); print('two', file=sys.stderr); sys.stdout.write('rest')"
    program = supervisor.start("talker", [*PYTHON, code], os.environ, once=True)
    assert supervisor.run(lambda: program.exit_code is not None, 20)
    shown = capsys.readouterr().out.splitlines()
    assert sorted(shown) == ["talker   | one", "talker   | rest", "talker   | two"]


def test_a_program_that_ends_is_started_again_and_that_is_said(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    program = supervisor.start("web", [*PYTHON, FOREVER], os.environ)
    first = pid_of(program)
    os.kill(first, signal.SIGKILL)
    try:
        assert supervisor.run(lambda: program.starts == 2, 20)
        assert pid_of(program) != first
    finally:
        supervisor.stop("web")
    assert "web ended (by SIGKILL); starting it again in 0.5 s" in capsys.readouterr().out


def test_the_pause_before_each_new_start_grows(supervisor: Supervisor) -> None:
    program = supervisor.start("broken", [*PYTHON, "raise SystemExit(3)"], os.environ)
    assert supervisor.run(lambda: program.starts == 3, 30)
    supervisor.stop("broken")
    assert program.pause == 2.0


def test_a_program_that_is_to_run_once_is_not_started_again(supervisor: Supervisor) -> None:
    program = supervisor.start("once", [*PYTHON, "raise SystemExit(3)"], os.environ, once=True)
    assert supervisor.run(lambda: program.exit_code is not None, 20)
    supervisor.pump(0.01)
    assert (program.exit_code, program.starts) == (3, 1)


def test_stopping_ends_also_what_a_program_had_started(supervisor: Supervisor) -> None:
    grandchild = f"subprocess.Popen([sys.executable, '-c', {FOREVER!r}])"
    code = f"import subprocess, sys, signal; {grandchild}; signal.pause()"
    program = supervisor.start("parent", [*PYTHON, code], os.environ)
    pid = pid_of(program)
    assert supervisor.run(lambda: len(group(pid)) == 2, 20)
    supervisor.stop("parent")
    # A killed orphan is there until the system has buried it.
    assert supervisor.run(lambda: group(pid) == [], 20)


def test_a_program_that_will_not_end_is_killed(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mark = tmp_path / "deaf"
    code = (
        "import pathlib, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"pathlib.Path({str(mark)!r}).touch(); signal.pause()"
    )
    program = supervisor.start("deaf", [*PYTHON, code], os.environ)
    assert supervisor.run(mark.exists, 20)
    pid = pid_of(program)
    supervisor.stop("deaf", seconds=0.2)
    assert not alive(pid)
    assert "killed" in capsys.readouterr().out


def test_children_end_when_the_supervisor_itself_is_killed(tmp_path: Path) -> None:
    if not Path("/usr/bin/setpriv").exists():
        pytest.skip("setpriv (util-linux) is not installed")
    file = tmp_path / "pid"
    code = (
        "import os, pathlib, sys\n"
        "from frontcounter.ops.supervisor import Supervisor\n"
        "supervisor = Supervisor()\n"
        f"program = supervisor.start('web', [sys.executable, '-c', {FOREVER!r}], os.environ)\n"
        f"pathlib.Path({str(file)!r}).write_text(str(program.child.pid))\n"
        "supervisor.run(lambda: False, 60)\n"
    )
    source = str(Path(frontcounter.__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": source}
    parent = subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert b"up" in parent.stdout.readline()
    pid = int(file.read_text())
    parent.kill()
    parent.wait()
    # The child holds no pipe of ours: wait on its own ending.
    handle = os.pidfd_open(pid) if alive(pid) else None
    if handle is not None:
        import select

        ready, _, _ = select.select([handle], [], [], 20)
        os.close(handle)
        assert ready
    parent.stdout.close()


def test_a_signal_ends_the_loop(supervisor: Supervisor) -> None:
    kept = {number: signal.getsignal(number) for number in (2, 15, 1)}
    supervisor.listen()
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        assert not supervisor.run(lambda: False, 20)
        assert supervisor.ending == 1
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in kept.items():
            signal.signal(number, handler)
