"""Tracking numbers (random, shown at once) and file numbers (counted, permanent)."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import connection

from frontcounter.base.ids import check_character, plain_code, tidy_code, uuid7
from frontcounter.base.scope import current_force_id
from frontcounter.forces.published import ForceSettings

TRACKING_LENGTH = 7
ACCESS_CODE_LENGTH = 16  # 78 bits with this alphabet: nobody guesses it
_NUMBER = re.compile(r"\{n:0(\d+)d\}")


def new_tracking_number() -> str:
    """E.g. `T-7K3M-29QX`: no meaning, the last character checks the others. Not a secret."""
    body = plain_code(TRACKING_LENGTH)
    whole = body + check_character(body)
    return f"T-{whole[:4]}-{whole[4:]}"


def tidy_tracking_number(typed: str) -> str | None:
    """The number as we write it, or None where it cannot be one (a slip of the hand)."""
    text = tidy_code(typed)
    text = text[1:] if len(text) == TRACKING_LENGTH + 2 and text.startswith("T") else text
    if len(text) != TRACKING_LENGTH + 1:
        return None
    try:
        if check_character(text[:-1]) != text[-1]:
            return None
    except ValueError:
        return None
    return f"T-{text[:4]}-{text[4:]}"


def new_access_code() -> str:
    """Sixteen characters in groups of four."""
    code = plain_code(ACCESS_CODE_LENGTH)
    return "-".join(code[place : place + 4] for place in range(0, ACCESS_CODE_LENGTH, 4))


def next_file_number(settings: ForceSettings, at: datetime) -> str:
    """The next number of the force's series. Call it last in the transaction: it locks the row.

    `format` is force data, e.g. `RR{yy}-{n:06d}`; a series starts anew where it names the year.
    """
    pattern = str(settings.document["numbering"]["file"]["format"])
    local = at.astimezone(settings.zone)
    pattern = pattern.replace("{yyyy}", f"{local:%Y}").replace("{yy}", f"{local:%y}")
    number = _next_in_series(pattern)
    return _NUMBER.sub(lambda found: f"{number:0{found[1]}d}", pattern)


def _next_in_series(series: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into reports_counter (id, force_id, series, value) values (%s, %s, %s, 1) "
            "on conflict (force_id, series) do update set value = reports_counter.value + 1 "
            "returning value",
            [uuid7(), current_force_id(), series],
        )
        row = cursor.fetchone()
    return int(row[0])
