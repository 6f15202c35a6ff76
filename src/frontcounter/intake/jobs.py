"""Jobs of the public site: links that only the worker may make, and ending old drafts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings as django_settings
from django.db import connection

from frontcounter.base.jobs import MAIL, job, periodic, worker_scope
from frontcounter.base.scope import Role, current_force_id, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.pages.funnel import EndedDraft, steps_of
from frontcounter.forms.pages.models import Step
from frontcounter.messages.queries import messages_of
from frontcounter.messages.services import queue
from frontcounter.reports.access import make_link
from frontcounter.reports.acts import take_link_request

KEPT_AFTER_SENDING = timedelta(minutes=30)  # as long as the receipt may be shown again


@job(MAIL)
def send_access_link(force_id: UUID, request_id: UUID) -> None:
    """Send the reporter a new way to their report, if they have a confirmed address."""
    with worker_scope(force_id):
        _answer(request_id, datetime.now(UTC))


def _answer(request_id: UUID, now: datetime) -> None:
    wanted = take_link_request(request_id, at=now)
    if wanted is None or not wanted.contact.get("email_confirmed"):
        return
    lately = [
        one
        for one in messages_of(wanted.report_id)
        if one.event == "access_link" and one.created_at > now - timedelta(hours=1)
    ]
    if len(lately) >= 3:
        return
    token = make_link(wanted.report_id, at=now)
    path = f"/{settings_in_scope().slug}/{wanted.language}/status/link/{token}"
    queue(
        "access_link",
        lang=wanted.language,
        channel="email",
        address=str(wanted.contact["email"]),
        values={"link": django_settings.PUBLIC_ADDRESS + path},
        report_id=wanted.report_id,
        at=now,
    )


@periodic("*/10 * * * *")
def end_drafts() -> None:
    """Delete drafts that have expired, and those that were sent half an hour ago.

    Their steps are counted first; see forms/pages/funnel.py.
    """
    with scope(Role.WORKER, None):
        forces = all_forces()
    now = datetime.now(UTC)
    for force_id, _slug in forces:
        with worker_scope(force_id):
            _end(now)


def _end(now: datetime) -> None:
    gone = "select id from forms_draft where force_id = %s and (expires_at < %s or locked_at < %s)"
    values: list[UUID | datetime] = [current_force_id(), now, now - KEPT_AFTER_SENDING]
    with connection.cursor() as cursor:
        cursor.execute(
            "select type, language, form_hash, steps::text, locked_at is not null"  # noqa: S608
            f" from forms_draft where id in ({gone}) for update",
            values,
        )
        ended = [_ended(*row) for row in cursor.fetchall()]
        rows = [Step(**vars(row)) for one in ended for row in steps_of(one)]
        Step.objects.bulk_create(rows, batch_size=500)
        cursor.execute(
            f"delete from forms_draftlink where force_id = %s and draft_id in ({gone})",  # noqa: S608
            [current_force_id(), *values],
        )
        cursor.execute(f"delete from forms_draft where id in ({gone})", values)  # noqa: S608


def _ended(type: str, language: str, form_hash: str, steps: str, sent: bool) -> EndedDraft:
    trail = [(str(name), datetime.fromisoformat(at)) for name, at in json.loads(steps)]
    return EndedDraft(type, language, form_hash, trail, sent)
