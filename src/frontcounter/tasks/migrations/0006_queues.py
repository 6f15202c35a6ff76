"""Queues are saved searches."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_pieces_of_work")]

    operations = []
