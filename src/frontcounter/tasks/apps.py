from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "frontcounter.tasks"
    label = "tasks"

    def ready(self) -> None:
        from frontcounter.tasks import (  # noqa: F401 - they register themselves
            booking,
            contacting,
            effects,
            shredding,
        )
