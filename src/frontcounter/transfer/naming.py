"""What a delivery is called: the destination's name, and which of a report's files it is for."""

from __future__ import annotations


def further_name(destination: str, place: int) -> str:
    """How the delivery of a report's second, third … file is told apart: "records/2"."""
    return f"{destination}/{place}"


def place_of(destination: str) -> tuple[str, int]:
    """The destination's own name, and which of the report's files is delivered to it."""
    name, _, place = destination.partition("/")
    return name, int(place or 1)
