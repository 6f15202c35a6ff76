"""One odd subject in the audit record, which every role may add to, must not hide all the others."""

from django.db import migrations

# As in 0003; only what has the form of an id is read as one.
LOOKED = """
create or replace function privacy_looked(
    subjects text[], who text, verbs text[], since timestamptz, until timestamptz,
    beside_at timestamptz, beside uuid, most integer)
returns table (id uuid, at timestamptz, verb varchar, action varchar, actor_kind varchar,
               actor_id varchar, subject varchar, details jsonb, report_id uuid, dealt boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    force uuid := current_setting('fc.force')::uuid;
    wanted text := 'e.force_id = $1 and e.at >= $5 and e.at < $6';
begin
    if subjects is not null then wanted := wanted || ' and e.subject = any ($2)'; end if;
    if who <> '' then wanted := wanted || ' and e.actor_id = $3'; end if;
    if verbs is not null then wanted := wanted || ' and e.verb = any ($4)'; end if;
    if beside is not null then wanted := wanted || ' and (e.at, e.id) < ($7, $8)'; end if;
    return query execute
        'with found as (
            select e.*, case
                when split_part(e.subject, '':'', 2)
                    !~ ''^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'' then null
                when e.subject like ''report:%'' then split_part(e.subject, '':'', 2)::uuid
                when e.subject like ''file:%'' then (select f.report_id from evidence_file f
                    where f.force_id = e.force_id
                      and f.id = split_part(e.subject, '':'', 2)::uuid)
                when e.subject like ''message:%'' then (select m.report_id from messages_message m
                    where m.force_id = e.force_id
                      and m.id = split_part(e.subject, '':'', 2)::uuid)
                end as of_report
            from audit_entry e where ' || wanted || '
            order by e.at desc, e.id desc)
        select f.id, f.at, f.verb, f.action, f.actor_kind, f.actor_id, f.subject, f.details,
               f.of_report,
               f.of_report is null or exists (
                   select 1 from reports_event v where v.force_id = $1
                     and v.report_id = f.of_report and v.actor_id = f.actor_id)
               or exists (
                   select 1 from tasks_task k where k.force_id = $1
                     and k.report_id = f.of_report and k.claimed_by_id::text = f.actor_id)
        from found f
        where f.of_report is null or reports_seen(f.of_report)
        limit $9'
        using force, subjects, who, verbs, since, until, beside_at, beside, most;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_looking")]

    operations = [migrations.RunSQL([LOOKED], migrations.RunSQL.noop)]
