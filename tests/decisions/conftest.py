"""Reports are sent and staff sign in as everywhere else in the tests."""

from __future__ import annotations

import sys
from pathlib import Path

# The makers of reports live beside the tests of what follows a report.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "after"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "casework"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "asking"))
