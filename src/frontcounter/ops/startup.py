"""What must hold before the web program or the worker begins."""

from __future__ import annotations

import gc


def check_start() -> None:
    """Every effect has its handler, every table of reports its shredder, no role sees too much.

    Called when Django is set up, hence the imports in here.
    """
    from django.db import connection

    from frontcounter.ops.roles_check import check_roles
    from frontcounter.reports.registry import check_registry
    from frontcounter.reports.shredding import check_shredders

    check_registry()
    check_shredders()
    check_roles()
    connection.close()  # the processes that are forked from this one open their own


def warm_up() -> None:
    """Load what every request needs before the process forks, so that its memory stays shared.

    What is loaded now lives as long as the process; the collector need not look at it again.
    """
    from django.urls import get_resolver

    from frontcounter.forms.engine.danger import alarm
    from frontcounter.forms.engine.usual import STORY
    from frontcounter.web.jinja import load_all_templates

    alarm([STORY])  # reads the lists, and prepares what an ordinary story is compared with
    _ = get_resolver().url_patterns
    load_all_templates()
    gc.collect()
    gc.freeze()
