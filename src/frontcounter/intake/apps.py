from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "frontcounter.intake"
    label = "intake"
