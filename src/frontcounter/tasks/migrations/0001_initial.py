from django.db import migrations, models

from frontcounter.base.migrating import scoped_columns


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                *scoped_columns(),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("review", "Review"),
                            ("call_back", "Call Back"),
                            ("follow_up", "Follow Up"),
                            ("answer", "Answer"),
                            ("records_request", "Records Request"),
                        ],
                        max_length=16,
                    ),
                ),
                ("unit", models.CharField(max_length=40)),
                ("report_id", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("claimed", "Claimed"), ("done", "Done")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("priority", models.SmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("claimed_by_id", models.UUIDField(null=True)),
                ("claimed_by_name", models.CharField(blank=True, max_length=120)),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=40)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("windows", models.JSONField(default=list)),
                ("brief", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "tasks_task",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "done"), _negated=True),
                        fields=["force_id", "kind", "state", "due_at", "id"],
                        name="tasks_open",
                    ),
                    models.Index(fields=["force_id", "report_id"], name="tasks_of_report"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                *scoped_columns(),
                ("task_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=120)),
                ("outcome", models.CharField(max_length=40)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "db_table": "tasks_attempt",
                "indexes": [
                    models.Index(fields=["force_id", "task_id", "at"], name="tasks_attempt_of")
                ],
            },
        ),
    ]
