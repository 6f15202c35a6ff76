"""The second step's codes are made as in the tests of the staff site."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "casework"))
