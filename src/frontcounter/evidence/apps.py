from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "frontcounter.evidence"
    label = "evidence"

    def ready(self) -> None:
        from frontcounter.evidence import effects  # noqa: F401 - registers the handlers
