from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "frontcounter.privacy"
    label = "privacy"

    def ready(self) -> None:
        from frontcounter.privacy import shredding  # noqa: F401 - registers the shredder
