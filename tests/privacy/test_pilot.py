"""A force tries the service: some are let in, the others find another way, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from after_help import send
from staff_help import new_client, text_of

from force_help import TestForce, make_force
from frontcounter.forces.piloting import day_began, pilot_of
from frontcounter.reports.keeping import sent_since

TYPE = "theft_bicycle"
SHARE = "We are trying out online reports, and not everybody"
FULL = "as many online reports today"
TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


def a_pilot(**told: Any) -> TestForce:
    return make_force("red-river", pilot={"until": TOMORROW, **told})


def begin(force: TestForce, client: Any = None) -> str:
    client = client or new_client()
    return text_of(client.get(f"/{force.slug}/en/report/{TYPE}/"))


@pytest.mark.parametrize(("drawn", "let_in"), [(249, True), (250, False)])
def test_a_share_is_let_in_and_it_stays_so(
    monkeypatch: pytest.MonkeyPatch, drawn: int, let_in: bool
) -> None:
    from frontcounter.intake import pilot

    force = a_pilot(share=0.25)
    client = new_client()
    monkeypatch.setattr(pilot.secrets, "randbelow", lambda _most: drawn)
    assert (SHARE not in begin(force, client)) is let_in
    assert client.cookies["fc_pilot"].value == ("in" if let_in else "out")
    assert client.cookies["fc_pilot"]["max-age"] == 86_400
    monkeypatch.setattr(pilot.secrets, "randbelow", lambda _most: 999 - drawn)
    assert (SHARE not in begin(force, client)) is let_in


def test_the_others_find_the_telephone_the_counter_and_a_call() -> None:
    force = a_pilot(share=0.000_1)
    page = begin(force)
    assert SHARE in page
    for told in ("204-555-0141", "204-555-0140", f"/en/report/{TYPE}/call-me"):
        assert told in page
    assert new_client().get(f"/{force.slug}/en/report/{TYPE}/call-me").status_code == 200


def test_the_cap_counts_the_force_s_own_day() -> None:
    force = a_pilot(daily_cap=2)
    settings = force.settings()
    at = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)  # still the 20th in Winnipeg
    assert day_began(settings, at).isoformat() == "2026-11-20T00:00:00-06:00"
    send(force)
    send(force)
    with force.scope("public"):
        assert sent_since(day_began(settings, datetime(2026, 11, 20, 18, tzinfo=UTC)), 5) == 2
        assert sent_since(day_began(settings, datetime(2026, 11, 21, 18, tzinfo=UTC)), 5) == 0


def test_over_the_cap_nobody_new_begins_and_who_began_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from frontcounter.intake import pilot

    force = a_pilot(daily_cap=2)
    client = new_client()
    assert FULL not in begin(force, client)
    monkeypatch.setattr(pilot, "sent_since", lambda _moment, _most: 2)
    assert FULL in begin(force)
    answer = client.post(
        f"/{force.slug}/en/report/{TYPE}/", {"now": "no", "hurt": "no", "for_whom": "me"}
    )
    assert answer.status_code in (200, 303)
    assert FULL not in text_of(answer)


def test_a_pilot_ends_by_itself_and_spares_the_kiosk() -> None:
    over = make_force("red-river", pilot={"share": 0.000_1, "until": "2026-01-01"})
    assert SHARE not in begin(over)
    force = a_pilot(share=0.000_1)
    client = new_client()
    client.cookies["fc_kiosk"] = "on"
    assert SHARE not in begin(force, client)


def test_a_place_outside_its_areas() -> None:
    told = pilot_of(a_pilot(areas=["downtown"]).settings())
    assert told is not None
    assert told.takes("downtown")
    assert told.takes("")  # not known: a person decides
    assert not told.takes("elsewhere")


def test_the_list_of_forces_hides_practice_areas() -> None:
    from frontcounter.ops.practice import make_practice

    force = make_force("red-river")
    make_practice(force.slug, at=datetime.now(UTC))
    page = text_of(new_client().get("/"))
    assert f'href="/{force.slug}/en/"' in page
    assert f"/{force.slug}-practice/" not in page


@pytest.mark.parametrize(
    ("place", "away"),
    [
        ({"area": "inside", "district": "other"}, True),
        ({"area": "inside", "district": "downtown"}, False),
        ({"area": "unsure"}, False),
    ],
)
def test_who_names_a_place_outside_is_sent_on_with_what_they_typed(
    place: dict[str, str], away: bool
) -> None:
    from django.test import RequestFactory

    from frontcounter.intake.drafting import begin_draft
    from frontcounter.intake.pilot import ELSEWHERE, away_from
    from frontcounter.intake.visit import Visit
    from frontcounter.web.texts import Translator

    force = a_pilot(areas=["downtown"])
    form, settings = force.form(TYPE), force.settings()
    where = next(
        page
        for page in form.all_pages
        if any(one.KIND == "place" and one.role == "incident" for one in page.questions)
    )
    question = next(one for one in where.questions if one.KIND == "place")
    request = RequestFactory().get("/")
    visit = Visit(request, settings, "en", datetime.now(UTC), Translator("en", {}))
    with force.scope("public"):
        draft = begin_draft(visit, form, where.id)
        draft.answers[question.id] = {"describe": "By the river", **place}
        target = away_from(visit, form, draft, where)
    assert target == (f"report/{TYPE}/{ELSEWHERE}" if away else "")


def test_the_page_is_for_everybody() -> None:
    """Axe at 320 pixels, in both languages."""
    from axe_help import violations

    force = a_pilot(share=0.000_1)
    pages = {
        lang: text_of(new_client().get(f"/{force.slug}/{lang}/report/{TYPE}/"))
        for lang in ("en", "fr")
    }
    assert "à l’essai" in pages["fr"]
    assert violations(pages) == {}
