"""Merges a catalogue entry and a force's overlay into one closed document.

Catalogue entry: {"file", "document", "blocks", "lists"} (see `frontcounter.forms.catalogue`).
An overlay's keys are in `overlays.py`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .filling import LISTS, fill_texts, settle_conditions
from .kinds import KINDS
from .linting import Problem, lint_document
from .loading import ENGINE, load_document
from .overlays import KEYS
from .reading import DocumentError
from .texts import DEFAULT, find

TOP_KEYS = ("title", "intro", "minutes", "ready", "advice", "codes", "group", "keywords",
            "handling", "marks", "hints")  # fmt: skip
LINES = ("marks", "hints")
Node = dict[str, Any]


class PublishError(ValueError):
    """The files cannot be published; `problems` names each file and key."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def merge_overlay(
    catalogue: Mapping[str, Any], overlay: Mapping[str, Any], languages: Sequence[str]
) -> dict[str, Any]:
    """The closed document (JSON) of one report type for one force.

    Blocks, code lists, labels, terms and parameters are resolved in, for exactly `languages`.
    Raises PublishError with every problem found.
    """
    document, problems = _merge(catalogue, overlay, languages)
    if problems or document is None:
        raise PublishError(problems)
    return document


def lint(
    catalogue: Mapping[str, Any], overlay: Mapping[str, Any], languages: Sequence[str]
) -> list[Problem]:
    """What keeps these files from being published; empty when nothing does."""
    return _merge(catalogue, overlay, languages)[1]


def _merge(
    catalogue: Mapping[str, Any], overlay: Mapping[str, Any], languages: Sequence[str]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    work = _Merge(catalogue, overlay, tuple(languages))
    try:
        document = work.run()
    except (AttributeError, TypeError, KeyError) as error:
        # A node of the wrong shape: the files are written by people.
        work.problem(work.file, "", f"is not shaped like a report type ({error!r})")
        return None, work.problems
    if not work.problems:
        try:
            work.problems += lint_document(load_document(document), work.file)
        except DocumentError as error:
            work.problem(work.file, error.where, error.message)
    return document, work.problems


@dataclass
class _Merge:
    catalogue: Mapping[str, Any]
    overlay: Mapping[str, Any]
    languages: tuple[str, ...]

    def __post_init__(self) -> None:
        self.file = str(self.catalogue.get("file", "catalogue"))
        self.problems: list[Problem] = []
        self.guarded = False
        self.doors = dict(self.overlay.get("doors") or {})

    def problem(self, file: str, where: str, message: str) -> None:
        self.problems.append(Problem(file, where, message))

    def run(self) -> dict[str, Any]:
        source = copy.deepcopy(dict(self.catalogue["document"]))
        for key in sorted(set(self.overlay) - KEYS):
            self.problem("overlay", str(key), "is not a key of an overlay")
        if self.overlay.get("type") != source.get("type"):
            self.problem("overlay", "type", f"is not '{source.get('type')}'")
        parameters = {**(source.get("parameters") or {}), **(self.overlay.get("parameters") or {})}
        document: dict[str, Any] = {k: source[k] for k in TOP_KEYS if k in source}
        for part in ("gate", "pages"):
            document[part] = [self._page(page, part) for page in source.get(part) or []]
        for part in LINES:
            document[part] = [self._use(line, part) for line in source.get(part) or []]
        self._overlay(document)
        handling = document.get("handling") or {}
        self.guarded = bool(handling.get("safe_exit") or handling.get("confidential"))
        for where, question in self._questions(document):
            self._settle(question, where)
        tables = self.overlay.get("tables")
        if tables is not None:
            codes = document.get("codes") or {}
            document["codes"] = {name: codes[name] for name in tables if name in codes}
        settle_conditions(document, parameters, self.problem, self.file)
        currency = str(self.overlay.get("currency", ""))
        fill_texts(document, parameters, currency, self.languages, self.problem, self.file)
        document |= {"engine": ENGINE, "type": source.get("type"), "languages": [*self.languages]}
        cleaned: dict[str, Any] = _without_marks(document)
        return cleaned

    # blocks
    def _use(self, node: Mapping[str, Any], where: str) -> Node:
        """A node with its block's keys below its own."""
        block = node.get("use")
        if block is None:
            return {"_file": self.file, **node}
        found = (self.catalogue.get("blocks") or {}).get(block)
        if found is None:
            self.problem(self.file, where, f"there is no block '{block}'")
            return {"_file": self.file, "id": str(block), "questions": []}
        own = {key: value for key, value in node.items() if key != "use"}
        return {"_file": "blocks.yaml", **copy.deepcopy(dict(found)), **own}

    def _page(self, node: Mapping[str, Any], part: str) -> Node:
        page = self._use(node, part)
        where = f"{part}.{page.get('id')}"
        page["questions"] = [self._use(q, where) for q in page.get("questions") or []]
        page["stops"] = [self._use(stop, where) for stop in page.get("stops") or []]
        return page

    # the force's changes
    def _overlay(self, document: Node) -> None:
        wanted = set(self.overlay.get("remove") or [])
        remove = wanted | set(self.overlay.get("remove_everywhere") or [])
        known: set[str] = set()
        for part in ("gate", "pages"):
            for page in document[part]:
                known |= {page.get("id")}
                for within, name in (("questions", "id"), ("stops", "code")):
                    known |= {node.get(name) for node in page[within]}
                    page[within] = [node for node in page[within] if node.get(name) not in remove]
            document[part] = [p for p in document[part] if p.get("id") not in remove]
        for part in LINES:
            known |= {line.get("code") for line in document[part]}
            document[part] = [line for line in document[part] if line.get("code") not in remove]
        self._drop_what_looks_at(document, remove)
        for name in sorted(wanted - known):
            self.problem("overlay", f"remove.{name}", "names nothing of this report type")
        for name, change in (self.overlay.get("change_everywhere") or {}).items():
            self._change(document, str(name), change, everywhere=True)
        for name, change in (self.overlay.get("change") or {}).items():
            self._change(document, str(name), change)
        for entry in self.overlay.get("add") or []:
            self._add(document, entry)

    def _drop_what_looks_at(self, document: Node, gone: set[str]) -> None:
        """What only spoke of a question that the force does not ask goes with it."""
        for page in [*document["gate"], *document["pages"]]:
            page["stops"] = [s for s in page["stops"] if not _looks_at(s.get("when"), gone)]
        for part in (*LINES, "advice"):
            lines = document.get(part) or []
            document[part] = [line for line in lines if not _looks_at(line.get("when"), gone)]

    def _change(
        self, document: Node, name: str, change: Mapping[str, Any], *, everywhere: bool = False
    ) -> None:
        if name == "form":
            document |= {k: v for k, v in change.items() if k in TOP_KEYS}
            return
        for node in _nodes(document):
            if name in (node.get("id"), node.get("code")):
                node |= {**change, "_file": "overlay"}
                return
        if not everywhere:
            self.problem("overlay", f"change.{name}", "names nothing of this report type")

    def _add(self, document: Node, entry: Mapping[str, Any]) -> None:
        """A question after another or at the end of a page; a stop after the others of a page."""
        part = "stop" if "stop" in entry else "question"
        node = self._use(entry.get(part) or {}, "add")
        node["_file"] = "overlay"
        after, page_id = entry.get("after"), entry.get("page")
        for page in [*document["gate"], *document["pages"]]:
            ids = [q.get("id") for q in page["questions"]]
            if after in ids and part == "question":
                page["questions"].insert(ids.index(after) + 1, node)
                return
            if after is None and page.get("id") == page_id:
                page[f"{part}s"].append(node)
                return
        name = node.get("id") or node.get("code")
        self.problem("overlay", f"add.{name}", "says no known page or question")

    # making each question closed
    def _questions(self, document: Node) -> Iterator[tuple[str, Node]]:
        for part in ("gate", "pages"):
            for page in document[part]:
                for question in page["questions"]:
                    yield f"{part}.{page.get('id')}.{question.get('id')}", question
                for stop in page["stops"]:
                    stop["door"] = self.doors.get(stop.get("door"), stop.get("door"))

    def _settle(self, question: Node, where: str) -> None:
        kind = question.get("kind")
        version = question.setdefault("version", 1)
        cls = KINDS.get((str(kind), version))
        if cls is None:
            self.problem(question["_file"], where, f"there is no kind '{kind}' version {version}")
            return
        known = {*cls.__dataclass_fields__, "kind", "version", "identifier", "_file"}
        for key in sorted(set(question) - known):
            self.problem(question["_file"], f"{where}.{key}", f"is not a key of '{kind}'")
        for key in ("zone", "currency", "channels", "districts", "map"):
            if key in cls.__dataclass_fields__ and key in self.overlay:
                question.setdefault(key, self.overlay[key])
        for key in LISTS & set(question):
            question[key] = self._list(question[key], question["_file"], f"{where}.{key}")
        self._part_words(question, cls.PARTS)
        for column in question.get("columns") or []:
            column["_file"] = question["_file"]
            self._settle(column, f"{where}.{column.get('id')}")

    def _list(self, wanted: Any, file: str, where: str) -> list[Any]:
        """A code list by name, or {list, only | without}, or written out."""
        only = without = None
        if isinstance(wanted, Mapping):
            only, without, wanted = wanted.get("only"), wanted.get("without"), wanted.get("list")
        if isinstance(wanted, list):
            return wanted
        entries = (self.catalogue.get("lists") or {}).get(wanted)
        if entries is None:
            self.problem(file, where, f"there is no list '{wanted}'")
            return []
        for code in [*(only or []), *(without or [])]:
            if code not in entries:
                self.problem(file, where, f"the list '{wanted}' has no '{code}'")
        keep = [c for c in (only or entries) if c in entries and c not in (without or [])]
        return [_option(code, entries[code], self.languages) for code in keep]

    def _part_words(self, question: Node, parts: Sequence[str]) -> None:
        """Write the words of each part into the document, so that it stays closed."""
        asked = question.get("parts")
        if asked is not None:
            parts = [p for p in parts if p in asked or p in ("no_serial", "item", "add")]
        kind = "yes_no" if question["kind"].startswith("yes_no") else question["kind"]
        terms = self.overlay.get("terms") or {}
        for group in ("labels", "hints"):
            words: dict[str, Any] = {}
            for part in parts:
                default = self._default(f"{group}.{kind}.{part}")
                term = (terms.get(kind) or {}).get(part) if group == "labels" else None
                if term or all(default.values()):
                    words[part] = term or default
            question[group] = {**words, **(question.get(group) or {})}

    def _default(self, key: str) -> dict[str, str | None]:
        """Our own words; other ones where somebody else may read what we send."""
        guarded = f"{key}_guarded"
        key = guarded if self.guarded and find(guarded, DEFAULT) else key
        return {lang: find(key, lang) for lang in self.languages}


def _option(code: str, entry: Mapping[str, Any], languages: Sequence[str]) -> Node:
    """{en, fr, hint, flags, nibrs…} of a list to an option of the document."""
    option: Node = {"code": code, "label": {lang: entry.get(lang) for lang in languages}}
    option |= {key: entry[key] for key in ("hint", "flags") if key in entry}
    others = {k: v for k, v in entry.items() if k not in (*languages, "en", "fr", "hint", "flags")}
    return option | ({"codes": others} if others else {})


def _looks_at(when: Any, names: set[str]) -> bool:
    """Whether a condition, as written, speaks of one of these questions."""
    if isinstance(when, Mapping):
        return any(
            str(key) in names or (key == "answered" and value in names) or _looks_at(value, names)
            for key, value in when.items()
        )
    if isinstance(when, list):
        return any(_looks_at(part, names) for part in when)
    return False


def _nodes(document: Node) -> Iterator[Node]:
    for part in ("gate", "pages"):
        for page in document[part]:
            yield page
            yield from page["questions"]
            yield from page["stops"]
    for part in LINES:
        yield from document[part]


def _without_marks(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _without_marks(value) for key, value in node.items() if key != "_file"}
    if isinstance(node, list):
        return [_without_marks(value) for value in node]
    return node


__all__ = ["Problem", "PublishError", "lint", "merge_overlay"]
