"""A child of `frontcounter demo`: migrate, load the demo, and hand back the staff sign-ins.

The sign-ins go as JSON to the file descriptor that the one argument names, so that no secret is
written to disk.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Mapping


def main() -> int:
    """Prepare the database that DATABASE_URL names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontcounter.ops.settings")
    import django

    django.setup()
    from frontcounter.ops.demo.load import load_demo
    from frontcounter.ops.migrate import migrate_all

    migrate_all()
    rows = [_row(sign_in) for sign_in in load_demo()]
    with os.fdopen(int(sys.argv[1]), "w") as result:
        json.dump(rows, result)
    return 0


def _row(sign_in: object) -> dict[str, str]:
    if dataclasses.is_dataclass(sign_in) and not isinstance(sign_in, type):
        sign_in = dataclasses.asdict(sign_in)
    assert isinstance(sign_in, Mapping)
    return {str(name): str(value) for name, value in sign_in.items()}


if __name__ == "__main__":
    sys.exit(main())
