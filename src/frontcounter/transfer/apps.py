from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "frontcounter.transfer"
    label = "transfer"

    def ready(self) -> None:
        from frontcounter.transfer import effects  # noqa: F401 - registers the handlers
