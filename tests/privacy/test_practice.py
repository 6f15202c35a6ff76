"""A companion force to practise in: the same forms, nothing real, nothing leaves it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from after_help import run_jobs, send, take
from staff_help import new_client, signed_in, text_of

from force_help import TestForce, make_force
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import force_id_of
from frontcounter.messages.models import Message
from frontcounter.ops.practice import NoPractice, make_practice
from frontcounter.reports.models import Event, Report
from frontcounter.transfer.models import Transfer

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def companion(force: TestForce) -> TestForce:
    slug, _reports = make_practice(force.slug, at=AT)
    with scope(Role.WORKER, None):
        found = force_id_of(slug)
    assert found is not None
    return TestForce(found, slug)


def states(force: TestForce) -> list[str]:
    with force.scope():
        return sorted(Report.objects.values_list("state", flat=True))


def test_it_is_made_and_brought_back_to_how_it_began() -> None:
    force = make_force("soar-valley")
    real = send(force)
    force.person("reviewer", name="Rae Hill")
    there = companion(force)
    began = states(there)
    assert len(began) >= 3
    with there.scope():
        assert not Report.objects.filter(id=real.id).exists()
        assert not Report.objects.filter(file_number__startswith="SV-").exists()
    send(there)
    assert len(states(there)) == len(began) + 1
    again = companion(force)
    assert again.id == there.id
    assert states(again) == began
    with force.scope():
        assert Report.objects.count() == 1  # the real force is as it was


def test_nothing_leaves_it() -> None:
    force = make_force("soar-valley")
    there = companion(force)
    sent = send(there)
    person = there.person("reviewer")
    take(there, person, sent, "claim", "record")
    run_jobs(there)
    with there.scope():
        mine = Message.objects.filter(report_id=sent.id)
        assert set(mine.values_list("status", "last_error")) == {("not_sent", "practice")}
        assert not Transfer.objects.exists()
        assert Report.objects.get(id=sent.id).file_number.startswith("P-2026-")
        assert Event.objects.filter(report_id=sent.id, code="number").exists()


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Nothing here is real"), ("fr", "Rien ici n’est réel")]
)
def test_every_page_says_so(lang: str, words: str) -> None:
    force = make_force("red-river")
    person = force.person("reviewer")
    there = companion(force)
    assert words in text_of(new_client().get(f"/{there.slug}/{lang}/"))
    if lang == "en":
        page = text_of(signed_in(person).get(f"/staff/{there.slug}/review"))  # the same people
        assert words in page
    assert words not in text_of(new_client().get(f"/{force.slug}/{lang}/"))


def test_only_a_practice_area_is_ever_emptied(monkeypatch: Any) -> None:
    from frontcounter.ops import practice

    force = make_force("red-river")
    send(force)
    with pytest.raises(NoPractice):
        practice._empty(force.id, force.slug)
    there = companion(force)
    with pytest.raises(NoPractice):
        make_practice(there.slug, at=AT)
    with pytest.raises(NoPractice):
        make_practice("nobody", at=AT)
    with force.scope():
        assert Report.objects.count() == 1
