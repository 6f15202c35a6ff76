"""The public site only adds tasks; what was tried is written by staff and kept as it is."""

from django.db import migrations

from frontcounter.base.rls import append_only, scope_table


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial"), ("reports", "0002_scope")]

    operations = [
        scope_table(
            "tasks_task",
            refs={"report_id": "reports_report"},
            public="I",
            staff="SIU",
            worker="SIU",
        ),
        scope_table("tasks_attempt", refs={"task_id": "tasks_task"}, staff="SI", worker="SI"),
        append_only("tasks_attempt"),
    ]
