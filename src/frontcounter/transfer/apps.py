from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "frontcounter.transfer"
    label = "transfer"

    def ready(self) -> None:
        from frontcounter.transfer import effects, shredding  # noqa: F401 - they register themselves
