"""A task is seen by the staff of its report's desk only; the most urgent comes first."""

from django.db import migrations, models

from frontcounter.base.rls import only_desks, seen_with


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_scope")]

    operations = [
        migrations.AddField("task", "desk", models.CharField(max_length=16, default="review")),
        only_desks("tasks_task"),
        seen_with("tasks_attempt", "task_id", "tasks_task"),
    ]
