"""Reports are sent, and staff sign in, as in the tests of what follows a report."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("after", "casework"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))
