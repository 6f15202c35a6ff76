"""Everybody may ask for a message; only staff and the worker see any."""

from django.db import migrations

from frontcounter.base.rls import scope_table


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("reports", "0002_scope")]

    operations = [
        scope_table(
            "messages_message",
            refs={"report_id": "reports_report"},
            public="I",
            staff="SIU",
            worker="SIUD",
        ),
    ]
