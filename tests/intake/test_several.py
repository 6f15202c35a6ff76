"""A shop reports several offences with a spreadsheet: every row shown, one report each, once."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from intake_walker import Walker
from test_cost_and_seal import _Log

from force_help import TestForce, make_force

SHARED = {
    "safe": {"now": "no", "hurt": "no"},
    "where": {"place.line1": "12 Example Street", "place.town": "Red River"},
    "you": {
        "business.name": "The Corner Store",
        "name.given": "Marie",
        "name.family": "Tremblay",
        "contact.by": "phone",
        "contact.phone": "204-555-0147",
    },
}
HEAD = (
    "ref,happened.from,happened.from_time,things.category,things.description,things.value,"
    "story,hurt"
)
GOOD = "A-1,2026-11-02,14:30,alcohol,2 bottles of gin,58.00,Walked out with them,"
BAD = "A-2,2026-11-03,25:99,whisky,1 bottle,forty,,"
HURT = "A-3,2026-11-04,,food,Bread,4,Pushed our cashier,yes"


@pytest.fixture
def shops() -> TestForce:
    return make_force("red-river", types=("theft_shop", "theft_bicycle"))


def sheet(*rows: str) -> SimpleUploadedFile:
    content = "\r\n".join([HEAD, *rows]).encode("utf-8-sig")
    return SimpleUploadedFile("november.csv", content, "text/csv")


def begun(force: TestForce, lang: str = "en", **you: Any) -> Walker:
    """A shop that has answered what all offences share, and stands before the spreadsheet."""
    person = Walker(force.slug, lang)
    person.get("report/theft_shop/several")
    person.press(_go="several")
    answers = {**SHARED, "you": {**SHARED["you"], **you}}
    for _ in range(8):
        if person.step == "confirm-email":
            person.press(_go="skip")
        if person.step not in answers:
            break
        person.press(answers[person.step])
    assert person.step == "spreadsheet", (person.step, person.page.html[:3000])
    return person


def reports(force: TestForce) -> list[Any]:
    from frontcounter.reports.models import Report

    with force.scope():
        return list(Report.objects.order_by("submitted_at", "tracking_number"))


def test_the_way_is_shown_where_it_is_offered_and_nowhere_else(shops: TestForce) -> None:
    person = Walker(shops.slug)
    assert f"{person.home}report/theft_shop/several" in person.get("report/theft_shop/").links
    assert "several" not in person.get("report/theft_bicycle/").html
    person.get("report/theft_bicycle/several")
    assert person.status == 404


def test_a_shop_sends_two_rows_and_gets_two_numbers(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD, GOOD.replace("A-1", "A-2").replace("gin", "rum")))
    assert person.step == "rows"
    assert "2 bottles of gin" in person.page.html
    assert "Row 2 · A-1" in person.page.html
    person.press(_go="next")
    assert person.step == "check-rows"
    assert "The Corner Store" in person.page.html
    person.press()
    assert person.step == "sent-rows"
    made = reports(shops)
    assert len(made) == 2
    for report in made:
        assert report.tracking_number in person.page.html
        assert report.answers["business"]["name"] == "The Corner Store"
        assert report.type == "theft_shop"
    told = {report.answers["things"][0]["description"] for report in made}
    assert told == {"2 bottles of gin", "2 bottles of rum"}


def test_the_numbers_and_codes_can_be_saved_and_open_each_report(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD.replace("A-1", "=A1")))
    person.press(_go="next")
    person.press()
    response = person.client.get(f"{person.home}report/theft_shop/sent-rows.csv")
    head, line = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert head[2:] == ["Tracking number", "Access code"]
    assert line[:2] == ["2", "'=A1"]  # never a formula
    assert response["Cache-Control"] == "no-store"
    person.get("status")
    person.press({"number": line[2], "access": line[3]})
    assert person.step == "report"
    assert line[2] in person.page.html


def test_a_bad_row_is_named_and_can_be_left_out(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD, BAD, HURT))
    html = person.page.html
    assert "You wrote: 25:99" in html
    assert "Write one of these: Alcohol" in html
    assert "204-555-0141" in html  # somebody was hurt: this one is told by phone
    person.press(_go="next")
    assert person.status == 422
    assert "Row 3 needs a change" in person.page.html
    assert "Row 4 needs a call" in person.page.html
    person.get("report/theft_shop/check-rows")
    assert person.step == "rows"
    person.press(_leave="3")
    person.press(_leave="4")
    person.press(_go="next")
    assert person.step == "check-rows"
    assert "2 rows are left out" in person.page.html
    person.press()
    assert len(reports(shops)) == 1


def test_a_row_left_out_comes_back_and_none_left_sends_nothing(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD))
    person.press(_leave="2")
    person.press(_go="next")
    assert person.status == 422
    person.press(_take="2")
    person.press(_go="next")
    assert person.step == "check-rows"


def test_a_changed_spreadsheet_takes_the_place_of_the_first(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD, BAD))
    person.get("report/theft_shop/spreadsheet")
    assert "november.csv" in person.page.html
    person.press(sheet=sheet(GOOD, GOOD.replace("A-1", "A-2")))
    person.press(_go="next")
    assert person.step == "check-rows"


def test_sending_again_makes_no_second_reports(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD, GOOD.replace("gin", "rum")))
    person.press(_go="next")
    form = person.form()
    for _ in range(3):
        person.client.post(form["action"], form["fields"])
    assert len(reports(shops)) == 2


def test_an_odd_file_says_what_to_do_and_loses_nothing(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD))
    person.get("report/theft_shop/spreadsheet")
    for content, words in ((b"PK\x03\x04...", "save it as CSV"), (b"a,b\n1,2\n", "our columns")):
        person.press(sheet=SimpleUploadedFile("x.xlsx", content))
        assert person.status == 422
        assert words in person.page.html
    person.press()
    assert "Choose your spreadsheet first" in person.page.html
    assert "2 bottles of gin" in person.get("report/theft_shop/rows").html


def test_what_was_typed_stays_when_only_one_is_reported_after_all(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD))
    person.get("report/theft_shop/several")
    person.press(_go="one")
    assert person.step == "when"
    person.get("report/theft_shop/several")
    person.press(_go="several")
    assert person.step == "spreadsheet"
    assert "2 bottles of gin" in person.get("report/theft_shop/rows").html


def test_words_of_danger_in_a_row_show_the_emergency_number(shops: TestForce) -> None:
    person = begun(shops)
    person.press(sheet=sheet(GOOD.replace("Walked out with them", "He is outside with a knife")))
    assert "Call 911" in person.page.html


def test_one_message_tells_of_all_with_numbers_and_no_codes(shops: TestForce) -> None:
    from frontcounter.messages.models import Message
    from frontcounter.messages.services import unsealed

    person = Walker(shops.slug)
    person.get("report/theft_shop/several")
    person.press(_go="several")
    you = {**SHARED["you"], "contact.by": "email", "contact.email": "shop@example.com"}
    for name in ("safe", "where"):
        person.press(SHARED[name])
    person.press(you)
    assert person.step == "confirm-email"
    with shops.scope():
        box = Message.objects.get(event="confirm_code")
        code = unsealed(box.id, box.sealed_values)["code"]
    person.press({"code": code})
    person.press(sheet=sheet(GOOD, GOOD.replace("gin", "rum")))
    person.press(_go="next")
    person.press()
    with shops.scope():
        sent = Message.objects.get(event="receipt_several")
        values = unsealed(sent.id, sent.sealed_values)
        others = set(Message.objects.filter(event="receipt").values_list("last_error", flat=True))
    assert others == {"told_together"}
    assert [line.partition(" – ")[0] for line in values["numbers"]] == sorted(
        (report.tracking_number for report in reports(shops)),
        key=[line.partition(" – ")[0] for line in values["numbers"]].index,
    )


def test_it_works_in_french(shops: TestForce) -> None:
    person = begun(shops, "fr")
    person.press(sheet=sheet(GOOD.replace("alcohol", "Alcool")))
    assert "Ligne 2" in person.page.html
    person.press(_go="next")
    person.press()
    assert person.step == "sent-rows"
    assert reports(shops)[0].language == "fr"


def test_a_row_costs_a_known_number_of_statements(shops: TestForce) -> None:
    counts = []
    for rows in (2, 12):
        person = begun(shops)
        lines = [GOOD.replace("gin", f"gin {n}") for n in range(rows)]
        person.press(sheet=sheet(*lines))
        person.press(_go="next")
        log = _Log()
        with connection.execute_wrapper(log):
            form = person.form()
            person.client.post(form["action"], form["fields"])
        counts.append(len(log.take()))
    assert (counts[1] - counts[0]) / 10 <= 10, counts


def every_page(force: TestForce, lang: str) -> dict[str, str]:
    """Each page of the way, with every kind of row."""
    person = Walker(force.slug, lang)
    pages = {"about": person.get("report/theft_shop/several").html}
    person = begun(force, lang)
    pages["spreadsheet"] = person.page.html
    person.press(sheet=sheet(GOOD, BAD, HURT, GOOD))
    pages["rows"] = person.page.html
    pages["refused"] = person.press(_go="next").html
    person.press(_leave="all")
    pages["left"] = person.page.html
    pages["check"] = person.press(_go="next").html
    pages["sent"] = person.press().html
    return pages


def test_every_page_is_for_everybody_and_fits_a_small_screen(shops: TestForce) -> None:
    from axe_help import violations

    pages = {
        f"{name}_{lang}": html
        for lang in ("en", "fr")
        for name, html in every_page(shops, lang).items()
    }
    assert violations(pages) == {}
