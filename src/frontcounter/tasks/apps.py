from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "frontcounter.tasks"
    label = "tasks"

    def ready(self) -> None:
        from frontcounter.tasks import effects  # noqa: F401 - registers the handlers
