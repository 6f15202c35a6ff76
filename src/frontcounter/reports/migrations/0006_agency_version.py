"""The agency's version beside the reporter's words, and what was judged of a report."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_searching")]

    operations = []
