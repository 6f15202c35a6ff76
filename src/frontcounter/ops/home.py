"""The data folder: whose it is, and who runs from it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontcounter.ops.files import make_folder

MARK = ".frontcounter"


class HomeError(RuntimeError):
    """The data folder cannot be used for this; the message says why."""


def home_folder() -> Path:
    """FRONTCOUNTER_HOME, else ./var."""
    return Path(os.environ.get("FRONTCOUNTER_HOME") or "var").resolve()


@contextmanager
def running_from(home: Path) -> Iterator[None]:
    """Make the folder ours, and be the only one that runs from it."""
    # The database may run as another account: as root it has to get through to its own folder.
    make_folder(home, 0o700 if os.geteuid() else 0o711)
    with (home / MARK).open("a+") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            mark.seek(0)
            raise HomeError(
                f"FrontCounter runs from {home} already (process {mark.read()})."
            ) from None
        mark.truncate(0)
        mark.write(str(os.getpid()))
        mark.flush()
        yield


def runner(home: Path) -> int | None:
    """The process that runs from this folder, if one does."""
    try:
        with (home / MARK).open("r+") as mark:
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(mark.read())
    except FileNotFoundError:
        return None
    return None
