"""Staff and the worker make and read official PDFs; the public site never does."""

from django.db import migrations

from frontcounter.base.rls import scope_table


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("reports", "0002_scope")]

    operations = [
        scope_table(
            "documents_officialpdf",
            refs={"report_id": "reports_report"},
            staff="SI",
            worker="SIUD",
        ),
        scope_table("documents_signingkey", staff="SI", worker="SI"),
    ]
