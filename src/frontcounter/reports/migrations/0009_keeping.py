"""How long a report is kept: what is due is found by an index; a mark that nobody used goes."""

from django.db import migrations, models

# How many reports people have sent online since a moment, and not which: a pilot has a daily cap.
SENT_SINCE = """
create function reports_sent_since(moment timestamptz, most integer) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::integer from (
        select 1 from reports_report r
        where r.force_id = current_setting('fc.force')::uuid and r.submitted_at >= moment
          and r.channel in ('online', 'call_request')
        limit most) found
$$;
revoke all on function reports_sent_since(timestamptz, integer) from public;
grant execute on function reports_sent_since(timestamptz, integer)
    to frontcounter_public, frontcounter_staff, frontcounter_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_asking")]

    operations = [
        migrations.RemoveField("report", "practice"),
        migrations.AddIndex(
            "report",
            models.Index(
                fields=["force_id", "retain_until"],
                name="reports_due",
                condition=models.Q(retain_until__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "report", models.Index(fields=["force_id", "submitted_at"], name="reports_sent")
        ),
        migrations.RunSQL(SENT_SINCE, migrations.RunSQL.noop),
    ]
