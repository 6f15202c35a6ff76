from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "frontcounter.messages"
    label = "messaging"  # Django has a “messages” of its own

    def ready(self) -> None:
        from frontcounter.messages import effects, shredding  # noqa: F401 - they register themselves
