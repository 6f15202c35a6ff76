"""`frontcounter forms danger`: how many of the invented texts the danger words find."""

from __future__ import annotations

from collections.abc import Iterator

from frontcounter.forms.engine.danger import DOOR, RAISE, TOPICS, languages
from frontcounter.forms.engine.danger_recall import SETS, Miss, Recall, Share, measure

NOTE = """\
These texts are invented, and by the same hands as the lists: not evidence of safety.
seen: the lists were written with these texts. fresh: hard texts by somebody who did not know the
lists; what was missed was looked at once, so write new ones before you believe a number."""


def print_danger() -> int:
    """Print recall per topic and language, every miss and every false alarm."""
    for line in report(measure()):
        print(line)
    return 0


def report(found: Recall) -> Iterator[str]:
    """The lines of the report."""
    yield NOTE
    for group in SETS:
        yield f"\n{group}"
        yield _row("found of wanted", languages())
        for topic in TOPICS:
            shares = [found.topics.get((lang, group, topic), Share(0, 0)) for lang in languages()]
            yield _row(topic, [_share(share) for share in shares])
        for level, name in ((DOOR, "emergency door shown"), (RAISE, "priority raised")):
            yield _row(name, [_share(found.level(lang, group, level)) for lang in languages()])
    yield f"\nMisses: {len(found.misses)}"
    yield from (_miss(miss) for miss in found.misses)
    yield f"\nFalse alarms: {len(found.false_alarms)} of {found.texts['harmless']} ordinary texts"
    for lang, words, got in found.false_alarms:
        yield f"  {lang} level {got.level} ({', '.join(got.topics)}): {words}"
    yield "\nNot evidence of safety."


def _row(name: str, cells: list[str] | tuple[str, ...]) -> str:
    return f"  {name:<22}" + "".join(f"{cell:>18}" for cell in cells)


def _share(share: Share) -> str:
    if not share.wanted:
        return "none"
    return f"{share.found}/{share.wanted} ({share.percent:.0f} %)"


def _miss(miss: Miss) -> str:
    case = miss.case
    level = f"level {miss.level}, not {case.level}" if miss.level < case.level else ""
    lacks = f"no {', '.join(miss.topics)}" if miss.topics else ""
    return f"  {case.lang} {case.group} ({'; '.join(filter(None, (lacks, level)))}): {case.words}"
