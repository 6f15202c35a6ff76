from django.apps import AppConfig


class ForcesConfig(AppConfig):
    name = "frontcounter.forces"
    label = "forces"
