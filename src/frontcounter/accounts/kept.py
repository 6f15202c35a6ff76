"""What was typed on a page that asked for a sign-in or a proof first: sealed, for its own person.

It lies in the session that the sign-in page begins, so it is gone with the browser, and opens for
the person whose session had ended and for nobody else. Files and secrets are never kept.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from frontcounter.base.seal import Unsealable, seal_json, unseal_json
from frontcounter.web.errors import MOST_RESENT, NOT_RESENT

_KEY = "kept_form"
_UNSHOWN = 3
"""Values up to this length are codes or ticks: sent again, but not shown as something typed."""


@dataclass(frozen=True)
class Kept:
    """A form that was not sent: where it was going, its fields, and whether files were left out."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool

    @property
    def typed(self) -> tuple[str, ...]:
        """The texts in it that a person may have typed, to read and to copy."""
        return tuple(
            value for _name, value in self.fields if len(value) > _UNSHOWN and " " in value.strip()
        )


def keep(request: HttpRequest, user_id: UUID) -> bool:
    """Seal this POST's fields for this person; False where there is nothing that may be kept."""
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except (
        RequestDataTooBig,
        TooManyFieldsSent,
        TooManyFilesSent,
        MultiPartParserError,
        OSError,
    ):
        return False
    fields = [(name, value) for name, value in pairs if name != NOT_RESENT[0]]
    secret = any(name.rsplit(".", 1)[-1] in NOT_RESENT for name, _ in fields)
    if secret or not fields or sum(len(n) + len(v) for n, v in fields) > MOST_RESENT:
        return False
    content = {"path": request.get_full_path(), "fields": fields, "files": files}
    sealed = seal_json(settings.INSTALLATION_KEY, content, _context(user_id))
    request.session[_KEY] = base64.b64encode(sealed).decode()
    return True


def kept(request: HttpRequest, user_id: UUID) -> Kept | None:
    """What was kept for this person in this session, if anything."""
    sealed = request.session.get(_KEY)
    if not sealed:
        return None
    try:
        content = unseal_json(
            settings.INSTALLATION_KEY, base64.b64decode(sealed), _context(user_id)
        )
    except (Unsealable, ValueError):
        return None
    fields = tuple((str(name), str(value)) for name, value in content["fields"])
    return Kept(str(content["path"]), fields, bool(content["files"]))


def forget(request: HttpRequest) -> None:
    """Whatever was kept in this session, for whomever."""
    request.session.pop(_KEY, None)


def page_before(request: HttpRequest) -> str:
    """The page of ours that a form stood on, as the browser tells it; else the start."""
    told = request.META.get("HTTP_REFERER", "")
    base = f"{request.scheme}://{request.get_host()}/staff/"
    return (
        "/" + told.removeprefix(base.removesuffix("staff/"))
        if told.startswith(base)
        else ("/staff/")
    )


def _context(user_id: UUID) -> bytes:
    return b"accounts.kept:" + user_id.bytes
