from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "frontcounter.audit"
    label = "audit"
