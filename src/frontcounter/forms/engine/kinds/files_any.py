"""files, version 2: pictures, documents, films and sounds, several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from ..reading import DocumentError, Reader
from ..views import Field
from .base import Asking
from .files import FilesQuestion, files_input

# What a browser's file chooser is asked to offer. With "image/*" a telephone offers its camera.
CHOOSER = {
    "picture": "image/*",
    "document": "application/pdf",
    "video": "video/*",
    "audio": "audio/*",
}


@dataclass(frozen=True, kw_only=True)
class AnyFilesQuestion(FilesQuestion):
    """Canonical as in version 1. `accept` names groups: picture, document, video, audio.

    What a file is, its own bytes tell, when it arrives; how large it may be is the force's.
    """

    VERSION = 2
    accept: tuple[str, ...] = tuple(CHOOSER)

    @classmethod
    def parse(cls, r: Reader) -> Self:
        accept = r.strings("accept", tuple(CHOOSER))
        for group in accept:
            if group not in CHOOSER:
                raise DocumentError(r.at("accept"), f"'{group}' is no group of files")
        return cls(**cls.common(r), most=r.integer("most", cls.most, 1, 50), accept=accept)

    def ask(self, a: Asking) -> Field:
        chooser = [CHOOSER[group] for group in self.accept]
        return self.field(a, inputs=(files_input(a, "files", "", "", chooser),), composite=True)
