"""The agency's version beside the reporter's words, and what was judged of a report."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import added_with, scope_table, seen_with

# Rows are added; only a disposal takes them away (the worker), and nobody writes them anew.
UNCHANGED = """
create trigger {table}_unchanged before update or truncate on {table}
    for each statement execute function frontcounter_refuse_change();
"""


def _of_report(*columns):
    return [
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
            models.UUIDField(default=frontcounter.base.scope.current_force_id, editable=False),
        ),
        ("report_id", models.UUIDField()),
        *columns,
        ("by_id", models.CharField(max_length=40)),
        ("by_name", models.CharField(max_length=120)),
        ("at", models.DateTimeField()),
    ]


def _kept(table):
    return [
        scope_table(table, refs={"report_id": "reports_report"}, staff="SI", worker="SID"),
        seen_with(table, "report_id", "reports_report"),
        added_with(table, "report_id", "reports_report"),
        migrations.RunSQL(UNCHANGED.format(table=table), migrations.RunSQL.noop),
    ]


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_searching")]

    operations = [
        migrations.CreateModel(
            name="AgencyChange",
            fields=_of_report(
                ("revision", models.IntegerField()),
                ("part", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=60)),
                ("value", models.JSONField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ),
            options={"db_table": "reports_agencychange"},
        ),
        migrations.AddConstraint(
            "agencychange",
            models.UniqueConstraint(
                fields=["force_id", "report_id", "revision"], name="reports_agencychange_one"
            ),
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=_of_report(
                ("prompts", models.JSONField(default=dict)),
                ("priority", models.SmallIntegerField()),
                ("floor", models.SmallIntegerField()),
                ("note", models.TextField(blank=True)),
            ),
            options={"db_table": "reports_assessment"},
        ),
        migrations.AddIndex(
            "assessment",
            models.Index(fields=["force_id", "report_id", "at"], name="reports_assessment_of"),
        ),
        *_kept("reports_agencychange"),
        *_kept("reports_assessment"),
    ]
