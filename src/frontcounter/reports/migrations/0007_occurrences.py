"""One report may become several occurrences, and an occurrence may have several reports."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_agency_version")]

    operations = []
