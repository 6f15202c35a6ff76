from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "frontcounter.reports"
    label = "reports"
