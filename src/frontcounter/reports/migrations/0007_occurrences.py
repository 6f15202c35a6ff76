"""One report may become several occurrences, and an occurrence may have several reports."""

from django.db import migrations, models

from frontcounter.base.migrating import scoped_columns
from frontcounter.base.rls import added_with, scope_table, seen_with

# Every report that has a file number becomes the first report of a file of its own.
FILL = """
insert into reports_occurrence
    (id, force_id, file_number, made_at, headline, code, covers, of_report_id)
select gen_random_uuid(), force_id, file_number, coalesce(recorded_at, submitted_at), headline,
       type, '', id
from reports_report where file_number is not null;
insert into reports_occurrencereport (id, force_id, occurrence_id, report_id, place, at)
select gen_random_uuid(), force_id, id, of_report_id, 1, made_at from reports_occurrence;
"""

# The one thing that a force may know of another: its name, where it takes reports from us. Nothing
# leaves a practice area, and nothing real comes into one.
NEIGHBOURS = """
create function forces_taking_over() returns table (slug text, name jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.slug::text, p.document -> 'name'
    from forces_force f
    join forces_publication p on p.force_id = f.id and p.hash = f.publication_hash
    join forces_force us on us.id = current_setting('fc.force')::uuid
    join forces_publication ours on ours.force_id = us.id and ours.hash = us.publication_hash
    where f.id <> us.id
      and not coalesce((p.document ->> 'practice')::boolean, false)
      and not coalesce((ours.document ->> 'practice')::boolean, false)
      and (
        p.document -> 'takes_over_from' = '"any"'::jsonb
        or (jsonb_typeof(p.document -> 'takes_over_from') = 'array'
            and p.document -> 'takes_over_from' ? us.slug::text))
    order by f.slug limit 100
$$;
revoke all on function forces_taking_over() from public;
grant execute on function forces_taking_over() to frontcounter_staff, frontcounter_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_agency_version")]

    operations = [
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                *scoped_columns(),
                ("file_number", models.CharField(max_length=40, null=True)),
                ("made_at", models.DateTimeField()),
                ("headline", models.CharField(blank=True, max_length=160)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("covers", models.TextField(blank=True)),
                ("of_report_id", models.UUIDField()),
            ],
            options={
                "db_table": "reports_occurrence",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force_id", "file_number"), name="reports_occurrence_number"
                    )
                ],
                "indexes": [
                    models.Index(fields=["force_id", "of_report_id"], name="reports_occurrence_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="OccurrenceReport",
            fields=[
                *scoped_columns(),
                ("occurrence_id", models.UUIDField()),
                ("report_id", models.UUIDField()),
                ("place", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "reports_occurrencereport",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force_id", "report_id", "place"),
                        name="reports_occurrencereport_place",
                    )
                ],
                "indexes": [
                    models.Index(
                        fields=["force_id", "occurrence_id"], name="reports_occurrencereport_of"
                    )
                ],
            },
        ),
        migrations.RemoveConstraint("report", "reports_report_file_number"),
        migrations.AddIndex(
            "report", models.Index(fields=["force_id", "file_number"], name="reports_file_number")
        ),
        migrations.AddIndex(
            "report",
            models.Index(
                fields=["force_id", "joined_to"],
                name="reports_joined",
                condition=models.Q(joined_to__isnull=False),
            ),
        ),
        migrations.RunSQL([FILL, NEIGHBOURS], migrations.RunSQL.noop),
        scope_table(
            "reports_occurrence",
            refs={"of_report_id": "reports_report"},
            staff="SIU",
            worker="SIU",
        ),
        scope_table(
            "reports_occurrencereport",
            refs={"report_id": "reports_report", "occurrence_id": "reports_occurrence"},
            staff="SI",
            worker="SI",
        ),
        seen_with("reports_occurrence", "of_report_id", "reports_report"),
        added_with("reports_occurrence", "of_report_id", "reports_report"),
        seen_with("reports_occurrencereport", "report_id", "reports_report"),
        added_with("reports_occurrencereport", "report_id", "reports_report"),
    ]
