"""Three report types go the whole way; stops have a door. The whole catalogue: tests/every/."""

from __future__ import annotations

import re
from functools import cache

import pytest
from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce, make_force

YOU = MIDNIGHT_BIKE["you"]
PLACES = {name: MIDNIGHT_BIKE[name] for name in ("when", "where", "seen", "story")}
THING = {
    "things.0.category": "phone",
    "things.0.make": "Fairphone",
    "things.0.no_serial": "yes",
}
ANSWERS = {
    "theft_bicycle": MIDNIGHT_BIKE,
    "theft_from_vehicle": {
        "safe": MIDNIGHT_BIKE["safe"],
        "online": {**MIDNIGHT_BIKE["online"], "special": ["none"]},
        "you": YOU,
        **PLACES,
        "vehicle": {"vehicle.plate": "abc 123", "vehicle.make": "Honda"},
        "things": THING,
    },
    "lost_property": {
        "online": {"stolen": "no", "special": ["none"]},
        "you": YOU,
        **PLACES,
        "things": THING,
    },
}
CASES = [
    (force, lang, kind)
    for force, langs in (("red-river", ("en", "fr")), ("soar-valley", ("en",)))
    for lang in langs
    for kind in ANSWERS
]


@cache
def _force(name: str) -> TestForce:
    return make_force(name)


@pytest.mark.parametrize(("force", "lang", "kind"), CASES)
def test_a_report_goes_the_whole_way(force: str, lang: str, kind: str) -> None:
    person = Walker(_force(force).slug, lang)
    person.walk(ANSWERS[kind], kind)
    assert person.step == "check-answers", (person.path, person.status, person.page.title)
    receipt = person.press()
    assert person.step == "sent"
    assert re.search(r'id="tracking-number">T-', receipt.html)
    copy = person.client.get(f"{person.home}report/{kind}/your-copy")
    assert copy["Content-Type"] == "application/pdf"
    assert copy.content.startswith(b"%PDF")


STOPS = [
    ("theft_bicycle", "safe", {"now": "yes", "hurt": "no"}, False),
    ("theft_bicycle", "safe", {"now": "no", "hurt": "yes"}, True),
    ("theft_bicycle", "online", {"for_whom": "not_asked"}, True),
    ("theft_bicycle", "online", {"suspect_known": "yes"}, True),
    ("theft_bicycle", "where", {"place.line1": "The inn", "place.town": "Plum Creek"}, True),
    ("theft_from_vehicle", "online", {"special": ["firearm"]}, True),
    ("theft_from_vehicle", "online", {"special": ["identity"]}, True),
]


@pytest.mark.parametrize(("force", "lang"), [("red-river", "en"), ("red-river", "fr")])
@pytest.mark.parametrize(("kind", "page", "told", "offers"), STOPS)
def test_no_stop_is_a_dead_end(
    force: str, lang: str, kind: str, page: str, told: dict[str, object], offers: bool
) -> None:
    person = Walker(_force(force).slug, lang)
    answers = ANSWERS[kind]
    before = {name: answers[name] for name in list(answers)[: list(answers).index(page)]}
    person.walk({**before, page: {**answers[page], **told}}, kind)
    assert person.step == "cannot-report"
    main = person.page.html.split("<main", 1)[1].split("</main", 1)[0]
    assert 'href="tel:' in main
    assert ("call-me" in main) == offers
    if offers:
        person.get(f"report/{kind}/call-me")
        person.press({"name": "Sam Öst", "phone": "204 555 0147"})
        assert person.step == "sent"


def test_a_call_request_carries_what_was_typed() -> None:
    from frontcounter.reports.models import Report

    force = make_force("red-river")
    person = Walker(force.slug)
    before = {name: told for name, told in MIDNIGHT_BIKE.items() if name != "you"}
    person.walk({**before, "where": {"place.describe": "behind the mill"}})
    person.press(MIDNIGHT_BIKE["you"], _go="call")
    assert 'value="Marie Tremblay-Öst"' in person.page.html
    person.press({"when": "after 5"})
    assert person.step == "sent"
    with force.scope():
        report = Report.objects.get()
    assert report.channel == "call_request"
    assert report.answers["place"]["describe"] == "behind the mill"
    assert report.contact["phone"] == "+12045550147"
    assert report.contact["when"] == "after 5"
