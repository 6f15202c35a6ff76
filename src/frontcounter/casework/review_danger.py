"""Which words raised the alarm: the fewest that still do, with a little of what stands around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frontcounter.forms.engine import FormDocument, Journey
from frontcounter.forms.engine.danger import TOPICS, topics_in
from frontcounter.forms.engine.noticing import written

AROUND = 5  # words before and after
MOST = 6  # quotes
LONGEST = 60  # words of one sentence that are looked at
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")


@dataclass(frozen=True)
class Quote:
    """Words of the reporter's that speak of a topic of danger."""

    topic: str
    before: str
    words: str
    after: str


def quotes(form: FormDocument, journey: Journey) -> list[Quote]:
    """What was heard, in the order in which a person should hear of it; at most a few."""
    found = [quote for text in written(form, journey) for quote in _quotes(text)]
    found.sort(key=lambda quote: TOPICS.index(quote.topic))
    return list(dict.fromkeys(found))[:MOST]


def _quotes(text: str) -> Iterator[Quote]:
    for sentence in _SENTENCE.findall(text):
        words = sentence.split()[:LONGEST]
        for topic in topics_in(" ".join(words)):
            first, last = _narrowed(words, topic)
            before, after = words[max(0, first - AROUND) : first], words[last : last + AROUND]
            said = " ".join(words[first:last])
            bare = said.rstrip(".,;:!?")
            yield Quote(
                topic,
                ("… " if first > AROUND else "") + " ".join(before),
                bare,
                said[len(bare) :]
                + "".join(f" {word}" for word in after)
                + (" …" if last + AROUND < len(words) else ""),
            )


def _narrowed(words: list[str], topic: str) -> tuple[int, int]:
    """The shortest run of words that still speaks of the topic, from the end and the start."""

    def speaks(first: int, last: int) -> bool:
        return topic in topics_in(" ".join(words[first:last]))

    first, last = 0, len(words)
    while last > first + 1 and speaks(first, last - 1):
        last -= 1
    while first < last - 1 and speaks(first + 1, last):
        first += 1
    return first, last
