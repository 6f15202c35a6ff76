from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "frontcounter.reports"
    label = "reports"

    def ready(self) -> None:
        from frontcounter.reports import keeping, search_index  # noqa: F401 - the core's shredders
