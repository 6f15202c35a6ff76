"""What must hold before the web program or the worker begins."""

from __future__ import annotations


def check_start() -> None:
    """Every effect has its handler, and no database role could see past the policies.

    Called when Django is set up, hence the imports in here.
    """
    from django.db import connection

    from frontcounter.ops.roles_check import check_roles
    from frontcounter.reports.registry import check_registry

    check_registry()
    check_roles()
    connection.close()  # the processes that are forked from this one open their own
