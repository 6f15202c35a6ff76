"""What hangs on a report is seen by staff only where they see the report: in every room."""

from django.db import migrations

from frontcounter.base.rls import seen_with


class Migration(migrations.Migration):
    dependencies = [
        ("ops", "0001_jobs"),
        ("reports", "0003_desks_and_marks"),
        ("evidence", "0002_scope"),
        ("messaging", "0002_scope"),
        ("transfer", "0002_scope"),
        ("documents", "0002_scope"),
    ]

    operations = [
        *(
            seen_with(table, "report_id", "reports_report")
            for table in (
                "evidence_file",
                "messages_message",
                "transfer_transfer",
                "documents_officialpdf",
            )
        ),
        seen_with("evidence_custody", "evidence_id", "evidence_file"),
    ]
