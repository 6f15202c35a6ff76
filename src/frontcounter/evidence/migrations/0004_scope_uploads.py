"""Files that come in pieces, and files that are locked away."""

from django.db import migrations

from frontcounter.base.rls import scope_table

# The public site only adds rows; what it must change or see goes through these, within one draft.
PART = """
create function evidence_part(draft uuid, upload uuid, start bigint, part_size integer,
                              part_path text, at timestamptz)
returns table (received bigint, taken boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
begin
    return query
        update evidence_upload u
        set received = u.received + part_size, touched_at = at,
            parts = u.parts || to_jsonb(part_path)
        where u.force_id = force and u.id = upload and u.draft_id = draft and u.file_id is null
          and u.received = start and part_size > 0 and start + part_size <= u.size
        returning u.received, true;
    if not found then
        return query select u.received, false from evidence_upload u
            where u.force_id = force and u.id = upload and u.draft_id = draft;
    end if;
end $$;
revoke all on function evidence_part(uuid, uuid, bigint, integer, text, timestamptz) from public;
grant execute on function evidence_part(uuid, uuid, bigint, integer, text, timestamptz)
    to frontcounter_public;
"""

UPLOAD_OF = """
create function evidence_upload_of(draft uuid, upload uuid)
returns table (name varchar, question varchar, size bigint, received bigint, parts jsonb,
               wrapped_key bytea, file_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.name, u.question, u.size, u.received, u.parts, u.wrapped_key, u.file_id
    from evidence_upload u
    where u.force_id = current_setting('fc.force')::uuid and u.id = upload and u.draft_id = draft
$$;
revoke all on function evidence_upload_of(uuid, uuid) from public;
grant execute on function evidence_upload_of(uuid, uuid) to frontcounter_public;
"""

UNFINISHED = """
create function evidence_unfinished(draft uuid) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::integer from evidence_upload u
    where u.force_id = current_setting('fc.force')::uuid and u.draft_id = draft
      and u.file_id is null
$$;
revoke all on function evidence_unfinished(uuid) from public;
grant execute on function evidence_unfinished(uuid) to frontcounter_public;
"""

# With a file: its pieces have become that file. Without one: the person takes it back.
UPLOAD_END = """
create function evidence_upload_end(draft uuid, upload uuid, file uuid) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    gone jsonb;
begin
    select u.parts into gone from evidence_upload u
        where u.force_id = force and u.id = upload and u.draft_id = draft for update;
    if file is null then
        delete from evidence_upload u where u.force_id = force and u.id = upload
            and u.draft_id = draft;
    else
        update evidence_upload u set file_id = file, parts = '[]', name = ''
            where u.force_id = force and u.id = upload and u.draft_id = draft;
    end if;
    return coalesce(gone, '[]');
end $$;
revoke all on function evidence_upload_end(uuid, uuid, uuid) from public;
grant execute on function evidence_upload_end(uuid, uuid, uuid) to frontcounter_public;
"""

# A file that is taken back takes its small pictures with it.
DROP = """
create or replace function evidence_drop(draft uuid, file uuid) returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    paths text[];
begin
    delete from evidence_file f
        where f.force_id = force and f.id = file and f.draft_id = draft and f.report_id is null
        returning array[f.path, f.safe_path, f.preview_path, f.blur_path] into paths;
    if paths is not null then
        insert into evidence_custody (id, force_id, evidence_id, at, act, actor_kind, actor_id,
                                      details)
            values (gen_random_uuid(), force, file, now(), 'erased', 'reporter', '',
                    '{"why": "taken_back"}');
    end if;
    return paths;
end $$;
"""

# Whoever makes a copy of a report's files holds a shared lock until it is made; so nothing that
# is made meanwhile escapes. The original stays as it is; what was drawn of it goes.
LOCK = """
create function evidence_lock(file uuid, reason text, who text, who_name text, at timestamptz)
returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    report uuid;
    paths text[];
begin
    select f.report_id into report from evidence_file f
        where f.force_id = force and f.id = file and f.report_id is not null;
    if report is null then
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
revoke all on function evidence_lock(uuid, text, text, text, timestamptz) from public;
grant execute on function evidence_lock(uuid, text, text, text, timestamptz)
    to frontcounter_staff;
"""

# A second person opens it again: it goes through the check and is drawn once more.
RELEASE = """
create function evidence_release(file uuid, who text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update evidence_file f
        set state = 'quarantined', attempts = 0, problem = '', checked_at = null,
            locked_at = null, locked_by = '', locked_by_name = '', lock_reason = ''
        where f.force_id = current_setting('fc.force')::uuid and f.id = file
          and f.state = 'locked' and f.locked_by <> who;
    return found;
end $$;
revoke all on function evidence_release(uuid, text) from public;
grant execute on function evidence_release(uuid, text) to frontcounter_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_uploads_and_locks")]

    operations = [
        scope_table("evidence_upload", public="I", worker="SIUD"),
        migrations.RunSQL(
            [PART, UPLOAD_OF, UNFINISHED, UPLOAD_END, DROP, LOCK, RELEASE],
            migrations.RunSQL.noop,
        ),
    ]
