"""A child of `frontcounter demo`: migrate, load the demo, and hand back the staff sign-ins.

The sign-ins go as JSON to the file descriptor that the one argument names, so that no secret is
written to disk.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> int:
    """Prepare the database that DATABASE_URL names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontcounter.ops.settings")
    import django

    django.setup()
    from datetime import UTC, datetime

    from frontcounter.ops.demo.load import load_demo, open_practice_area
    from frontcounter.ops.migrate import migrate_all

    migrate_all()
    sign_ins = load_demo(tell=print)
    open_practice_area(datetime.now(UTC))
    with os.fdopen(int(sys.argv[1]), "w") as result:
        json.dump(list(sign_ins), result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
