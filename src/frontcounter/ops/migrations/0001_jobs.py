"""Jobs: every role may add one inside its own transaction; only the worker sees them."""

from django.db import migrations

JOBS = """
alter function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])
    security definer set search_path = public, pg_temp;
-- Asked for by the worker's clock, on a connection that has no scope yet.
alter function procrastinate_defer_periodic_job_v2(varchar, varchar, varchar, varchar, integer,
    varchar, bigint, jsonb) security definer set search_path = public, pg_temp;
do $$ declare found record; begin
    for found in select tablename from pg_tables
        where schemaname = 'public' and tablename like 'procrastinate%' loop
        execute format('grant select, insert, update, delete on %I to frontcounter_worker',
                       found.tablename);
    end loop;
end $$;
grant usage on all sequences in schema public to frontcounter_worker;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("forces", "0002_scope"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(JOBS, migrations.RunSQL.noop)]
