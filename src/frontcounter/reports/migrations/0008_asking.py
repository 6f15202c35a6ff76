"""Questions to the reporter, and their answers."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import added_with, scope_table, seen_with

# The newest round of whoever proves the way to their report, unless it was answered: a late answer
# is taken too, as long as something may still come of it.
ROUND = """
create function reports_open_round(way jsonb, moment timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    wanted uuid := reports_proved(way, moment);
    found reports_question;
begin
    if wanted is null or not exists (
        select 1 from reports_report r where r.force_id = force and r.id = wanted
            and r.state in ('waiting', 'submitted', 'in_review', 'recorded')) then
        return null;
    end if;
    select * into found from reports_question q
        where q.force_id = force and q.report_id = wanted order by q.number desc limit 1;
    if found.id is null or found.answered_at is not null or exists (
        select 1 from reports_act a where a.force_id = force and a.id = found.id) then
        return null;
    end if;
    return jsonb_build_object('id', found.id, 'document', found.document,
        'due_at', found.due_at, 'wants_files', found.wants_files);
end $$;
revoke all on function reports_open_round(jsonb, timestamptz) from public;
grant execute on function reports_open_round(jsonb, timestamptz) to frontcounter_public;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_occurrences")]

    operations = [
        migrations.CreateModel(
            name="AskedRound",
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
                ("report_id", models.UUIDField()),
                ("number", models.SmallIntegerField()),
                ("document", models.JSONField()),
                ("wants_files", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("asked_by_id", models.UUIDField(null=True)),
                ("asked_by_name", models.CharField(max_length=120, blank=True)),
                ("due_at", models.DateTimeField()),
                ("reminders", models.SmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answers", models.JSONField(default=dict)),
            ],
            options={"db_table": "reports_question"},
        ),
        migrations.AddConstraint(
            "askedround",
            models.UniqueConstraint(
                fields=("force_id", "report_id", "number"), name="reports_question_round"
            ),
        ),
        scope_table(
            "reports_question",
            refs={"report_id": "reports_report"},
            staff="SIU",
            worker="SIUD",
        ),
        seen_with("reports_question", "report_id", "reports_report"),
        added_with("reports_question", "report_id", "reports_report"),
        migrations.RunSQL(ROUND, migrations.RunSQL.noop),
    ]
