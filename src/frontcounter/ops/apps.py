from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "frontcounter.ops"
    label = "ops"
