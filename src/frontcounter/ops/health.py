"""Is the process alive; can it serve?"""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from frontcounter.base.scope import Role, scope


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers, and no job has waited for more than ten minutes.

    A site with a log-in of its own cannot become the worker, and asks for the database only.
    """
    if settings.SITE != "all":
        return _database_answers()
    try:
        with scope(Role.WORKER, None), connection.cursor() as cursor:
            cursor.execute(
                "select count(*), coalesce(extract(epoch from now() - min(coalesce(scheduled_at,"
                " (select min(at) from procrastinate_events e where e.job_id = j.id)))), 0)"
                " from procrastinate_jobs j"
                " where status = 'todo' and (scheduled_at is null or scheduled_at <= now())"
            )
            waiting, oldest = cursor.fetchone()
    except DatabaseError:
        connection.close()
        return JsonResponse({"ready": False, "database": False}, status=503)
    ready = float(oldest) < 600
    body = {"ready": ready, "database": True, "waiting": waiting, "oldest": round(float(oldest))}
    return JsonResponse(body, status=200 if ready else 503)


def _database_answers() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from forces_force limit 1")
    except DatabaseError:
        connection.close()
        return JsonResponse({"ready": False, "database": False}, status=503)
    return JsonResponse({"ready": True, "database": True})
