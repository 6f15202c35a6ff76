"""Forms as documents: walk, check, show and export them. Pure Python, no clock, no database."""

from __future__ import annotations

from .answering import PageResult, UnknownPage, check_page
from .canonical import canonical_json, document_hash
from .document import FormDocument, Page
from .exporting import export_report
from .fields import fields
from .identifiers import identifiers
from .journey import Journey, Stop, advice, answers_to_send, walk
from .kinds.base import Action, FieldError, Identifier, Question, Submitted
from .kinds.place_spot import Locate, Spot, Told
from .kinds.time_window import window_utc
from .linting import Problem
from .loading import load_document
from .noticing import DANGER, Alarm, FoundHint, FoundMark, danger, hints, marks
from .overlays import overlay_of
from .publish import PublishError, lint, merge_overlay
from .reading import DocumentError
from .summary import Row, Section, summary
from .views import Button, Choice, Field, FileView, Input, Line, anchor
from .yamlfiles import load_yaml

__all__ = [
    "DANGER",
    "Action",
    "Alarm",
    "Button",
    "Choice",
    "DocumentError",
    "Field",
    "FieldError",
    "FileView",
    "FormDocument",
    "FoundHint",
    "FoundMark",
    "Identifier",
    "Input",
    "Journey",
    "Line",
    "Locate",
    "Page",
    "PageResult",
    "Problem",
    "PublishError",
    "Question",
    "Row",
    "Section",
    "Spot",
    "Stop",
    "Submitted",
    "Told",
    "UnknownPage",
    "advice",
    "anchor",
    "answers_to_send",
    "canonical_json",
    "check_page",
    "danger",
    "document_hash",
    "export_report",
    "fields",
    "hints",
    "identifiers",
    "lint",
    "load_document",
    "load_yaml",
    "marks",
    "merge_overlay",
    "overlay_of",
    "summary",
    "walk",
    "window_utc",
]
