"""Victims' needs, and referrals that are answered; and what is new in a district."""

from django.db import migrations, models

from frontcounter.base.migrating import scoped_columns
from frontcounter.base.rls import added_with, scope_table, seen_with

OF_REPORT = {"report_id": "reports_report"}

NEW_IN = """
create index tasks_new_in on tasks_task (force_id, district, opened_at desc)
    where kind = 'review' and desk = 'review';
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0008_watching"), ("reports", "0003_desks_and_marks")]

    operations = [
        migrations.CreateModel(
            name="Needs",
            fields=[
                *scoped_columns(),
                ("report_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=120)),
                ("answers", models.JSONField(default=dict)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "db_table": "tasks_needs",
                "indexes": [
                    models.Index(fields=["force_id", "report_id", "at"], name="tasks_needs_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                *scoped_columns(),
                ("report_id", models.UUIDField()),
                ("service", models.CharField(max_length=40)),
                ("task_id", models.UUIDField(null=True)),
                ("state", models.CharField(max_length=10)),
                ("made_at", models.DateTimeField()),
                ("made_by_id", models.UUIDField()),
                ("made_by_name", models.CharField(max_length=120)),
                ("consent", models.JSONField(default=dict)),
                ("shared", models.JSONField(default=dict)),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=120)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "db_table": "tasks_referral",
                "indexes": [
                    models.Index(fields=["force_id", "report_id"], name="tasks_referral_of")
                ],
            },
        ),
        scope_table("tasks_needs", refs=OF_REPORT, staff="SI", worker="SID"),
        scope_table("tasks_referral", refs=OF_REPORT, staff="SIU", worker="SIUD"),
        *(
            policy(table, "report_id", "reports_report")
            for table in ("tasks_needs", "tasks_referral")
            for policy in (seen_with, added_with)
        ),
        migrations.RunSQL(NEW_IN, migrations.RunSQL.noop),
    ]
