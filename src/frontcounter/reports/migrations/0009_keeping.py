"""How long a report is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_asking")]

    operations = []
