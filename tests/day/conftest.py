"""Reports are sent and staff sign in as everywhere else in the tests."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("after", "casework", "intake", "asking"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))
