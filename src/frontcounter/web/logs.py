"""Log lines as JSON, one a line, without personal data and without secrets.

An exception is told by its class and its places in the code: its message may quote a person's
answers. Texts are scrubbed of e-mail addresses, long numbers, query strings and path secrets.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

# The path segment after one of these opens something: /{force}/en/r/<token>.
SECRET_SEGMENTS = ("r", "resume", "confirm", "link", "key", "code", "token", "reset", "unsubscribe")

_SECRET_PATH = re.compile(rf"(/(?:{'|'.join(SECRET_SEGMENTS)})/)[^/\s?#\"'<>]+")
_TOKEN = re.compile(r"(?<=/)(?=[^/\s]*\d)[A-Za-z0-9_~.=-]{20,}(?=[/\s?#\"']|\Z)")
_QUERY = re.compile(r"(?<=[\w/…])\?[^\s\"'<>]+=[^\s\"'<>]*")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+\.[\w.-]+")
_NUMBER = re.compile(r"(?<![\w.-])\+?\d(?:[ ().-]{0,2}\d){6,}(?![\w-])")

# What a call may add by `extra=`: codes and counts only.
EXTRAS = (
    "event", "force", "room", "view", "method", "path", "status", "ms", "statements", "job",
    "task", "attempt", "request_id", "report_id", "count", "code",
)  # fmt: skip


def redact_path(path: str) -> str:
    """Return a path without its query and without segments that open something."""
    return _TOKEN.sub("…", _SECRET_PATH.sub(r"\1…", path.partition("?")[0]))


def scrub(text: str) -> str:
    """Return a text without what may be personal or secret."""
    text = _TOKEN.sub("…", _SECRET_PATH.sub(r"\1…", text))
    text = _QUERY.sub("?…", text)
    return _NUMBER.sub("[number]", _MAIL.sub("[e-mail]", text))


def _places(trace: TracebackType | None) -> list[str]:
    """Return "file:line function" of each frame, outermost first."""
    return [
        f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


class JsonFormatter(logging.Formatter):
    """Formats a record as one JSON object: at, level, logger, message, extras, error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        for name in EXTRAS:
            value = record.__dict__.get(name)
            if value is not None:
                line[name] = self._value(name, value)
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["where"] = _places(trace)
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def _value(name: str, value: object) -> object:
        if isinstance(value, (bool, int, float)):
            return value
        return redact_path(str(value)) if name == "path" else scrub(str(value))
