"""The words of each message, from its values alone; the same for the preview and for sending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontcounter.reports.sorts import REPORT
from frontcounter.web.texts import NO_WORDS, t

EMAIL, TEXT, LETTER = "email", "text", "letter"

SECRET = frozenset(
    {"confirm_code", "resume_link", "access_link", "card_missed_link", "card_unreached_link"}
)
"""Messages that hold a code or a link: their words are never kept."""

NOT_TO_REPORTER = frozenset({"alarm", "digest", "new_work", "referral"})
"""Messages about a report to somebody else: what its reporter calls safe does not bind them."""

NOBODYS = SECRET | {"new_work"}
"""What nobody tells by hand where its mail is refused and no report belongs to it."""

Values = Mapping[str, Any]
Say = Callable[..., str]


@dataclass(frozen=True)
class Rendered:
    """A message as it is sent: plain text, paragraphs apart by an empty line.

    `neutral`: a list of mails must not tell whom it is from either.
    """

    subject: str
    text: str
    neutral: bool = False


def render(
    event: str,
    lang: str,
    values: Values,
    *,
    channel: str = EMAIL,
    words: Mapping[str, str] = NO_WORDS,
) -> Rendered:
    """The message; `words` are the force's own. KeyError for an event that there is not.

    By telephone a person tells it, so it says nothing of answers; a text message is short.
    """

    def say(key: str, **more: Any) -> str:
        return t(f"messages.{key}", lang, words=words, **more)

    if channel == TEXT and values.get("neutral"):
        return Rendered("", say("part.neutral_text") + "\n")
    body = _BODIES[event](say, {**values, "channel": channel})
    if values.get("own_words") and not values.get("neutral"):
        body[1:1] = [str(values["own_words"])]
    other = event == "receipt" and _sort(values) != REPORT
    subject = say(f"{event}.{'subject_other' if other else 'subject'}", **_plain(values))
    text = "\n\n".join(part for part in [*body, *_ending(say, values, channel)] if part)
    subject = say("part.subject", force=values["short_force"], subject=subject)
    if values.get("neutral"):  # whoever looks over a shoulder sees only the subject
        subject = say("part.neutral_subject")
    return Rendered(_one_line(subject), text + "\n", bool(values.get("neutral")))


def _sort(values: Values) -> str:
    """What was sent (reports/sorts.py)."""
    return str(values.get("sort", REPORT))


def _plain(values: Values) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _one_line(text: str) -> str:
    return re.sub(r"[^\S\u00a0]+", " ", text).strip()[:250]


def _ending(say: Say, values: Values, channel: str) -> list[str]:
    name = f"{values['force']}" + (f"\n{say('part.demo')}" if values["demo"] else "")
    if channel == TEXT:
        return [name]
    talk = values["talk"]
    call = say("part.talk", name=talk["name"], phone=talk["phone"], hours=talk["hours"]).strip()
    named = values.get("door", {}).get("name") == talk["name"]
    return [
        "" if named else call,
        talk["relay"],
        say("part.emergency", number=values["emergency"]),
        say("part.unread") if channel == EMAIL else "",
        name,
    ]


def _promises(say: Say, values: Values) -> str:
    lines = [say("part.promise", text=one["text"], due=one["due"]) for one in values["promises"]]
    return "\n".join(lines)


def _standing(say: Say, values: Values) -> list[str]:
    return [
        say("part.number", tracking_number=values["tracking_number"]),
        _promises(say, values),
        say("part.way_back", link=values["status_link"]),
    ]


def _copy(say: Say, event: str, values: Values) -> str:
    return say(f"{event}.{'copy' if values['attached'] else 'copy_where'}")


def _receipt(say: Say, values: Values) -> list[str]:
    sort = _sort(values)
    key = "receipt.first" if sort == REPORT else f"receipt.first_{sort}"
    first = say(key, **_plain(values))
    return [first, *_standing(say, values), _copy(say, "receipt", values)]


def _receipt_several(say: Say, values: Values) -> list[str]:
    first = say("receipt_several.first", count=values["count"])
    way = say("part.way_back", link=values["status_link"])
    return [first, "\n".join(values["numbers"]), say("receipt_several.codes"), way]


def _call_requested(say: Say, values: Values) -> list[str]:
    return [say("call_requested.first"), *_standing(say, values)]


def _taken_over(say: Say, values: Values) -> list[str]:
    first = say("taken_over.first", title=values["title"], other=values["other_force"])
    return [first, *_standing(say, values), say("taken_over.way_back")]


def _recorded(say: Say, values: Values) -> list[str]:
    number = values["file_number"]
    quiet = "_neutral" if values.get("neutral") else ""  # no insurer, nothing to get back
    first = say(f"recorded.first{quiet}", title=values["title"], file_number=number)
    return [first, _copy(say, "recorded", values), say(f"recorded.more{quiet}")]


def _with_door(event: str) -> Callable[[Say, Values], list[str]]:
    """A decision with its reason and the next door."""

    def body(say: Say, values: Values) -> list[str]:
        door = values["door"]
        first = say(f"{event}.first", title=values["title"], reason=values["reason"])
        way = say("not_taken.door", door=door["name"], phone=door["phone"], hours=door["hours"])
        return [first, way.strip(), say(f"{event}.kept"), *_standing(say, values)[:1]]

    return body


def _joined(say: Say, values: Values) -> list[str]:
    number = values.get("other_file")
    told = say("joined.file", other_file=number) if number else ""
    return [say("joined.first"), told, *_standing(say, values)]


def _other_file(event: str) -> Callable[[Say, Values], list[str]]:
    """The number of a file that the report is in beside its own, or instead of one."""

    def body(say: Say, values: Values) -> list[str]:
        first = say(f"{event}.first", title=values["title"], other_file=values["other_file"])
        return [first, *_standing(say, {**values, "promises": ()})]

    return body


def _withdrawn(say: Say, values: Values) -> list[str]:
    first = say("withdrawn.first", title=values["title"])
    return [first, say("withdrawn.mistake"), *_standing(say, values)[:1]]


def _simple(event: str) -> Callable[[Say, Values], list[str]]:
    return lambda say, values: [say(f"{event}.first"), *_standing(say, values)]


def _referral(say: Say, values: Values) -> list[str]:
    """To a service that supports victims: who agreed to be reached, and how."""
    told = dict(values["told"])
    told["safe"] = ", ".join(say(f"referral.way_{way}") for way in told["safe"])
    lines = [
        say(f"referral.{name}", told=told[name])
        for name in ("name", "phone", "email", "safe", "language", "what")
        if told.get(name)
    ]
    first = say("referral.first", tracking_number=values["tracking_number"])
    return [first, "\n".join(lines), say("referral.answer")]


def _asked(event: str) -> Callable[[Say, Values], list[str]]:
    """A question, or a reminder of it: never what is asked. A link stands alone: with it the
    message names no number."""

    def body(say: Say, values: Values) -> list[str]:
        until = values.get("answer_by")
        first = [say(f"{event}.first"), say("question.until", until=until) if until else ""]
        if values.get("answer_link"):
            other = say("question.other_way", link=values["status_link"])
            return [*first, say("question.link"), values["answer_link"], other]
        return [*first, *_standing(say, {**values, "promises": ()})]

    return body


def _apology(say: Say, values: Values) -> list[str]:
    """What was promised and not kept, and by when it will be done now."""
    late = values.get("late")
    standing = _standing(say, values)
    if not late:
        return [say("apology.first"), *standing]
    again = [one for one in values["promises"] if one["kind"] == late["kind"]]
    due = say("apology.now", due=again[0]["due"]) if again else ""
    number, _, way_back = standing
    return [say("apology.first"), say("apology.promised", text=late["text"]), due, number, way_back]


def _message(say: Say, values: Values) -> list[str]:
    """Staff have written: the words themselves only where nobody else may read them."""
    words = str(values.get("written") or "")
    shown = words and values["channel"] in {EMAIL, LETTER} and not values.get("sensitive")
    told = [say("message.first_words"), words] if shown else [say("message.first")]
    standing = _standing(say, {**values, "promises": ()})
    return [*told, say("message.answer"), *standing]


def _with_booking(event: str) -> Callable[[Say, Values], list[str]]:
    """A call that did not come about, and how to choose a time for the next."""
    return lambda say, values: [
        say(f"{event}.first"),
        say("part.book_call"),
        *_standing(say, values),
    ]


def _of_card(event: str) -> Callable[[Say, Values], list[str]]:
    """To somebody without a report: whom to call, and which number to name."""

    def body(say: Say, values: Values) -> list[str]:
        named = {"number": values["card_number"], "phone": values["card_phone"]}
        way = say("part.card_way", hours=values["card_hours"], **named)
        return [say(f"{event}.first"), way.strip()]

    return body


def _of_card_link(event: str) -> Callable[[Say, Values], list[str]]:
    """The same with a link that books a time, which stands alone: then no number is named."""

    def body(say: Say, values: Values) -> list[str]:
        until = say("part.card_link", until=values["card_until"])
        phone = say("part.card_call", phone=values["card_phone"], hours=values["card_hours"])
        return [say(f"{event}.first"), until, values["card_link"], phone.strip()]

    return body


def _call_reminder(say: Say, values: Values) -> list[str]:
    words = ""
    if values.get("first_word"):
        words = say("call_reminder.words", first=values["first_word"], second=values["second_word"])
    first = say("call_reminder.first", when=values["when"])
    return [first, words, say("part.move_call"), *_standing(say, values)]


def _card_reminder(say: Say, values: Values) -> list[str]:
    """A booked call or visit of somebody without a report: the words were told on the telephone."""
    if values.get("place"):
        first = say("visit_reminder.first", when=values["when"], place=values["place"])
    else:
        first = say("call_reminder.first", when=values["when"])
    named = {"number": values["card_number"], "phone": values["card_phone"]}
    return [first, say("part.card_move", hours=values["card_hours"], **named).strip()]


def _visit_reminder(say: Say, values: Values) -> list[str]:
    first = say("visit_reminder.first", when=values["when"], place=values["place"])
    return [first, say("part.move_call"), *_standing(say, values)]


def _confirm_code(say: Say, values: Values) -> list[str]:
    return [say("confirm_code.first", code=values["code"]), say("confirm_code.wrong")]


def _resume_link(say: Say, values: Values) -> list[str]:
    return [say("resume_link.first"), values["link"], say("resume_link.private")]


def _access_link(say: Say, values: Values) -> list[str]:
    return [say("access_link.first"), values["link"]]


def _alarm(say: Say, values: Values) -> list[str]:
    """To a desk of the force, not to a reporter: a number and where to look."""
    first = say("alarm.first", alarm_number=values["alarm_number"])
    more = say("alarm.more", alarm_minutes=values["alarm_minutes"])
    return [first, say("alarm.page", alarm_page=values["alarm_page"]), more]


def _digest(say: Say, values: Values) -> list[str]:
    """To the force's own people: how many promises press, and where."""
    lines = [
        say("digest.line", **{name: one[name] for name in ("unit", "kind", "late", "soon", "page")})
        for one in values["digest_lines"]
    ]
    return [say("digest.first", digest_day=values["digest_day"]), *lines, say("digest.more")]


def _new_work(say: Say, values: Values) -> list[str]:
    """To a member of staff, of a search that they saved: a number and where to look."""
    page = say("new_work.page", work_page=values["work_page"])
    return [say("new_work.first", work_count=values["work_count"]), page, say("new_work.stop")]


_BODIES: dict[str, Callable[[Say, Values], list[str]]] = {
    "receipt": _receipt,
    "receipt_several": _receipt_several,
    "call_requested": _call_requested,
    "recorded": _recorded,
    "not_taken": _with_door("not_taken"),
    "redirected": _with_door("redirected"),
    "no_investigation": _with_door("no_investigation"),
    "taken_over": _taken_over,
    "joined": _joined,
    "joined_file": _other_file("joined_file"),
    "further_file": _other_file("further_file"),
    "alarm": _alarm,
    "digest": _digest,
    "new_work": _new_work,
    "question": _asked("question"),
    "reminder": _asked("reminder"),
    "apology": _apology,
    "message": _message,
    "withdrawn": _withdrawn,
    "withdraw_requested": _simple("withdraw_requested"),
    "referral": _referral,
    "call_missed": _with_booking("call_missed"),
    "call_unreached": _with_booking("call_unreached"),
    "card_missed": _of_card("card_missed"),
    "card_missed_link": _of_card_link("card_missed"),
    "card_unreached": _of_card("card_unreached"),
    "card_unreached_link": _of_card_link("card_unreached"),
    "card_reminder": _card_reminder,
    "call_reminder": _call_reminder,
    "visit_reminder": _visit_reminder,
    "confirm_code": _confirm_code,
    "resume_link": _resume_link,
    "access_link": _access_link,
}

EVENTS = frozenset(_BODIES)
