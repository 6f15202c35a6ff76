from django.apps import AppConfig


class FormsPagesConfig(AppConfig):
    name = "frontcounter.forms.pages"
    label = "forms_pages"
