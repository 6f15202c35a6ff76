"""What runs past the policies asks for the desk itself; nothing is added to what is not seen."""

from django.db import migrations

from frontcounter.base.rls import added_with

# Asked by functions that run as the owner, whom no policy holds. The role is the caller's.
SEEN = """
create function reports_seen(report uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select current_setting('role') <> 'frontcounter_staff' or exists (
        select 1 from reports_report r
        where r.force_id = current_setting('fc.force')::uuid and r.id = report
          and r.desk = any (string_to_array(current_setting('fc.desks'), ',')))
$$;
revoke all on function reports_seen(uuid) from public;
"""

# As in evidence 0004, for a file of a report that the caller sees.
LOCK = """
create or replace function evidence_lock(file uuid, reason text, who text, who_name text,
                                         at timestamptz)
returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    report uuid;
    paths text[];
begin
    select f.report_id into report from evidence_file f
        where f.force_id = force and f.id = file and f.report_id is not null;
    if report is null or not reports_seen(report) then
        return null;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(report::text, 12));
    select array[f.safe_path, f.preview_path, f.blur_path] into paths from evidence_file f
        where f.force_id = force and f.id = file and f.state <> 'locked' for update;
    if paths is null then
        return null;
    end if;
    -- Of a confidential file the safe copy is all that there is: it is what is locked away.
    paths := array_remove(paths, (select f.path from evidence_file f
                                  where f.force_id = force and f.id = file));
    update evidence_file f
        set state = 'locked', safe_path = '', preview_path = '', blur_path = '', safe_size = 0,
            facts = '{}', locked_at = at, locked_by = who, locked_by_name = who_name,
            lock_reason = reason
        where f.force_id = force and f.id = file;
    return paths;
end $$;
"""

RELEASE = """
create or replace function evidence_release(file uuid, who text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update evidence_file f
        set state = 'quarantined', attempts = 0, problem = '', checked_at = null,
            locked_at = null, locked_by = '', locked_by_name = '', lock_reason = ''
        where f.force_id = current_setting('fc.force')::uuid and f.id = file
          and f.state = 'locked' and f.locked_by <> who and reports_seen(f.report_id);
    return found;
end $$;
"""

# As in documents 0003.
FORGET = """
create or replace function documents_forget(report uuid) returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    paths text[];
begin
    with gone as (
        delete from documents_officialpdf d
            where d.force_id = current_setting('fc.force')::uuid and d.report_id = report
              and reports_seen(report)
            returning d.path)
    select array_agg(gone.path) into paths from gone;
    return coalesce(paths, '{}');
end $$;
"""

# A draft's files are nobody's at the force before the draft is sent.
NOT_OF_DRAFTS = """
create policy evidence_file_sent on evidence_file as restrictive for select to frontcounter_staff
    using (report_id is not null);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ops", "0002_desks"),
        ("documents", "0003_forget"),
        ("evidence", "0004_scope_uploads"),
        ("tasks", "0003_desk"),
    ]

    operations = [
        migrations.RunSQL([SEEN, LOCK, RELEASE, FORGET, NOT_OF_DRAFTS], migrations.RunSQL.noop),
        *(
            added_with(table, "report_id", "reports_report")
            for table in (
                "reports_event",
                "reports_identifier",
                "reports_promise",
                "reports_accesslink",
                "evidence_file",
                "messages_message",
                "transfer_transfer",
                "documents_officialpdf",
                "tasks_task",
            )
        ),
        added_with("tasks_attempt", "task_id", "tasks_task"),
        added_with("evidence_custody", "evidence_id", "evidence_file"),
    ]
