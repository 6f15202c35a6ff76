from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "frontcounter.tasks"
    label = "tasks"

    def ready(self) -> None:
        from frontcounter.tasks import effects, shredding, slots  # noqa: F401 - they register themselves
