from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "frontcounter.reports"
    label = "reports"

    def ready(self) -> None:
        from frontcounter.reports import keeping  # noqa: F401 - registers the core's shredder
