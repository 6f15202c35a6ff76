"""Whom an identity provider knows by which subject. Nothing else that it tells is kept."""

from django.db import migrations

from frontcounter.base.rls import grant


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_people"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        grant("socialaccount_socialaccount", staff="SIU"),
    ]
