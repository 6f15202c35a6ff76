"""`frontcounter audit verify`: is the record whole?"""

from __future__ import annotations

from frontcounter.audit.chain import verify
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import all_forces


def verify_forces(slug: str = "") -> int:
    """Print a verdict per force; exit code 1 when a chain is broken, 2 for an unknown slug."""
    with scope(Role.WORKER, None):
        forces = [(force_id, name) for force_id, name in all_forces() if slug in ("", name)]
    if not forces:
        print(f"There is no force “{slug}”." if slug else "There is no force yet.")
        return 2
    broken = False
    for force_id, name in forces:
        with scope(Role.WORKER, force_id):
            verdict = verify()
        broken = broken or not verdict.sound
        word = "sound" if verdict.sound else "BROKEN"
        print(
            f"{name}: {word}; {verdict.linked} linked, {verdict.unlinked} waiting to be linked;"
            f" head {verdict.head[:16]}"
        )
        for fault in verdict.faults:
            print(f"  {fault}")
    return 1 if broken else 0
