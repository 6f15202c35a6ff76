"""Reports are sent and staff sign in as everywhere else in the tests."""

from __future__ import annotations

import sys
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS / "after"), str(_TESTS / "casework")]
