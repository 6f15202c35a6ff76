"""The question kinds, by name and version."""

from __future__ import annotations

from .amount import AmountQuestion
from .base import Question
from .business import BusinessQuestion
from .choice import ChoiceQuestion, ChoicesQuestion, YesNoQuestion, YesNoUnsureQuestion
from .contact import ContactQuestion
from .dates import DateQuestion
from .files import FilesQuestion
from .files_any import AnyFilesQuestion
from .lines import LinesQuestion
from .person import PersonQuestion, PersonSeenQuestion
from .place import PlaceQuestion
from .place_located import LocatedPlaceQuestion
from .property_list import PropertyListQuestion
from .small import EmailQuestion, NumberQuestion, PhoneQuestion, TimeQuestion
from .text import LongTextQuestion, TextQuestion
from .time_window import LocalTimeWindowQuestion, TimeWindowQuestion
from .vehicle import VehicleQuestion

_ALL: tuple[type[Question], ...] = (
    TextQuestion,
    LongTextQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    YesNoQuestion,
    YesNoUnsureQuestion,
    AmountQuestion,
    DateQuestion,
    TimeWindowQuestion,
    LocalTimeWindowQuestion,
    PlaceQuestion,
    LocatedPlaceQuestion,
    PersonQuestion,
    PersonSeenQuestion,
    ContactQuestion,
    VehicleQuestion,
    PropertyListQuestion,
    FilesQuestion,
    AnyFilesQuestion,
    TimeQuestion,
    PhoneQuestion,
    EmailQuestion,
    NumberQuestion,
    LinesQuestion,
    BusinessQuestion,
)
KINDS: dict[tuple[str, int], type[Question]] = {(k.KIND, k.VERSION): k for k in _ALL}

__all__ = ["KINDS", "Question"]
