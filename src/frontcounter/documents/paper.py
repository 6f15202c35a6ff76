"""A report type as a form to print and fill in by hand, numbered as the screens are.

What stands on such a sheet is entered by staff on the assisted-entry screens, question by question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

import typst

from frontcounter.base.scope import current_force_id
from frontcounter.documents.building import declaration
from frontcounter.documents.glyphs import Showable
from frontcounter.documents.labels import label
from frontcounter.forces.published import ForceSettings, published_settings
from frontcounter.forms.engine import Field, FormDocument, Input
from frontcounter.forms.pages.every import EveryPage, EveryQuestion, every_page
from frontcounter.forms.pages.published import published_form
from frontcounter.web.texts import t

MOST_BOXES = 24
"""A list with more entries than this is a line to write on."""
ON_SCREEN_ONLY = frozenset({"hidden", "pin"})
"""Paper has no position of its own: the words of the place say where it was."""
_LINES_OF_A_LIST = 2
_SHORT_LABEL = 30
_PAPER = {"CA": "us-letter", "US": "us-letter"}


def paper_form(settings: ForceSettings, form: FormDocument, lang: str) -> bytes:
    """The form as a PDF; the same bytes for the same publication, made once per process."""
    return _made(current_force_id(), settings.hash, form.hash, lang)


@lru_cache(maxsize=32)
def _made(_force_id: UUID, publication_hash: str, form_hash: str, lang: str) -> bytes:
    settings, form = published_settings(publication_hash), published_form(form_hash)
    template = files("frontcounter.documents").joinpath("templates", "paper.typ")
    made: bytes = typst.compile(
        template.read_bytes(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(paper_data(settings, form, lang), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return made


def paper_data(settings: ForceSettings, form: FormDocument, lang: str) -> dict[str, object]:
    """Everything on the sheets, as plain values."""
    show = Showable()
    emergency = settings.document["emergency"]["number"]

    def say(key: str, **values: object) -> str:
        return show(label(f"paper.{key}", lang, settings.words(lang), **values))

    return {
        "lang": lang,
        "paper": _PAPER.get(settings.country, "a4"),
        "accent": settings.document["look"]["accent"],
        "force": show(settings.name(lang)),
        "title": show(form.title(lang)),
        "intro": show(form.intro(lang)),
        "banner": show(t("web.page.demo", lang, words=settings.words(lang)))
        if settings.demo
        else "",
        "emergency": say("emergency", number=emergency),
        "how": [say("how"), say("blank")],
        "page": label("page", lang, settings.words(lang)),
        "version": show(say("version", number=form.hash[:8])),
        "office": [say(f"office.{part}") for part in ("number", "entered", "date")],
        "office_title": say("office.title"),
        "sign": [say("sign.name"), say("sign.date")],
        "declaration": show(declaration(settings, form, lang)),
        "pages": [_page(page, lang, show, say) for page in every_page(form, lang)],
    }


Say = Callable[..., str]


def _page(one: EveryPage, lang: str, show: Showable, say: Say) -> dict[str, object]:
    return {
        "title": show(f"{one.number}. {one.page.heading(lang)}"),
        "text": show(one.page.intro(lang)),
        "when": say("only_if", what=one.when) if one.when else "",
        "questions": [_question(question, show, say) for question in one.questions],
    }


def _question(one: EveryQuestion, show: Showable, say: Say) -> dict[str, object]:
    field = one.field
    return {
        "number": one.number,
        "label": show(field.label or (field.inputs[0].label if field.inputs else "")),
        "hint": show(field.hint),
        "optional": say("optional") if field.optional else "",
        "when": say("only_if", what=one.when) if one.when else "",
        "groups": [
            {"title": show(title), "parts": [_part(part, field, show, say) for part in parts]}
            for title, parts in _groups(field)
        ],
        "more": say("more") if field.lines else "",
    }


def _groups(field: Field) -> Iterator[tuple[str, list[tuple[Input, str]]]]:
    """The parts to fill in; of a list, the first entries."""
    if not field.lines:
        yield "", list(_with_condition(field.inputs))
        return
    for number in range(1, _LINES_OF_A_LIST + 1):
        # What to do with photos is said once on the sheets, not beside every thing.
        asked = [one for one in field.lines[0].inputs if one.widget != "files"]
        yield f"{number}.", list(_with_condition(tuple(asked)))


def _with_condition(inputs: tuple[Input, ...]) -> Iterator[tuple[Input, str]]:
    """Each input with the choice under which it is asked ("" always)."""
    under = {
        name: option.label for one in inputs for option in one.options for name in option.reveals
    }
    for one in inputs:
        if one.widget not in ON_SCREEN_ONLY:
            yield one, under.get(one.name, "")


def _part(part: tuple[Input, str], field: Field, show: Showable, say: Say) -> dict[str, object]:
    one, under = part
    named = one.label != field.label
    options = [show(option.label) for option in one.options if option.value]
    hint = one.hint if one.hint != field.hint else ""
    return {
        "label": show(one.label) if named else "",
        "hint": show(hint),
        "under": say("only_with", answer=under) if under else "",
        "kind": _kind(one, len(options)),
        "half": named and _is_short(one, hint),
        "options": options if len(options) <= MOST_BOXES else [],
        "several": say("several") if one.widget == "checkboxes" and len(options) > 1 else "",
        "rows": min(max(one.rows or 3, 3), 9),
        "boxes": [show(box.label) for box in one.inputs],
        "files": say("files"),
    }


def _is_short(one: Input, hint: str) -> bool:
    """Whether half a line is enough to write on: a name, a number, not an address."""
    short = len(one.label) <= _SHORT_LABEL and len(hint) <= _SHORT_LABEL
    return one.widget == "text" and short and not one.autocomplete.startswith("address-line")


def _kind(one: Input, options: int) -> str:
    if one.widget in {"radios", "checkboxes", "select"}:
        return "boxes" if options <= MOST_BOXES else "line"
    return {"textarea": "area", "date": "date", "files": "files"}.get(one.widget, "line")
