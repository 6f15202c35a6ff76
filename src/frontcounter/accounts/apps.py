from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "frontcounter.accounts"
    label = "accounts"
