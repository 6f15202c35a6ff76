"""Why something is not done to a report: a code, worded in the texts of the staff site."""

from __future__ import annotations


class Refused(Exception):
    """The arrow may not be taken now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
