from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "frontcounter.api"
    label = "api"
