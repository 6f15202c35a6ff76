"""`make reset`: stop what runs and empty the data folder."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from frontcounter.ops.home import MARK, HomeError, home_folder, runner
from frontcounter.ops.postgres import Cluster, PostgresError

STOP_SECONDS = 60.0


def reset(home: Path) -> None:
    """Empty the folder; raises HomeError if it is not ours or what runs there does not end."""
    if not home.exists() or not any(home.iterdir()):
        return
    if not (home / MARK).is_file():
        raise HomeError(
            f"{home} does not look like a data folder of FrontCounter (there is no {MARK} in it); "
            "nothing was touched."
        )
    _stop(home)
    Cluster(home).destroy()
    for path in home.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _stop(home: Path) -> None:
    pid = runner(home)
    if pid is None:
        return
    print(f"Stopping what runs from {home}", flush=True)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while runner(home) is not None:
        if time.monotonic() > until:
            raise HomeError(f"Process {pid} does not end; stop it and try again.")
        time.sleep(0.2)


def main() -> int:
    """Ask a person at a terminal, and nobody else."""
    home = home_folder()
    if sys.stdin.isatty() and home.exists():
        answer = input(f"Delete everything in {home}? [y/N] ")
        if answer.strip().lower() not in {"y", "yes"}:
            print("Nothing was touched.")
            return 1
    try:
        reset(home)
    except (HomeError, PostgresError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{home} is empty.")
    if os.environ.get("DATABASE_URL"):
        print("The database that DATABASE_URL names is not ours to empty; it was left as it is.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
