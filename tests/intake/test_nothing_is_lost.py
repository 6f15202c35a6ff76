"""What was typed is kept: errors, old pages, lost cookies, other devices, other languages."""

from __future__ import annotations

import re
from datetime import timedelta

from intake_walker import MIDNIGHT_BIKE, Walker

from force_help import TestForce

TYPE = "report/theft_bicycle/"


def _to(person: Walker, page: str) -> None:
    done = {}
    for name, answers in MIDNIGHT_BIKE.items():
        if name == page:
            break
        done[name] = answers
    person.walk(done)
    assert person.step == page


def test_a_mistake_keeps_what_was_typed_and_says_where_it_is(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "when")
    typed = {**MIDNIGHT_BIKE["when"], "happened.from_day": "41", "happened.from_time": "dawn <b>"}
    page = person.press(typed)
    assert person.status == 422
    assert page.title.startswith("Error: ")
    assert 'href="#happened-from_day"' in page.html
    assert 'id="happened-from_day"' in page.html
    assert 'value="dawn &lt;b&gt;"' in page.html
    assert "41" in person.get(TYPE + "when").html
    person.press(MIDNIGHT_BIKE["when"])
    assert person.step == "things"


def test_buttons_beside_continue_keep_the_page_as_it_is(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "you")
    person.press({"name.given": "Marie-Ève"}, _go="save")
    assert person.step == "save-and-return"
    assert "Marie-Ève" in person.get(TYPE + "you").html
    person.press({"contact.by": "phone", "contact.phone": "204-555-0147"}, _go="call")
    assert person.step == "call-me"
    assert "204-555-0147" in person.page.html
    assert "Marie-Ève" in person.get(TYPE + "you").html


def test_lines_are_added_and_removed_without_losing_a_word(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "things")
    person.press({**MIDNIGHT_BIKE["things"], "bicycle.add": "1"})
    assert "bicycle.1.make" in person.page.html
    person.press(
        {"bicycle.1.category": "bicycle", "bicycle.1.make": "Kona", "bicycle.0.remove": "1"}
    )
    assert "bicycle.1.make" not in person.page.html
    assert "Kona" in person.page.html
    assert "Norco" not in person.page.html


def test_a_lost_cookie_keeps_the_page_and_asks_the_rest_again(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "story")
    person.client.cookies.pop("fc_draft_theft_bicycle")
    page = person.press({"story": "It was there in the evening."})
    assert person.step == "safe"
    assert "could not find your earlier pages" in page.html
    for name in list(MIDNIGHT_BIKE)[: list(MIDNIGHT_BIKE).index("story")]:
        assert person.step == name
        person.press(MIDNIGHT_BIKE[name])
    assert person.step == "story"
    assert "It was there in the evening." in person.page.html


def test_a_page_that_lost_every_cookie_is_offered_again(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "story")
    form = person.form()
    person.client.cookies.clear()
    fields = {**form["fields"], "story": "Nothing of this may go."}
    person._arrive(person.client.post(form["action"], fields, HTTP_SEC_FETCH_SITE="same-origin"))
    assert person.status == 403
    assert "Nothing of this may go." in person.page.html
    person.press()
    assert person.step == "safe"


def test_an_old_page_still_submits(red_river: TestForce, monkeypatch) -> None:
    from frontcounter.intake import visit

    person = Walker(red_river.slug)
    _to(person, "you")

    class Later(visit.datetime):
        @classmethod
        def now(cls, tz=None):
            return visit.datetime.__mro__[1].now(tz) + timedelta(days=29)

    monkeypatch.setattr(visit, "datetime", Later)
    person.press(MIDNIGHT_BIKE["you"])
    assert person.step == "check-answers"


def test_a_draft_ends_after_thirty_days_and_says_so(red_river: TestForce, monkeypatch) -> None:
    from frontcounter.intake import visit

    person = Walker(red_river.slug)
    _to(person, "you")

    class Later(visit.datetime):
        @classmethod
        def now(cls, tz=None):
            return visit.datetime.__mro__[1].now(tz) + timedelta(days=31)

    monkeypatch.setattr(visit, "datetime", Later)
    page = person.get(TYPE + "you")
    assert person.status == 200
    assert "30 days" in page.html


def test_a_code_on_the_screen_opens_the_draft_elsewhere(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "where")
    person.get(TYPE + "save-and-return")
    page = person.press(number=1, _go="code")
    code = re.search(r'id="resume-code">([^<]+)<', page.html)
    assert code
    other = Walker(red_river.slug)
    other.get("resume")
    other.press({"code": code[1].lower().replace("-", " ")})
    assert other.step == "where"
    person.get(TYPE + "where")
    assert person.step == "theft_bicycle"  # it lives on the other device now


def test_a_link_by_email_opens_the_draft_once_and_only_by_its_button(red_river: TestForce) -> None:
    from frontcounter.messages.models import Message
    from frontcounter.messages.services import unsealed

    person = Walker(red_river.slug)
    _to(person, "when")
    person.get(TYPE + "save-and-return")
    person.press({"email": "sam@example.com"}, _go="link")
    assert person.status == 200
    with red_river.scope():
        row = Message.objects.get(event="resume_link")
        link = unsealed(row.id, bytes(row.sealed_values))["link"]
    path = "/" + link.split("/", 3)[3]
    other = Walker(red_river.slug)
    other.get(path)
    other.get(path)
    other.press()
    assert other.step == "when"
    third = Walker(red_river.slug)
    third.get(path)
    third.press()
    assert third.status == 410


def test_unknown_codes_are_met_kindly(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    person.get("resume")
    page = person.press({"code": "ABCD"})
    assert person.status == 422
    assert "found nothing with this code" in page.html


def test_the_other_language_keeps_page_and_answers(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "seen")
    french = next(link for link in person.page.links if "/fr/" in link)
    page = person.get(french)
    assert person.step == "seen"
    assert 'lang="fr"' in page.html
    assert "Norco" not in page.html
    things = person.get(french.replace("/seen", "/things"))
    assert "Norco" in things.html


def test_erasing_ends_the_draft(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "where")
    person.get(TYPE + "save-and-return")
    person.press(number=2, _go="erase")
    assert "erased" in person.page.html
    person.get(TYPE + "where")
    assert person.step == "theft_bicycle"


def test_the_email_code_confirms_and_can_be_left(red_river: TestForce) -> None:
    from frontcounter.messages.models import Message
    from frontcounter.messages.services import unsealed

    person = Walker(red_river.slug)
    _to(person, "you")
    you = {**MIDNIGHT_BIKE["you"], "contact.by": "email", "contact.email": "m@example.com"}
    person.press(you)
    assert person.step == "confirm-email"
    with red_river.scope():
        row = Message.objects.get(event="confirm_code")
        code = unsealed(row.id, bytes(row.sealed_values))["code"]
    assert code not in person.page.html
    for _ in range(3):
        person.press({"code": "999999" if code != "999999" else "999998"})
        assert person.status == 422
    person.press({"code": f"{code[:3]} {code[3:]}"})
    assert person.step == "check-answers"
    person.press()
    assert "to your email address" in person.page.html


def test_a_code_is_tried_five_times_and_no_more(red_river: TestForce) -> None:
    person = Walker(red_river.slug)
    _to(person, "you")
    person.press({**MIDNIGHT_BIKE["you"], "contact.by": "email", "contact.email": "m@example.com"})
    for _ in range(6):
        page = person.press({"code": "12"})
    assert "tried too often" in page.html
    person.press(_go="skip")
    assert person.step == "check-answers"
