"""An imagined person who gets through a form: answers for modelling, previews and tests.

Nobody real: the same values each time, and never a stop where there is a way past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice, product
from typing import Any

from .document import FormDocument, Page
from .journey import walk
from .kinds import Question
from .kinds.choice import ChoiceQuestion, ChoicesQuestion

STORY = (
    "I left it there in the evening. When I came back in the morning it was gone. "
    "I asked the neighbours, but nobody saw anything."
)
LINE = "It was gone when I came back in the morning."  # where the story need not be told
PHONES = {"GBP": ("0161 496 0000", "+441614960000"), "": ("204-555-0147", "+12045550147")}
MOST_TRIES = 4000
_LAST = ("yes", "not_sure")
_FIRST = ("no", "none")


def usual_answers(form: FormDocument, *, now: datetime, everything: bool = False) -> dict[str, Any]:
    """Canonical answers with which a person comes to the check page, if the form has such a way.

    The least that is asked for, and the story; with `everything`, every question that is asked.
    """
    answers: dict[str, Any] = {}
    for _ in range(len(form.all_pages) * 2):
        journey = walk(form, answers)
        page_id = journey.first_unanswered
        if journey.stop is not None or page_id is None:
            break
        answers |= _page(form, form.by_page[page_id], answers, now, everything)
    return answers


def _page(
    form: FormDocument, page: Page, before: dict[str, Any], now: datetime, everything: bool
) -> dict[str, Any]:
    """Answers for one page: the first set that leads past it."""
    choosing = [q for q in page.questions if isinstance(q, ChoiceQuestion)]
    told = {q.id: None for q in page.questions}
    for question in page.questions:
        if question not in choosing and (everything or question.required or _is_story(question)):
            told[question.id] = example(question, form, now, everything=everything)
    wanted = [q for q in choosing if everything or q.required]
    for codes in islice(product(*(list(_codes(q, everything)) for q in wanted)), MOST_TRIES):
        found = {**told, **dict(zip((q.id for q in wanted), codes, strict=True))}
        journey = walk(form, {**before, **found})
        if journey.stop is None:
            asked = {question.id for question in journey.asked.get(page.id, ())}
            return {name: answer if name in asked else None for name, answer in found.items()}
    return told


def _is_story(question: Question) -> bool:
    return question.role == "narrative"


def _codes(question: ChoiceQuestion, everything: bool) -> Iterator[Any]:
    codes = question.all_codes()
    if not everything:
        codes = sorted(codes, key=lambda code: (code in _LAST) - (code in _FIRST))
    for code in codes:
        yield [code] if isinstance(question, ChoicesQuestion) else code


def example(
    question: Question, form: FormDocument, now: datetime, *, everything: bool = True
) -> Any:
    """A canonical answer of the question's kind, or the least of it; None for files."""
    make = _EXAMPLES.get(question.KIND)
    made = make(question, form, now) if make else None
    if isinstance(made, dict) and question.KIND == "person" and not everything:
        made = {part: made[part] for part in ("given", "family") if part in made}
    return question.read(made)


def _phone(form: FormDocument) -> dict[str, str]:
    currency = next((q.currency for q in form.questions if getattr(q, "currency", "")), "")  # type: ignore[attr-defined]
    typed, e164 = PHONES.get(currency, PHONES[""])
    return {"typed": typed, "e164": e164}


def _window(question: Any, _form: FormDocument, now: datetime) -> dict[str, Any]:
    day = (now - timedelta(days=3)).date().isoformat()
    return {"precision": "about", "from": f"{day}T22:30", "zone": question.zone}


def _line(question: Any, form: FormDocument, now: datetime) -> list[dict[str, Any]]:
    columns = [c.question for c in question.columns]
    needed = [one for one in columns if one.required] or columns[:1]
    cells = {one.id: example(one, form, now) for one in needed}
    return [{key: value for key, value in cells.items() if value is not None}]


def _thing(question: Any, _form: FormDocument, _now: datetime) -> list[dict[str, Any]]:
    line = {"category": question.categories[0].code}
    for part, value in (("make", "Norco"), ("description", "Black, with a blue stripe")):
        if part in question.parts:
            line[part] = value
            break
    return [line | ({"serial": "WTU123456789"} if "serial" in question.parts else {})]


def _contact(question: Any, form: FormDocument, _now: datetime) -> dict[str, Any]:
    if "phone" in question.channels:
        return {"by": "phone", "phone": _phone(form), "safe": ["message"]}
    if "email" in question.channels:
        return {"by": "email", "email": "marie@example.org"}
    return {"by": question.channels[0], "phone": _phone(form), "address": {"line1": "1 Example St"}}


def _person(question: Any, form: FormDocument, now: datetime) -> dict[str, Any]:
    born = (now - timedelta(days=14_000)).date().isoformat()
    every = {"given": "Marie", "family": "Tremblay", "born": born, "phone": _phone(form),
             "email": "marie@example.org"}  # fmt: skip
    return {part: value for part, value in every.items() if part in question.parts}


def _place(question: Any, _form: FormDocument, _now: datetime) -> dict[str, Any]:
    every = {"line1": "12 Example Street", "describe": "Behind the library, by the bike racks"}
    found = {part: value for part, value in every.items() if part in question.parts}
    return dict([next(iter(found.items()))]) if found else {"landmark": "The library"}


_EXAMPLES: dict[str, Callable[[Any, FormDocument, datetime], Any]] = {
    "text": lambda q, _f, _n: "A red box by the door"[: q.max_length],
    "long_text": lambda q, _f, _n: (STORY if q.required else LINE)[: q.max_length],
    "choice": lambda q, _f, _n: q.all_codes()[0],
    "choices": lambda q, _f, _n: [q.all_codes()[0]],
    "yes_no": lambda _q, _f, _n: "no",
    "yes_no_unsure": lambda _q, _f, _n: "no",
    "amount": lambda q, _f, _n: {"minor": 12_000, "currency": q.currency},
    "date": lambda _q, _f, n: (n - timedelta(days=3)).date().isoformat(),
    "time": lambda _q, _f, _n: "22:30",
    "phone": lambda _q, f, _n: _phone(f),
    "email": lambda _q, _f, _n: "marie@example.org",
    "number": lambda q, _f, _n: max(q.min, min(2, q.max)),
    "time_window": _window,
    "place": _place,
    "person": _person,
    "person_seen": lambda _q, _f, _n: {"looks": "A tall man in a grey jacket"},
    "contact": _contact,
    "business": lambda _q, _f, _n: {"name": "Corner Store", "contact_name": "Sam Lee"},
    "vehicle": lambda _q, _f, _n: {"plate": "ABC 123", "make": "Honda"},
    "property_list": _thing,
    "lines": _line,
}
