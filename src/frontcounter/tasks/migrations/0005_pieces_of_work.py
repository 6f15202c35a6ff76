"""What queues filter by stands on the task itself; a task may stand for itself, without a report."""

from django.db import migrations, models

import frontcounter.tasks.models

COPY = """
update tasks_task set work_by = due_at;
update tasks_task t set type = r.type, language = r.language, channel = r.channel,
    district = r.district, marks = r.marks
from reports_report r where r.force_id = t.force_id and r.id = t.report_id;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_urgent_first"), ("reports", "0004_more_ways")]

    operations = [
        *(
            migrations.AddField(
                "task",
                name,
                models.CharField(max_length=length, blank=True, default=""),
                preserve_default=False,
            )
            for name, length in (
                ("number", 20),
                ("title", 160),
                ("type", 40),
                ("language", 8),
                ("district", 40),
                ("channel", 12),
                ("opened_by_name", 120),
            )
        ),
        migrations.AddField("task", "marks", models.JSONField(default=list)),
        migrations.AddField("task", "level", models.SmallIntegerField(default=1)),
        migrations.AddField("task", "opened_by_id", models.UUIDField(null=True)),
        migrations.AddField("task", "work_by", models.DateTimeField(null=True)),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.AlterField("task", "work_by", models.DateTimeField()),
        *(
            migrations.AddField("task", name, models.DateTimeField(null=True))
            for name in ("not_before", "slot_at", "seen_at")
        ),
        migrations.AddField("task", "touch_seconds", models.IntegerField(default=0)),
        migrations.AddField("task", "result", models.JSONField(default=dict)),
        migrations.AlterField(
            "task",
            "kind",
            models.CharField(max_length=16, choices=frontcounter.tasks.models.Kind.choices),
        ),
        migrations.AlterField(
            "task",
            "state",
            models.CharField(
                max_length=8, choices=frontcounter.tasks.models.TaskState.choices, default="open"
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.UniqueConstraint(
                fields=["force_id", "number"], condition=~models.Q(number=""), name="tasks_number"
            ),
        ),
    ]
