"""POST /api/v1/call-cards: a dispatch system hands over somebody who is to be called."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from frontcounter.accounts.actor import Actor
from frontcounter.api import keys
from frontcounter.api.keys import CALL_CARDS, Known
from frontcounter.api.models import ApiRequest
from frontcounter.api.problems import problem
from frontcounter.api.reading import WORDS, card_of, shape
from frontcounter.base.scope import act_as, narrow_to_force
from frontcounter.forces.published import settings_in_scope
from frontcounter.tasks import cards
from frontcounter.web.client import client_address, counted_as
from frontcounter.web.limits import limits

MOST_BYTES = 16_000
A_MINUTE, TRIES_A_MINUTE, CARDS_A_MINUTE = 60, 300, 60


@csrf_exempt
@never_cache
def call_cards(request: HttpRequest) -> HttpResponse:
    """One card; the same idempotency key with the same body gets the same answer."""
    if request.method != "POST":
        return problem(405, "Send a card with POST.", headers={"Allow": "POST"})
    if (wait := limits.wait(_counted(request), TRIES_A_MINUTE, A_MINUTE)) > 0:
        return _wait(wait)
    now = datetime.now(UTC)
    key = _key(request, now)
    if key is None:
        told = "A key of the force is needed: Authorization: Bearer …"
        return problem(401, told, headers={"WWW-Authenticate": "Bearer"})
    narrow_to_force(key.force_id)
    act_as("api", str(key.id))
    if CALL_CARDS not in key.scopes:
        return problem(403, "This key may not send call cards.")
    if (wait := limits.wait(f"api-cards:{key.id}", CARDS_A_MINUTE, A_MINUTE)) > 0:
        return _wait(wait)
    return _take(request, key, now)


def _counted(request: HttpRequest) -> str:
    return f"api:{counted_as(client_address(request))}"


def _wait(seconds: float) -> HttpResponse:
    return problem(429, "Too many at once.", headers={"Retry-After": str(math.ceil(seconds))})


def _key(request: HttpRequest, now: datetime) -> Known | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 20 <= len(key.strip()) <= 100:
        return None
    return keys.open_key(key.strip(), at=now)


def _take(request: HttpRequest, key: Known, now: datetime) -> HttpResponse:
    if request.content_type != "application/json":
        return problem(415, "The card must be application/json.")
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        return problem(413, "The card is too large.")
    if len(body) > MOST_BYTES:
        return problem(413, f"A card has at most {MOST_BYTES} bytes.")
    once = request.headers.get("Idempotency-Key", "")
    if not (8 <= len(once) <= 80 and once.isascii() and once.isprintable()):
        return problem(400, "An Idempotency-Key of 8 to 80 characters is needed.")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return problem(400, "This is no JSON.")
    wrong = shape(told)
    if not wrong:
        card = card_of(told)
        found = cards.wrong(card, settings_in_scope())
        wrong = {field: WORDS[code] for field, code in found.items()}
    if wrong:
        return problem(422, "The card is not right.", errors=wrong)
    return _once(key, once, body, card, now)


def _once(key: Known, once: str, body: bytes, card: cards.Card, now: datetime) -> HttpResponse:
    """Two of the same at one time: the second waits for the first, and gets its answer."""
    row = ApiRequest(
        key_id=key.id,
        once=hashlib.sha256(once.encode()).hexdigest(),
        body_hash=hashlib.sha256(body).hexdigest(),
        at=now,
    )
    try:
        with transaction.atomic():
            row.add()
    except IntegrityError:
        return _again(row)
    actor = Actor("system", name=key.name)
    made = cards.make_card(card, actor, at=now)
    row.answer = {
        "number": made.number,
        "due": made.due_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "priority": made.priority,
    }
    row.save(update_fields=["answer"])
    return _made(row.answer)


def _again(row: ApiRequest) -> HttpResponse:
    first = ApiRequest.objects.get(key_id=row.key_id, once=row.once)
    if first.body_hash != row.body_hash:
        return problem(422, "This Idempotency-Key was used for another card.")
    return _made(first.answer)


def _made(answer: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(answer, status=201)
    slug = settings_in_scope().slug
    response["Location"] = f"/staff/{slug}/call-cards/{answer['number']}"
    return response
