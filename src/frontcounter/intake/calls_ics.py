"""A booked time as a file for a calendar (RFC 5545): a neutral title, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse

from frontcounter.tasks.slots import Booked


def calendar_file(booked: Booked, title: str, where: str, at: datetime) -> HttpResponse:
    """One event; who opens the calendar sees an appointment and not with whom."""
    end = booked.at + timedelta(minutes=booked.minutes)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//FrontCounter//EN",
        "BEGIN:VEVENT",
        f"UID:{_stamp(booked.at)}-{_stamp(at)}@appointment.invalid",
        f"DTSTAMP:{_stamp(at)}",
        f"DTSTART:{_stamp(booked.at)}",
        f"DTEND:{_stamp(end)}",
        f"SUMMARY:{_escaped(title)}",
        *([f"LOCATION:{_escaped(where)}"] if where else []),
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    response = HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/calendar")
    response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")
