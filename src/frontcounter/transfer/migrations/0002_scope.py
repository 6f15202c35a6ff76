"""Staff queue and see deliveries; the worker makes them."""

from django.db import migrations

from frontcounter.base.rls import scope_table


class Migration(migrations.Migration):
    dependencies = [("transfer", "0001_initial"), ("reports", "0002_scope")]

    operations = [
        scope_table(
            "transfer_transfer",
            refs={"report_id": "reports_report"},
            staff="SIU",
            worker="SIUD",
        ),
    ]
