"""Each kind: what it accepts, what it refuses in which words, what it says back."""

from __future__ import annotations

from typing import Any

import pytest
from engine_help import form_of, options, question, submit, text

from frontcounter.forms.engine import fields, identifiers, summary


def value(kind: str, names: dict[str, Any], **more: Any) -> Any:
    result = submit(form_of(question(kind, **more)), names)
    assert result.errors == ()
    return result.values["q"]


def errors(kind: str, names: dict[str, Any], *, lang: str = "en", **more: Any) -> dict[str, str]:
    result = submit(form_of(question(kind, **more)), names, lang=lang)
    assert result.errors == () or "q" not in result.values
    return {e.field_name: e.message for e in result.errors}


def shown(kind: str, answer: Any, lang: str = "en", **more: Any) -> list[str]:
    return summary(form_of(question(kind, **more)), {"q": answer}, lang)[0].rows[0].lines


def test_text_is_cleaned_and_not_cut() -> None:
    assert value("text", {"q": "  Zoe\u0308 \x00 Smith\t"}) == "Zoë Smith"
    assert value("text", {}) is None
    assert errors("text", {"q": "x" * 201}) == {"q": "Use 200 characters or fewer"}


def test_a_required_question_uses_the_documents_own_error() -> None:
    got = errors("text", {"q": " "}, required=True, error=text("Enter a colour"))
    assert got == {"q": "Enter a colour"}
    assert errors("text", {}, required=True, lang="fr") == {"q": "Entrez une réponse"}


def test_long_text_keeps_line_breaks() -> None:
    assert value("long_text", {"q": "one\r\ntwo"}) == "one\ntwo"
    assert shown("long_text", "one\ntwo") == ["one", "two"]


def test_choice_takes_only_codes_of_its_list() -> None:
    assert value("choice", {"q": "red"}) == "red"
    assert errors("choice", {"q": "green"}) == {"q": "Select an answer"}
    assert shown("choice", "blue", "fr") == ["Blue (fr)"]


def test_choices_come_back_in_list_order_and_none_stands_alone() -> None:
    assert value("choices", {"q": ["blue", "red"]}) == ["red", "blue"]
    assert "none" in errors("choices", {"q": ["red", "none"]})["q"]


def test_yes_no_speaks_both_languages() -> None:
    assert value("yes_no", {"q": "yes"}) == "yes"
    assert errors("yes_no", {"q": "not_sure"}) != {}
    assert value("yes_no_unsure", {"q": "not_sure"}) == "not_sure"
    assert shown("yes_no", "no", "fr") == ["Non"]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("300", 30000),
        ("$1,200.50", 120050),
        ("£1,200", 120000),
        ("1 200,50 $", 120050),
        ("1\u00a0200,5\u00a0$", 120050),
        ("1.200,50", 120050),
        ("12,345,678", 1234567800),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, minor: int) -> None:
    assert value("amount", {"q": typed}) == {"minor": minor, "currency": "CAD"}


@pytest.mark.parametrize("typed", ["abc", "1,2,3", "-5", "12.345.6", "9" * 30, "1e5", "٣"])
def test_what_is_no_amount_gets_a_clear_error(typed: str) -> None:
    assert errors("amount", {"q": typed})["q"].startswith("Enter an amount of money")


def test_money_is_shown_in_each_language() -> None:
    answer = {"minor": 120050, "currency": "CAD"}
    assert shown("amount", answer) == ["$1,200.50"]
    assert shown("amount", answer, "fr") == ["1\u00a0200,50\u00a0$"]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "mars", "MARCH"])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    assert value("date", {"q.day": "27", "q.month": month, "q.year": "26"}) == "2026-03-27"


@pytest.mark.parametrize(
    ("typed", "name", "message"),
    [
        (("", "3", "2026"), "q.day", "The date must include a day"),
        (("31", "2", "2026"), "q.day", "Enter a real date, like 27 3 2026"),
        (("23", "11", "2026"), "q.day", "The date must be today or in the past"),
        (("1", "1", "0001"), "q.day", "Enter a real date, like 27 3 2026"),
        (("1", "jui", "2026"), "q.day", "Enter a real date, like 27 3 2026"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(
    typed: tuple[str, str, str], name: str, message: str
) -> None:
    names = dict(zip(("q.day", "q.month", "q.year"), typed, strict=True))
    assert errors("date", names) == {name: message}


def test_a_date_is_shown_with_its_weekday() -> None:
    assert shown("date", "2026-11-20") == ["Friday 20 November 2026"]
    assert shown("date", "2026-05-01", "fr") == ["vendredi 1er mai 2026"]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("street: r3c1a1", "R3C 1A1"),
        ("street: le16tp", "LE1 6TP"),
        ("street: 75001", "75001"),
        ("street: sw1a-1aa", "SW1A 1AA"),
    ],
)
def test_a_postcode_may_be_in_any_case_and_spacing(typed: str, canonical: str) -> None:
    street, postcode = typed.split(": ")
    got = value("place", {"q.line1": street, "q.postcode": postcode})
    assert got == {"line1": "street", "postcode": canonical}


def test_a_place_may_be_described_instead_of_addressed() -> None:
    assert value("place", {"q.describe": "Behind the mill"}, required=True)
    got = errors("place", {"q.town": "Winnipeg"}, required=True)
    assert got == {"q.line1": "Enter an address or a street, or describe where it was"}


def test_a_person_needs_names_but_no_date_of_birth() -> None:
    got = value("person", {"q.given": "Ada", "q.family": "Roy"}, required=True)
    assert got == {"given": "Ada", "family": "Roy"}
    assert set(errors("person", {}, required=True)) == {"q.given", "q.family"}


def test_a_persons_phone_may_be_merely_possible() -> None:
    got = value("person", {"q.phone": "204 555 0147"})
    assert got == {"phone": {"typed": "204 555 0147", "e164": "+12045550147"}}
    drama = submit(form_of(question("person")), {"q.phone": "07700 900123"}, region="GB")
    assert drama.values["q"]["phone"]["e164"] == "+447700900123"
    assert "204-555-0147" in errors("person", {"q.phone": "12"})["q.phone"]


def test_a_person_seen_is_described_in_words() -> None:
    got = value("person_seen", {"q.looks": "Tall\r\nred coat", "q.left": "On foot, north"})
    assert got == {"looks": "Tall\nred coat", "left": "On foot, north"}
    assert shown("person_seen", got)[-1] == "How they left: On foot, north"


def test_a_contact_needs_only_what_its_channel_needs() -> None:
    assert value("contact", {"q.by": "text", "q.phone": "204-555-0147"}, required=True)
    assert value("contact", {"q.by": "letter", "q.line1": "1 Main St"}, required=True)
    got = errors("contact", {"q.by": "email"}, required=True)
    assert got == {"q.email": "Enter your email address, or choose another way to be contacted"}
    assert set(errors("contact", {}, required=True)) == {"q.by"}


def test_a_contact_offers_only_the_forces_channels() -> None:
    form = form_of(question("contact", channels=["phone"]))
    names = [one.name for one in fields(form, "p", {})[0].inputs]
    assert names == ["q.by", "q.phone", "q.safe", "q.when"]
    assert submit(form, {"q.by": "email", "q.email": "a@b.ca"}).errors


def test_a_contact_keeps_what_is_safe() -> None:
    names = {"q.by": "email", "q.email": "Ada@Example.org", "q.safe": ["email", "message", "x"]}
    got = value("contact", names)
    assert got == {"by": "email", "email": "Ada@Example.org", "safe": ["message", "email"]}
    assert "Safe to: leave a voice message, send an email" in shown("contact", got)


def test_a_bad_email_is_refused_kindly() -> None:
    got = errors("contact", {"q.by": "email", "q.email": "ada@example"})
    assert got["q.email"].startswith("Enter an email address in the right form")


def test_a_vehicle_needs_a_plate_or_a_make() -> None:
    assert value("vehicle", {"q.plate": "abc 123"}, required=True) == {"plate": "ABC 123"}
    assert value("vehicle", {"q.make": "Ford"}, required=True) == {"make": "Ford"}
    assert "q.plate" in errors("vehicle", {"q.model": "Fiesta"}, required=True)
    assert "q.year" in errors("vehicle", {"q.year": "19"})
    assert "q.vin" in errors("vehicle", {"q.vin": "12"})


def test_identifiers_are_normalised() -> None:
    form = form_of(
        question("vehicle", "car", role="stolen_from"),
        question("property_list", "things"),
        question("contact", "me"),
    )
    answers = {
        "car": {"plate": "ABC-123", "vin": "1hgcm82633a004352"},
        "things": [{"category": "bike", "serial": "49-015420-323751-8"}],
        "me": {
            "by": "email",
            "email": "Ada@X.org",
            "phone": {"typed": "1", "e164": "+12045550147"},
        },
    }
    found = {(i.kind, i.normal, i.role) for i in identifiers(form, answers)}
    assert found == {
        ("plate", "ABC123", "stolen_from"),
        ("vin", "1HGCM82633A004352", "stolen_from"),
        ("serial", "490154203237518", "stolen"),
        ("imei", "490154203237518", "stolen"),
        ("phone", "+12045550147", "reporter"),
        ("email", "ada@x.org", "reporter"),
    }


def test_a_kind_refuses_settings_it_does_not_know() -> None:
    from frontcounter.forms.engine import DocumentError

    for wrong in (
        question("choice", options=[]),
        question("place", parts=["kind"], kinds=[]),
        question("contact", channels=["pigeon"]),
        question("person", parts=["shoe_size"]),
        question("property_list", categories=[]),
        question("nonsense"),
        question("text", version=9),
        question("choice", options=options("a", "a")),
        question("yes_no", id="Not An Id"),
    ):
        with pytest.raises(DocumentError):
            form_of(wrong)
