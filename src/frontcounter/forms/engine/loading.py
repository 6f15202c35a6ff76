"""Reads a published form document, key by key, into its typed and frozen shape."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from .canonical import document_hash
from .conditions import Condition
from .document import Advice, Code, FormDocument, Handling, Hint, Mark, Page, StopRule
from .kinds import KINDS, Question
from .reading import DocumentError, Reader

ENGINE = 1
DESKS = ("review", "intelligence", "standards")


def load_document(data: Mapping[str, Any]) -> FormDocument:
    """Read a published document. Raises DocumentError, naming the place, for anything else."""
    top = Reader(data, "", ())
    if data.get("engine") != ENGINE or isinstance(data.get("engine"), bool):
        raise DocumentError("engine", f"this program reads documents of engine {ENGINE}")
    languages = top.strings("languages")
    if not languages or len(set(languages)) != len(languages) or not all(languages):
        raise DocumentError("languages", "expected a list of different languages")
    r = Reader(data, "", languages)
    try:
        digest = document_hash(data)
    except ValueError as error:
        raise DocumentError("", str(error)) from None
    return _build(r, digest)


def _build(r: Reader, digest: str) -> FormDocument:
    gate = tuple(_page(item, True) for item in r.items("gate"))
    pages = tuple(_page(item, False) for item in r.items("pages"))
    questions = [question for page in gate + pages for question in page.questions]
    _no_twins("gate", [page.id for page in gate + pages])
    _no_twins("pages", [question.id for question in questions])
    return FormDocument(
        hash=digest,
        type=r.string("type"),
        languages=r.languages,
        titles=r.text("title"),
        intros=r.optional_text("intro"),
        minutes=r.integer("minutes", 10),
        ready=tuple(item.text("text") for item in r.items("ready")),
        advice=tuple(Advice(i.text("text"), i.condition()) for i in r.items("advice")),
        codes=_codes(r),
        group=r.string("group", ""),
        search_words=r.optional_text("keywords"),
        handling=_handling(r),
        marks=tuple(_mark(item) for item in r.items("marks")),
        hints=tuple(_hint(item) for item in r.items("hints")),
        gate=gate,
        pages=pages,
        by_page=MappingProxyType({page.id: page for page in gate + pages}),
        by_question=MappingProxyType({question.id: question for question in questions}),
    )


def _no_twins(where: str, ids: list[str]) -> None:
    twins = {one for one in ids if ids.count(one) > 1}
    if twins:
        raise DocumentError(where, f"the same id twice: {', '.join(sorted(twins))}")


def _page(r: Reader, is_gate: bool) -> Page:
    return Page(
        id=_plain_id(r),
        title=r.text("title"),
        text=r.optional_text("text"),
        when=r.condition(),
        questions=tuple(_question(item) for item in r.items("questions")),
        stops=tuple(_stop(item) for item in r.items("stops")),
        doors=r.strings("doors"),
        is_gate=is_gate,
        shared=r.flag("shared"),
    )


def _plain_id(r: Reader) -> str:
    name = r.string("id")
    if not (name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
        raise r.fail("id", "an id is made of a-z, 0-9 and _")
    return name


def _question(r: Reader) -> Question:
    _plain_id(r)
    kind, version = r.string("kind"), r.integer("version", 1)
    cls = KINDS.get((kind, version))
    if cls is None:
        raise r.fail("kind", f"there is no kind '{kind}' version {version}")
    return cls.parse(r)


def _stop(r: Reader) -> StopRule:
    return StopRule(
        code=r.string("code"),
        when=_needed_condition(r),
        title=r.text("title"),
        text=r.text("text"),
        door=r.string("door"),
        offer_call=r.flag("offer_call"),
    )


def _handling(r: Reader) -> Handling:
    data = Reader(r.data.get("handling", {}), r.at("handling"), r.languages)
    known = set(Handling.__dataclass_fields__)
    for key in data.data:
        if key not in known:
            raise data.fail(str(key), "is not a way of handling")
    desk = data.string("desk", "review")
    if desk not in DESKS:
        raise data.fail("desk", f"expected one of {', '.join(DESKS)}")
    flags = {name: data.flag(name, name == "deliver") for name in known - {"desk"}}
    if flags["on_device"] and flags["safe_exit"]:
        raise data.fail("on_device", "nothing stays on the phone where there is a safe exit")
    if flags["many"] and (flags["call_first"] or flags["safe_exit"] or flags["confidential"]):
        raise data.fail("many", "a spreadsheet is for businesses, and for what is sent as a report")
    return Handling(desk=desk, **flags)


def _needed_condition(r: Reader) -> Condition:
    when = r.condition()
    if when is None:
        raise r.fail("when", "needs a condition")
    return when


def _mark(r: Reader) -> Mark:
    return Mark(
        code=r.string("code"),
        when=_needed_condition(r),
        label=r.text("label"),
        priority=r.integer("priority", 0, 0, 2),
        call=r.flag("call"),
    )


def _hint(r: Reader) -> Hint:
    return Hint(
        code=r.string("code"),
        page=r.string("page"),
        when=_needed_condition(r),
        text=r.text("text"),
        staff=r.optional_text("staff"),
    )


def _codes(r: Reader) -> Mapping[str, tuple[Code, ...]]:
    data = r.data.get("codes", {})
    if not isinstance(data, Mapping):
        raise r.fail("codes", "expected a mapping")
    tables = Reader(data, "codes", r.languages)
    return MappingProxyType(
        {
            str(table): tuple(
                Code(item.string("code"), item.condition()) for item in tables.items(str(table))
            )
            for table in data
        }
    )
