"""How the demo's reporters come back to their reports: a file that only this account may read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from frontcounter.ops.files import write_private

if TYPE_CHECKING:
    from frontcounter.reports.making import Receipt

FILE = "demo-reports.json"


@dataclass(frozen=True)
class WayBack:
    """How an invented person opens their report again: `shown` says what is to be seen there."""

    slug: str
    number: str
    code: str
    shown: str


class WaysBack:
    """The invented people's numbers and codes. Codes of real reports are kept nowhere."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    def read(self) -> list[WayBack]:
        """What earlier loads wrote; nothing where there was none."""
        if not self._path.exists():
            return []
        return [WayBack(**told) for told in json.loads(self._path.read_text(encoding="utf-8"))]

    def add(self, slug: str, receipts: Mapping[str, Receipt]) -> None:
        """Those of one force, in the place of what was known of it."""
        kept = [way for way in self.read() if way.slug != slug]
        kept += [
            WayBack(slug, receipt.tracking_number, receipt.access_code, shown)
            for shown, receipt in receipts.items()
        ]
        told = [asdict(way) for way in kept]
        write_private(self._path, json.dumps(told, ensure_ascii=False, indent=1))
