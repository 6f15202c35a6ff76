"""Alarms, absences, and the time that work takes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0007_calls")]

    operations = []
