"""A person without a browser: loads pages, fills the form that is there, presses a button."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

MIDNIGHT_BIKE = {
    "safe": {"now": "no", "hurt": "no"},
    "online": {"for_whom": "me", "suspect_known": "no", "value_over": "no"},
    "where": {"place.line1": "12 Example Street", "place.town": "Red River"},
    "when": {
        "happened.how": "about",
        "happened.from_day": "3",
        "happened.from_month": "11",
        "happened.from_year": "2026",
        "happened.from_time": "22:30",
    },
    "things": {
        "bicycle.0.category": "bicycle",
        "bicycle.0.make": "Norco",
        "bicycle.0.serial": "SN-42 7781",
        "bicycle.0.value": "900",
    },
    "seen": {"saw": ["none"]},
    "story": {"story": "I came back from work and the bike was gone."},
    "you": {
        "name.given": "Marie",
        "name.family": "Tremblay-Öst",
        "contact.by": "phone",
        "contact.phone": "204-555-0147",
        "contact.safe": ["message"],
    },
}


class Page(HTMLParser):
    """What matters of a page: forms with their fields, the title, links, texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: list[dict[str, Any]] = []
        self.links: list[str] = []
        self.title = ""
        self._in: list[str] = []
        self._select: str | None = None
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "form":
            self.forms.append({"action": a.get("action", ""), "fields": {}})
        fields = self.forms[-1]["fields"] if self.forms else {}
        name = a.get("name") or ""
        if tag == "input" and name and a.get("type") != "file":
            chosen = a.get("type") not in {"radio", "checkbox"} or "checked" in a
            if chosen:
                fields.setdefault(name, []).append(a.get("value") or "")
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and "selected" in a:
            fields[self._select] = [a.get("value") or ""]
        if tag == "textarea":
            self._area = name
            fields[name] = [""]
        if tag == "a" and a.get("href"):
            self.links.append(a["href"] or "")
        self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None
        if tag in self._in:
            while self._in and self._in.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1]["fields"][self._area][0] += data
        if self._in and self._in[-1] == "title":
            self.title += data


class Walker:
    """One person with one browser's cookies."""

    def __init__(self, slug: str, lang: str = "en", client: Client | None = None) -> None:
        self.client = client or Client(enforce_csrf_checks=True)
        self.home = f"/{slug}/{lang}/"
        self.path = ""
        self.page = Page("")
        self.status = 0

    def get(self, path: str) -> Page:
        self._arrive(self.client.get(path if path.startswith("/") else self.home + path))
        return self.page

    def send(self, path: str, data: dict[str, Any]) -> Page:
        """Post without a form, where none asks for a token."""
        self._arrive(self.client.post(self.home + path, data))
        return self.page

    def _arrive(self, response: Any) -> None:
        self.path = response.request["PATH_INFO"]
        while response.status_code in {301, 302, 303}:
            target = response["Location"].partition("#")[0]
            response = self.client.get(target)
            self.path = target.partition("?")[0]
        self.status = response.status_code
        self.response = response
        kind = response.headers.get("Content-Type", "")
        self.page = Page(response.content.decode() if kind.startswith("text/html") else "")

    @property
    def step(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[-1]

    def form(self, number: int = 0) -> dict[str, Any]:
        return self.page.forms[number]

    def press(self, values: dict[str, Any] | None = None, number: int = 0, **more: Any) -> Page:
        """Fill these fields in and send the form."""
        form = self.form(number)
        data = {**form["fields"], **(values or {}), **more}
        action = form["action"] or self.path
        self._arrive(self.client.post(action, data))
        return self.page

    def walk(self, answers: dict[str, dict[str, Any]], type: str = "theft_bicycle") -> None:
        """From the start of a report to the check page."""
        self.get(f"report/{type}/")
        first = next(iter(answers))
        self.press(answers[first])
        for _ in range(30):
            if self.step == "confirm-email":
                self.press(_go="skip")
            elif self.step in answers and self.status == 200:
                self.press(answers[self.step])
            else:
                return
