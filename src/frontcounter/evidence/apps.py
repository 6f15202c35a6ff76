from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "frontcounter.evidence"
    label = "evidence"

    def ready(self) -> None:
        from frontcounter.evidence import effects, shredding  # noqa: F401 - they register themselves
