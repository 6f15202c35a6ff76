from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "frontcounter.reports"
    label = "reports"

    def ready(self) -> None:
        from frontcounter.reports import (  # noqa: F401 - they register themselves
            asking,
            keeping,
            search_index,
        )
