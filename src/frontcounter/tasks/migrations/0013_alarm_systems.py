"""A desk's own system is told of an alarm."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import scope_table, seen_with


class Migration(migrations.Migration):
    dependencies = [("tasks", "0012_answers_not_read")]

    operations = [
        migrations.CreateModel(
            name="AlarmCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=frontcounter.base.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "force_id",
                    models.UUIDField(
                        default=frontcounter.base.scope.current_force_id, editable=False
                    ),
                ),
                ("alarm_id", models.UUIDField()),
                ("unit", models.CharField(max_length=40)),
                ("step", models.SmallIntegerField()),
                ("times", models.IntegerField()),
                ("system", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "db_table": "tasks_alarmcall",
                "indexes": [
                    models.Index(fields=["force_id", "alarm_id"], name="tasks_alarmcall_of")
                ],
            },
        ),
        scope_table("tasks_alarmcall", refs={"alarm_id": "tasks_alarm"}, staff="S", worker="SIUD"),
        seen_with("tasks_alarmcall", "alarm_id", "tasks_alarm"),
    ]
