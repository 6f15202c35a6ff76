"""Questions to the reporter, and their answers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_occurrences")]

    operations = []
