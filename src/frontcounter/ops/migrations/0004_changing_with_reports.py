"""What hangs on a report is changed by staff only where they see the report."""

from django.db import migrations

from frontcounter.base.rls import added_with, changed_with

OF_REPORTS = (
    "messages_contactrule",
    "messages_message",
    "messages_reply",
    "privacy_hold",
    "privacy_packagereport",
    "reports_promise",
    "reports_question",
    "tasks_alarm",
    "tasks_looking",
    "tasks_referral",
    "tasks_task",
    "transfer_transfer",
)


class Migration(migrations.Migration):
    dependencies = [
        ("ops", "0003_closed_desks"),
        ("messaging", "0003_thread"),
        ("privacy", "0002_scope"),
        ("reports", "0008_asking"),
        ("tasks", "0009_referrals"),
        ("transfer", "0002_scope"),
    ]

    operations = [
        *(changed_with(table, "report_id", "reports_report") for table in OF_REPORTS),
        added_with("tasks_alarm", "report_id", "reports_report"),
        changed_with("reports_occurrence", "of_report_id", "reports_report"),
        changed_with("tasks_slot", "task_id", "tasks_task"),
        changed_with("privacy_item", "batch_id", "privacy_batch"),
    ]
