"""`frontcounter messages bounce`: mail that came back, piped in by the mail server."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from frontcounter.base.jobs import worker_scope
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.messages.bounces import note_bounce, read_bounce

DONE, DATA_ERROR = 0, 65  # of sysexits.h: the mail server need not send it again


def take_bounce(raw: bytes) -> int:
    """Mark the message that came back, whichever force sent it; the exit code."""
    found = read_bounce(raw)
    if found is None:
        print("This is no notification about a message of ours.", file=sys.stderr)
        return DATA_ERROR
    with scope(Role.WORKER, None):
        forces = all_forces()
    for force_id, _slug in forces:
        with worker_scope(force_id):
            if note_bounce(found, at=datetime.now(UTC)):
                return DONE
    print("No message has this id.", file=sys.stderr)
    return DATA_ERROR
