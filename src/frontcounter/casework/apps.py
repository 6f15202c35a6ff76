from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "frontcounter.casework"
    label = "casework"
