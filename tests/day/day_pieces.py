"""Forty pieces of work: twenty-one reports, ten calls that were diverted, nine requests."""

from __future__ import annotations

from day_help import Day

from force_help import make_force
from frontcounter.tasks import cards, requests
from frontcounter.tasks.cards import Card
from frontcounter.tasks.requests import Wanted

PLAIN, CARDS, REQUESTS = 10, 10, 9
NIGHT_DESKS = {  # three desks that are there at night
    "minutes": 5,
    "desks": [
        {"unit": unit, "hours": "always", "email": f"{unit}@red-river.example"}
        for unit in ("data_centre", "call_back_unit", "control_room")
    ],
}
PEOPLE = {
    "Maya": ("reviewer", "data_centre"),
    "Noor": ("reviewer", "data_centre"),
    "Tom": ("call_back", "call_back_unit"),
    "Dana": ("officer", "central_patrol"),
    "Kim": ("records", "data_centre"),
    "Priya": ("supervisor", "data_centre"),
    "Sam": ("call_taker", "data_centre"),
    "Rex": ("reviewer", "control_room"),
}


def two_forces():
    """Ours, which is closed on Monday the 23rd, and a neighbour who takes over from us only."""
    calendar = {
        "country": "CA",
        "subdivision": "MB",
        "categories": ["public"],
        "extra_days": ["2026-11-23"],
        "open": {day: ["08:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    }
    ours = make_force("red-river", types=("theft_bicycle",), alarm=NIGHT_DESKS, calendar=calendar)
    return ours, make_force("north-prairie", takes_over_from=[ours.slug])


def people_of(ours, neighbour):
    people = {
        name: ours.person(role, name=name, unit=unit) for name, (role, unit) in PEOPLE.items()
    }
    people["Dale"] = neighbour.person("reviewer", name="Dale", unit="data_centre")
    return people


def something_lay_since_monday(day: Day) -> None:
    """Nobody came to it in three business days."""
    day.at("10:00", day=16)
    span = {"happened.from_day": "14", "happened.to_day": "15"}
    day.arrive("late", **span)


def somebody_is_in_danger_at_night(day: Day) -> None:
    day.at("02:10")
    day.arrive("urgent", story="He has a knife and says he will kill me tonight.")


def the_rest_arrives(day: Day) -> None:
    """In the morning, before the desks open."""
    day.at("07:30")
    for n in range(1, PLAIN + 1):
        day.arrive(f"plain{n}", **{"bicycle.0.serial": f"PL-{n}00"})
    twin = {"bicycle.0.serial": "TWIN-1", "contact.phone": "204-555-0199"}
    day.arrive("twin", **twin)
    day.at("07:35")
    day.arrive("twin_again", **twin, **{"contact.email": "twin@example.org"})
    for name in ("elsewhere", "asked", "called", "booked", "followed", "shared", "refused"):
        day.arrive(name, **{"bicycle.0.serial": f"{name}-1".upper()})
    for n in range(1, CARDS + 1):
        call_is_diverted(day, n)
    for n in range(1, REQUESTS + 1):
        officer_asks(day, n)


def call_is_diverted(day: Day, n: int) -> None:
    card = Card(
        name=f"Caller {n}", phone="204-555-0123", safe=("ring",), language="en",
        what="Wants to tell of a stolen bicycle.", danger="no",
    )  # fmt: skip
    with day.acting("Sam") as sam:
        made = cards.make_card(card, sam, at=day.now)
    day.pieces[f"card{n}"] = made.number


def officer_asks(day: Day, n: int) -> None:
    wanted = Wanted(sort="new_file", what=f"Open file {n}", urgent=n == 1)
    settings = day.force.settings()
    with day.acting("Dana") as dana:
        day.pieces[f"request{n}"] = requests.ask(wanted, dana, settings, at=day.now)
