"""property_list: things that were stolen, lost or damaged, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..cleaning import is_imei, one_line, parse_amount, squash
from ..conditions import Seen
from ..reading import DocumentError, Option, Reader
from ..texts import money, say
from ..views import Field
from .amount import plain_amount, read_money
from .base import Asking, Checking, Identifier, Question, Raw, Value, compact, texts_of
from .choice import colour_words
from .files import check_files, read_files, show_files
from .place import parts_of
from .property_view import draw

TEXTS = ("description", "make", "model", "marks")
CODES = ("category", "type", "colour")
PARTS = ("category", "type", "description", "make", "model", "colour", "serial", "marks",
         "value", "photos")  # fmt: skip
MOST_LINES = 20
NO_SERIAL = "no_serial"
"""What conditions see where a line says that its serial number is not known."""


@dataclass(frozen=True, kw_only=True)
class PropertyListQuestion(Question):
    """Canonical: a list of lines; each has some of category, type, description, make, model,
    colour (codes and strings), serial or no_serial: true, marks, value (money), photos (files).

    A category flagged 'serial' needs a serial number or "I don't have it".
    """

    KIND = "property_list"
    PARTS = (*PARTS, "no_serial", "item", "add")
    REPEATS = True
    parts: tuple[str, ...] = PARTS
    categories: tuple[Option, ...] = ()
    types: tuple[Option, ...] = ()
    colours: tuple[Option, ...] = ()
    currency: str = ""
    status: str = "stolen"
    most: int = MOST_LINES

    @classmethod
    def parse(cls, r: Reader) -> Self:
        lists = {
            "category": r.options("categories"),
            "type": r.options("types"),
            "colour": r.options("colours"),
        }
        if not lists["category"]:
            raise DocumentError(r.at("categories"), "a property list needs categories")
        default = tuple(p for p in PARTS if p not in lists or lists[p])
        parts = parts_of(r, PARTS, default)
        for part in parts:
            if part in lists and not lists[part]:
                raise DocumentError(r.where, f"the part '{part}' needs its code list")
        return cls(
            **cls.common(r),
            parts=parts,
            categories=lists["category"],
            types=lists["type"],
            colours=lists["colour"],
            currency=r.string("currency"),
            status=r.string("status", "stolen"),
            most=r.integer("most", MOST_LINES, 1, 100),
        )

    def list_of(self, part: str) -> tuple[Option, ...]:
        """The code list of a coded part."""
        return {"category": self.categories, "type": self.types, "colour": self.colours}[part]

    def category(self, code: str) -> Option | None:
        return next((o for o in self.categories if o.code == code), None)

    # reading back
    def read(self, stored: object) -> Value | None:
        if not isinstance(stored, (list, tuple)):
            return None
        lines = [self._read_line(line) for line in stored[: self.most]]
        return [line for line in lines if line] or None

    def _read_line(self, stored: object) -> dict[str, Any]:
        if not isinstance(stored, Mapping):
            return {}
        found: dict[str, Any] = dict(texts_of(stored, (*TEXTS, *CODES, "serial")))
        for part in CODES:
            if found.get(part) not in {o.code for o in self.list_of(part)}:
                found.pop(part, None)
        if "category" not in found:
            return {}
        found["no_serial"] = stored.get("no_serial") is True and "serial" not in found
        found["value"] = read_money(stored.get("value"))
        found["photos"] = read_files(stored.get("photos"))
        return compact(**found)

    def fill(self, value: Value) -> Raw:
        raw: Raw = {f"{self.id}.lines": [str(len(value))]}
        for number, line in enumerate(value):
            start = f"{self.id}.{number}."
            raw |= {start + k: [line[k]] for k in (*TEXTS, *CODES, "serial") if k in line}
            if line.get("no_serial"):
                raw[start + "no_serial"] = ["yes"]
            if "value" in line:
                raw[start + "value"] = [plain_amount(line["value"]["minor"])]
            if "photos" in line:
                raw[start + "photos"] = [ref["id"] for ref in line["photos"]]
        return raw

    # checking
    def check(self, c: Checking) -> Value | None:
        count = line_count(c.submitted, self.id, self.most)
        lines = [c.line(number) for number in range(count)]
        filled = [line for line in lines if not self.is_blank(line)]
        if not filled and self.required:
            if len(self.categories) == 1:
                self.missing(c.line(0), self.parts[-1], "enter")
                return None
            filled = [c.line(0)]
        found = [self._check_line(line) for line in filled]
        return [line for line in found if line] or None

    def is_blank(self, line: Checking) -> bool:
        """Nothing in it but a category that was already chosen for the person."""
        parts = [p for p in (*self.parts, "no_serial") if p != "category"]
        if len(self.categories) > 1:
            parts.append("category")
        return not any(v for part in parts for v in line.all(part))

    def _check_line(self, c: Checking) -> dict[str, Any]:
        found: dict[str, Any] = {p: c.short(p) for p in TEXTS if p in self.parts}
        for part in CODES:
            if part in self.parts:
                found[part] = self._check_code(c, part)
        if "category" not in self.parts or len(self.categories) == 1:
            found["category"] = self.categories[0].code
        if "serial" in self.parts:
            found |= self._check_serial(c, self.category(found.get("category", "")))
        if "value" in self.parts:
            found["value"] = self._check_value(c)
        if "photos" in self.parts:
            found["photos"] = check_files(c, "photos", 10)
        return compact(**found)

    def _check_code(self, c: Checking, part: str) -> str:
        code = c.get(part)
        if code in {o.code for o in self.list_of(part)}:
            return code
        if part == "category" and len(self.categories) > 1:
            self.missing(c, part, "category")
        elif code and part != "category":
            c.error(part, "select")
        return ""

    def _check_serial(self, c: Checking, category: Option | None) -> dict[str, Any]:
        serial = c.short("serial", 100)
        unknown = bool(c.get("no_serial"))
        if not serial and not unknown and category and "serial" in category.flags:
            c.error("serial", "serial")
        return {"serial": serial, "no_serial": unknown and not serial}

    def _check_value(self, c: Checking) -> dict[str, Any] | None:
        if not c.get("value"):
            return None
        minor = parse_amount(c.get("value"))
        if minor is None:
            c.error("value", "amount")
            return None
        return {"minor": minor, "currency": self.currency}

    # showing
    def ask(self, a: Asking) -> Field:
        return draw(self, a, max(1, line_count(a.raw, self.id, self.most)))

    def show(self, value: Value, lang: str) -> list[str]:
        found: list[str] = []
        for number, line in enumerate(value, start=1):
            if len(value) > 1:
                found.append(say("property.item", lang, number=number))
            found += self._show_line(line, lang)
        return found

    def _show_line(self, line: Mapping[str, Any], lang: str) -> list[str]:
        words = [
            colour_words(self.list_of(p), line[p], lang) if p in CODES else line[p]
            for p in ("category", "type", "make", "model", "colour")
            if p in line
        ]
        lines = [", ".join(words), line.get("description", "")]
        if "serial" in line:
            lines.append(say("property.serial", lang, serial=line["serial"]))
        elif line.get("no_serial"):
            lines.append(say("property.no_serial", lang))
        lines.append(line.get("marks", ""))
        if "value" in line:
            worth = money(line["value"]["minor"], line["value"]["currency"], lang)
            lines.append(say("property.value", lang, value=worth))
        return [text for text in lines if text] + show_files(line.get("photos", []), lang)

    # what others need
    def seen(self, value: Value) -> Seen:
        codes = {line[part] for line in value for part in ("category", "type") if part in line}
        codes |= {NO_SERIAL for line in value if line.get("no_serial")}
        worths = [line["value"]["minor"] for line in value if "value" in line]
        return Seen(frozenset(codes), sum(worths) if worths else None)

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        for line in value:
            option = self.category(line["category"])
            codes = dict(option.codes) if option else {}
            yield "items", {"status": self.status, **line, **compact(codes=codes)}

    def identifiers(self, value: Value) -> list[Identifier]:
        found = []
        for line in value:
            serial = one_line(line.get("serial", ""))
            normal = squash(serial)
            if normal:
                found.append(Identifier("serial", serial, normal, self.id, self.status))
            if is_imei(normal):
                found.append(Identifier("imei", serial, normal, self.id, self.status))
        return found

    def file_ids(self, value: Value) -> list[str]:
        return [ref["id"] for line in value for ref in line.get("photos", [])]


def line_count(raw: Mapping[str, Any], name: str, most: int) -> int:
    """How many lines a page holds: its hidden count, or the highest line that has a value."""
    told = str((raw.get(f"{name}.lines") or ["0"])[0])
    count = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 0
    for key in raw:
        if key.startswith(f"{name}."):
            number = key[len(name) + 1 :].split(".", 1)[0]
            if number.isascii() and number.isdigit() and len(number) < 4:
                count = max(count, int(number) + 1)
    return min(count, most)
