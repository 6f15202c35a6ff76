"""`frontcounter force api-key …`: keys with which other programs send call cards."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from frontcounter.api import keys
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import force_id_of

NOT_AS_ASKED = 2


def api_key(chosen: Namespace) -> int:
    """Make a key and show it once, list the keys, or end one by its name."""
    with scope(Role.WORKER, None):
        found = force_id_of(chosen.force)
    if found is None:
        print(f"There is no force “{chosen.force}”.")
        return NOT_AS_ASKED
    if chosen.what != "list" and not chosen.name:
        print("Name the key: after the program that has it.")
        return NOT_AS_ASKED
    now = datetime.now(UTC)
    with scope(Role.WORKER, found):
        if chosen.what == "new":
            print(keys.new_key(chosen.name, at=now))
            print("This is shown once. Only its hash is kept.")
        elif chosen.what == "end":
            print(f"{keys.end_key(chosen.name, at=now)} keys of this name were ended.")
        else:
            for key in keys.all_keys():
                state = "ended" if key.ended_at else "in use" if key.last_used_at else "not used"
                print(f"{key.created_at:%Y-%m-%d}  {state:8}  {key.name}")
    return 0
