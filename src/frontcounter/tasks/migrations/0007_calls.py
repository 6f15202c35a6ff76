"""Booked calls, call cards, and what was said."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_queues")]

    operations = []
