"""files: references to uploads that the program keeps elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..reading import Reader
from ..texts import NBSP, say
from ..views import Button, Field, FileView, Input, size_text
from .base import Asking, Checking, Question, Raw, Value

ACCEPT = ("image/jpeg", "image/png")
FileRef = dict[str, Any]


def read_files(stored: object) -> list[FileRef]:
    """The well-formed {"id", "name", "size"} entries of a stored list."""
    if not isinstance(stored, (list, tuple)):
        return []
    found: dict[str, FileRef] = {}
    for entry in stored:
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str) and entry["id"]:
            found[entry["id"]] = file_ref(entry["id"], entry)
    return list(found.values())


def file_ref(file_id: str, entry: Mapping[str, Any]) -> FileRef:
    """One canonical file reference."""
    name, size = entry.get("name"), entry.get("size")
    right = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    return {
        "id": file_id,
        "name": name if isinstance(name, str) and name else file_id,
        "size": size if right else 0,
    }


def check_files(c: Checking, part: str, most: int) -> list[FileRef]:
    """The known files whose ids came back; an id that the draft does not hold is dropped."""
    ids = dict.fromkeys(value for value in c.all(part) if value in c.files)
    if len(ids) > most:
        c.error(part, "too_many_files", most=most)
    return [file_ref(file_id, c.files[file_id]) for file_id in ids]


def file_views(a: Asking, part: str) -> tuple[FileView, ...]:
    return tuple(
        _file_view(a, file_ref(file_id, a.files[file_id]))
        for file_id in dict.fromkeys(a.all(part))
        if file_id in a.files
    )


def _file_view(a: Asking, ref: FileRef) -> FileView:
    remove = Button(
        name=a.name("remove_file"),
        value=ref["id"],
        label=say("files.remove", a.lang),
        hidden_label=ref["name"],
    )
    return FileView(
        id=ref["id"],
        file_name=ref["name"],
        size=ref["size"],
        size_text=size_text(ref["size"], a.lang),
        remove=remove,
    )


def files_input(a: Asking, part: str, label: str, hint: str, accept: Iterable[str]) -> Input:
    """The files there are, an upload box named `.file` and a button named `.upload`."""
    return Input(
        widget="files",
        name=a.name(part),
        label=label,
        hint=hint,
        error=a.error(part) or a.error("file"),
        accept=",".join(accept),
        files=file_views(a, part),
        upload_name=a.name("file"),
        upload=Button(name=a.name("upload"), value="1", label=say("files.upload", a.lang)),
    )


def show_files(refs: Iterable[FileRef], lang: str) -> list[str]:
    return [f"{ref['name']} ({size_text(ref['size'], lang).replace(' ', NBSP)})" for ref in refs]


@dataclass(frozen=True, kw_only=True)
class FilesQuestion(Question):
    """Canonical: [{"id", "name", "size" (bytes)}]. Hidden inputs '<qid>.files' carry the ids."""

    KIND = "files"
    most: int = 10
    accept: tuple[str, ...] = ACCEPT

    @classmethod
    def parse(cls, r: Reader) -> Self:
        most = r.integer("most", cls.most, 1, 50)
        return cls(**cls.common(r), most=most, accept=r.strings("accept", ACCEPT))

    def read(self, stored: object) -> Value | None:
        return read_files(stored) or None

    def fill(self, value: Value) -> Raw:
        return {f"{self.id}.files": [ref["id"] for ref in value]}

    def check(self, c: Checking) -> Value | None:
        refs = check_files(c, "files", self.most)
        if self.required and not refs:
            self.missing(c, "files", "file")
        return refs or None

    def ask(self, a: Asking) -> Field:
        return self.field(a, inputs=(files_input(a, "files", "", "", self.accept),), composite=True)

    def show(self, value: Value, lang: str) -> list[str]:
        return show_files(value, lang)

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        return [("files", {"code": self.code or self.id, **ref}) for ref in value]

    def file_ids(self, value: Value) -> list[str]:
        return [ref["id"] for ref in value]
