"""contact: how the reporter may be reached, and what is safe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..reading import DocumentError, Reader
from ..texts import say
from ..views import Choice, Field
from .base import Asking, Checking, Identifier, Question, Raw, Value, compact, texts_of
from .person import check_email, check_phone, reach_identifiers, reach_input, read_phone
from .place import ADDRESS, address_inputs, address_lines, check_address

CHANNELS = ("email", "text", "phone", "letter")
SAFE = ("message", "text", "email", "letter")
NEEDS = {"email": "email", "text": "phone", "phone": "phone", "letter": "line1"}


@dataclass(frozen=True, kw_only=True)
class ContactQuestion(Question):
    """Canonical: {"by", "email"?, "phone"?: {"typed", "e164"}, "address"?, "safe"?, "when"?}.

    `by` is one of the force's channels and needs its own detail, nothing more. `safe` lists what
    the person said is safe: message (voice), text, email, letter.
    """

    KIND = "contact"
    PARTS = ("by", *CHANNELS, *ADDRESS, "safe", "safe_message", "safe_text", "safe_email",
             "safe_letter", "when", "email_address", "phone_number")  # fmt: skip
    channels: tuple[str, ...] = CHANNELS

    @classmethod
    def parse(cls, r: Reader) -> Self:
        channels = r.strings("channels", CHANNELS)
        if not channels or not set(channels) <= set(CHANNELS):
            raise DocumentError(r.at("channels"), f"expected some of {', '.join(CHANNELS)}")
        return cls(**cls.common(r), channels=tuple(c for c in CHANNELS if c in channels))

    def _safe(self) -> list[str]:
        needs = {"message": "phone", "text": "text", "email": "email", "letter": "letter"}
        return [code for code in SAFE if needs[code] in self.channels]

    def read(self, stored: object) -> Value | None:
        if not isinstance(stored, Mapping) or stored.get("by") not in self.channels:
            return None
        safe = stored.get("safe")
        value = compact(
            by=stored["by"],
            **texts_of(stored, ("email", "when")),
            phone=read_phone(stored.get("phone")),
            address=texts_of(stored.get("address"), ADDRESS),
            safe=[code for code in SAFE if isinstance(safe, list) and code in safe],
        )
        need = NEEDS[value["by"]]
        return value if need in value or need in value.get("address", {}) else None

    def fill(self, value: Value) -> Raw:
        raw = {f"{self.id}.{k}": [value[k]] for k in ("by", "email", "when") if k in value}
        if "phone" in value:
            raw[f"{self.id}.phone"] = [value["phone"]["typed"]]
        raw |= {f"{self.id}.{k}": [text] for k, text in value.get("address", {}).items()}
        return raw | {f"{self.id}.safe": list(value.get("safe", []))}

    def check(self, c: Checking) -> Value | None:
        by = c.get("by")
        found = compact(
            by=by if by in self.channels else "",
            email=check_email(c, "email"),
            phone=check_phone(c, "phone"),
            address=check_address(c, ADDRESS) if "letter" in self.channels else {},
            safe=[code for code in self._safe() if code in c.all("safe")],
            when=c.short("when"),
        )
        if "by" not in found:
            if found or by or self.required:
                self.missing(c, "by", "contact_by")
        elif not c.get(NEEDS[by]):
            c.error(NEEDS[by], f"contact_{by}")
        return found or None

    def ask(self, a: Asking) -> Field:
        options = tuple(
            Choice(
                value=code,
                label=self.words(code, a.lang),
                hint=self.part_hint(code, a.lang),
                checked=code == a.get("by"),
                reveals=tuple(a.name(p) for p in ADDRESS) if code == "letter" else (),
            )
            for code in self.channels
        )
        inputs = [self.part(a, "by", "radios", options=options, optional=not self.required)]
        if "email" in self.channels:
            inputs.append(reach_input(self, a, "email", "email_address", own=True))
        if {"phone", "text"} & set(self.channels):
            inputs.append(reach_input(self, a, "phone", "phone_number", own=True))
        if "letter" in self.channels:
            inputs += address_inputs(self, a, ADDRESS, own=True)
        safe = tuple(
            Choice(value=s, label=self.words(f"safe_{s}", a.lang), checked=s in a.all("safe"))
            for s in self._safe()
        )
        inputs.append(self.part(a, "safe", "checkboxes", options=safe))
        if "phone" in self.channels:
            inputs.append(self.part(a, "when", max_length=200))
        return self.field(a, inputs=tuple(inputs), composite=True)

    def show(self, value: Value, lang: str) -> list[str]:
        lines = [self.words(value["by"], lang), value.get("email", "")]
        lines += [value["phone"]["typed"]] if "phone" in value else []
        lines += address_lines(value.get("address", {}))
        if value.get("safe"):
            safe = ", ".join(say(f"safe.{code}", lang) for code in value["safe"])
            lines.append(say("safe.all", lang, ways=safe))
        if "when" in value:
            lines.append(say("safe.when", lang, when=value["when"]))
        return [line for line in lines if line]

    def export(self, value: Value) -> Iterable[tuple[str, dict[str, Any]]]:
        contact = {k: v for k, v in value.items() if k != "address"}
        address = value.get("address")
        return [("persons", compact(role="reporter", contact=contact, address=address))]

    def identifiers(self, value: Value) -> list[Identifier]:
        return reach_identifiers(self, value, "reporter")
