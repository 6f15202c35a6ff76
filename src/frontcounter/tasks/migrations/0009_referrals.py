"""Victims' needs, and referrals that are answered."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0008_watching")]

    operations = []
