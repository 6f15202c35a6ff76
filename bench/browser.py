"""A small HTTP client for forms: keeps cookies, copies hidden inputs, follows redirects."""

from __future__ import annotations

import gzip
import html
import http.client
import re
from urllib.parse import urlencode, urljoin, urlsplit

_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*"([^"]*)\"""")
_FORM = re.compile(r"<form\b[^>]*>", re.IGNORECASE)
_INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)


class PageError(AssertionError):
    """A page that was not the one expected."""


class Browser:
    """One person's browser on a connection that stays open. Loopback only."""

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        if parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise ValueError("loopback only")
        self.base = base
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        self.cookies: dict[str, str] = {}
        self.url, self.page, self.status = base + "/", "", 0
        self.requests = self.received = 0

    def get(self, path: str) -> str:
        """Load a page; answers its text."""
        return self._send("GET", urljoin(self.url, path), None)

    def files_of(self, page: str) -> list[str]:
        """The files that a page asks a browser to load: styles, scripts, pictures."""
        found = re.findall(
            r'<link[^>]+rel="(?:stylesheet|icon)"[^>]*>|<(?:script|img)\b[^>]*>', page
        )
        attributes = [dict(_ATTRIBUTE.findall(tag)) for tag in found]
        return [one.get("src") or one.get("href", "") for one in attributes if one]

    def submit(self, fields: dict[str, str], *, form: int = 0, button: str = "") -> str:
        """Fill the `form`-th POST form of this page, hidden inputs copied, and send it."""
        action, hidden = self._form(form)
        body = {**hidden, **fields}
        if button:
            body[button] = ""
        return self._send("POST", urljoin(self.url, action), urlencode(body))

    def _form(self, wanted: int) -> tuple[str, dict[str, str]]:
        found = [tag for tag in _FORM.finditer(self.page) if 'method="post"' in tag[0].lower()]
        if len(found) <= wanted:
            raise PageError(f"no form on {self.url} (status {self.status})")
        tag = found[wanted]
        end = self.page.find("</form", tag.end())
        hidden = {}
        for one in _INPUT.finditer(self.page[tag.end() : end]):
            attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(one[0])}
            if attributes.get("type") == "hidden" and "name" in attributes:
                hidden[attributes["name"]] = attributes.get("value", "")
        return dict(_ATTRIBUTE.findall(tag[0])).get("action", ""), hidden

    def _send(self, method: str, url: str, body: str | None) -> str:
        for _ in range(6):
            parts = urlsplit(url)
            headers = {"Accept-Encoding": "gzip", "Referer": self.url, "Accept-Language": "en"}
            if self.cookies:
                headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            data = answer.read()
            self.requests += 1
            self.received += len(data) + sum(len(k) + len(v) + 4 for k, v in answer.getheaders())
            self._keep_cookies(answer)
            if answer.status in {301, 302, 303}:
                url, method, body = urljoin(url, answer.headers["Location"]), "GET", None
                continue
            if answer.headers.get("Content-Encoding") == "gzip":
                data = gzip.decompress(data)
            self.url, self.status, self.page = url, answer.status, data.decode("utf-8", "replace")
            return self.page
        raise PageError("redirects without end")

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            value = rest.split(";", 1)[0]
            if value in {"", '""'} or "max-age=0" in rest.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
