"""Two-way messages, and how a person may be written to."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import added_with, scope_table, seen_with

OF_REPORT = {"report_id": "reports_report"}
TABLES = ("messages_reply", "messages_contactrule")

# What staff wrote to whoever proves the way to their report: no name of anybody.
REPLIES = """
create function messages_replies(way jsonb, moment timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    wanted uuid := reports_proved(way, moment);
begin
    return coalesce((
        select jsonb_agg(jsonb_build_object('at', r.at, 'text', r.text) order by r.at, r.id)
        from messages_reply r
        where r.force_id = current_setting('fc.force')::uuid and r.report_id = wanted), '[]');
end $$;
revoke all on function messages_replies(jsonb, timestamptz) from public;
grant execute on function messages_replies(jsonb, timestamptz) to frontcounter_public;
"""


def _own():
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
        ("at", models.DateTimeField()),
        ("by_id", models.UUIDField()),
        ("by_name", models.CharField(max_length=120)),
    ]


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_scope"), ("reports", "0004_more_ways")]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[*_own(), ("text", models.TextField())],
            options={
                "db_table": "messages_reply",
                "indexes": [
                    models.Index(fields=["force_id", "report_id", "at"], name="messages_reply_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactRule",
            fields=[
                *_own(),
                ("only", models.JSONField(default=list)),
                ("reason", models.CharField(max_length=300)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by_name", models.CharField(max_length=120, blank=True)),
            ],
            options={
                "db_table": "messages_contactrule",
                "indexes": [
                    models.Index(fields=["force_id", "report_id", "at"], name="messages_rule_of")
                ],
            },
        ),
        *(scope_table(table, refs=OF_REPORT, staff="SIU", worker="SIUD") for table in TABLES),
        *(seen_with(table, "report_id", "reports_report") for table in TABLES),
        *(added_with(table, "report_id", "reports_report") for table in TABLES),
        migrations.RunSQL(REPLIES, migrations.RunSQL.noop),
    ]
