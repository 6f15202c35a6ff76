"""Jobs: a site adds its own inside its transaction; only the worker sees them."""

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

revoke execute on function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])
    from public;
grant execute on function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])
    to frontcounter_public, frontcounter_staff, frontcounter_worker;
revoke execute on function procrastinate_defer_periodic_job_v2(varchar, varchar, varchar, varchar,
    integer, varchar, bigint, jsonb) from public;
grant execute on function procrastinate_defer_periodic_job_v2(varchar, varchar, varchar, varchar,
    integer, varchar, bigint, jsonb) to frontcounter_idle, frontcounter_worker;
"""

# A site may ask for its own force's work only, by ids; it can neither hold a lock nor name other
# arguments, so that a site that was broken into cannot stop the housekeeping.
GUARD = """
create function frontcounter_guard_job() returns trigger language plpgsql as $$
begin
    if current_setting('role') not in ('frontcounter_public', 'frontcounter_staff') then
        return new;
    end if;
    if new.lock is not null or new.queueing_lock is not null
       or new.queue_name not in ('mail', 'files', 'transfer', 'housekeeping')
       or new.args - 'ids' <> jsonb_build_object('force', current_setting('fc.force')) then
        raise exception 'a site may not ask for this job' using errcode = '42501';
    end if;
    if current_setting('role') = 'frontcounter_public'
       and new.task_name not in ('messages.send_message', 'evidence.scan_and_copy',
                                 'reports.carry_out_act', 'intake.send_access_link') then
        raise exception 'the public site may not ask for this job' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger frontcounter_guard_job before insert on procrastinate_jobs
    for each row execute function frontcounter_guard_job();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("forces", "0002_scope"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL([JOBS, GUARD], migrations.RunSQL.noop)]
