"""One scope around each request: role by site, force by address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from frontcounter.audit.models import Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import Role, scope
from frontcounter.forces.lookup import force_id_of

UNSCOPED = frozenset({"static", "healthz", "readyz", ""})
# A person's session, or another program's key, says for which force.
STAFF_SIDE = frozenset({"staff"} if settings.SITE == "public" else {"staff", "api"})


class ScopeMiddleware:
    """Opens the transaction, takes the role and sets the force, around the whole response.

    The staff site starts without a force: it gets one when membership has been checked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        first = request.path_info[1:].partition("/")[0]
        request_id = uuid.uuid4().hex
        if first in UNSCOPED:
            return self.get_response(request)
        role, force_id = Role.STAFF, None
        if first not in STAFF_SIDE:
            role, force_id = Role.PUBLIC, _force(first)
            if force_id is None:
                return self.get_response(request)  # no such page: nothing needs a scope
        refused: PermissionDenied | None = None
        with scope(role, force_id, request_id=request_id) as here:
            request.scope = here  # type: ignore[attr-defined]
            response = self.get_response(request)
            refused = getattr(request, "refused", None)
            force_id = here.force_id
            actor = (here.actor_kind, here.actor_id)
        if refused is not None and force_id is not None:
            _note_refusal(role, force_id, request, request_id, actor)
        if isinstance(response, StreamingHttpResponse):
            parts: Iterable[bytes] = response.streaming_content  # type: ignore[assignment]
            response.streaming_content = _streamed(parts, role, force_id)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Undo what a failed view wrote; the error page comes after."""
        if connection.in_atomic_block:
            transaction.set_rollback(True)
        if isinstance(exception, PermissionDenied):
            request.refused = exception  # type: ignore[attr-defined]
        return None


def _force(slug: str) -> UUID | None:
    """A connection that the database closed is noticed here, before anything was written."""
    if re.fullmatch(r"[a-z0-9-]{1,40}", slug) is None:
        return None
    try:
        return force_id_of(slug)
    except OperationalError:
        connection.close()
        return force_id_of(slug)


def _note_refusal(
    role: Role, force_id: UUID, request: HttpRequest, request_id: str, actor: tuple[str, str]
) -> None:
    """A refusal is written in its own transaction: the refused one was undone."""
    with scope(role, force_id, actor_kind=actor[0], actor_id=actor[1], request_id=request_id):
        record(Verb.CONSULT, "refused", details={"view": _view_name(request)})


def _view_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _streamed(parts: Iterable[bytes], role: Role, force_id: UUID | None) -> Iterator[bytes]:
    """The body is made after the view has returned; it needs a scope of its own."""
    with scope(role, force_id):
        yield from parts
