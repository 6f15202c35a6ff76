"""What reports are searched by."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_more_ways")]

    operations = []
