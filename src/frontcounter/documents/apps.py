from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "frontcounter.documents"
    label = "documents"

    def ready(self) -> None:
        from frontcounter.documents import effects, shredding  # noqa: F401 - they register themselves
