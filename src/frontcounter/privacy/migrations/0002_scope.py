"""Who may hold, propose, approve; and the one way in which append-only words may be blanked."""

from django.db import migrations

from frontcounter.base.rls import added_with, only_desks, scope_table, seen_with

OF_REPORT = {"report_id": "reports_report"}

# Whether this report may be destroyed now: in a batch that two different people stand behind, not
# left out of it, not destroyed yet, and not held.
DISPOSING = """
create function privacy_disposing(report uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select 1 from privacy_item i
        join privacy_batch b on b.force_id = i.force_id and b.id = i.batch_id
        join reports_report r on r.force_id = i.force_id and r.id = i.report_id
        where i.force_id = current_setting('fc.force')::uuid and i.report_id = report
          and i.excluded_by = '' and i.disposed_at is null
          and b.state = 'approved' and b.checked_by <> '' and b.approved_by <> ''
          and b.checked_by <> b.approved_by and not r.on_hold)
$$;
revoke all on function privacy_disposing(uuid) from public;
"""

# Append-only rows still refuse delete and truncate, and every change but this one: their words may
# be blanked, by a function that runs as the owner, which no app role is, of a report that may be
# destroyed. Everything else in the row must stay as it is.
TRIGGER = """
create function frontcounter_only_in_disposal() returns trigger language plpgsql as $$
declare
    report uuid;
    words text[] := string_to_array(tg_argv[1], ',');
begin
    if current_user = pg_get_userbyid((select c.relowner from pg_class c where c.oid = tg_relid))
       and (to_jsonb(new) - words) = (to_jsonb(old) - words) then
        if tg_argv[0] = 'task_id' then
            select t.report_id into report from tasks_task t
                where t.force_id = old.force_id and t.id = (to_jsonb(old) ->> 'task_id')::uuid;
        else
            report := (to_jsonb(old) ->> tg_argv[0])::uuid;
        end if;
        if current_setting('fc.force', true) = old.force_id::text
           and privacy_disposing(report) then
            return new;
        end if;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;
drop trigger reports_event_append_only on reports_event;
create trigger reports_event_append_only before delete or truncate on reports_event
    for each statement execute function frontcounter_refuse_change();
create trigger reports_event_only_in_disposal before update on reports_event
    for each row execute function frontcounter_only_in_disposal('report_id', 'note,details');
drop trigger tasks_attempt_append_only on tasks_attempt;
create trigger tasks_attempt_append_only before delete or truncate on tasks_attempt
    for each statement execute function frontcounter_refuse_change();
create trigger tasks_attempt_only_in_disposal before update on tasks_attempt
    for each row execute function frontcounter_only_in_disposal('task_id', 'note');
"""

DISPOSE = """
create function privacy_dispose(item uuid, at timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    report uuid;
    lines integer;
    calls integer;
begin
    select i.report_id into report from privacy_item i where i.force_id = force and i.id = item;
    perform 1 from reports_report r where r.force_id = force and r.id = report for update;
    if report is null or not privacy_disposing(report) then
        raise exception 'not approved by two people, left out, held, or gone'
            using errcode = '42501';
    end if;
    update reports_event e
        set note = '', details = (
            select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(e.details) d
            where d.key in ('reason', 'outcome', 'lock_reason', 'destination', 'file_number',
                            'record_number'))
        where e.force_id = force and e.report_id = report
          and (e.note <> '' or e.details <> '{}');
    get diagnostics lines = row_count;
    update tasks_attempt a set note = ''
        where a.force_id = force and a.note <> '' and a.task_id in (
            select t.id from tasks_task t where t.force_id = force and t.report_id = report);
    get diagnostics calls = row_count;
    -- Nobody opens it again with its code: the code's hash becomes noise.
    update reports_report r
        set answers = '{}', contact = '{}', marks = '[]', headline = '', place = '',
            incident_from = null, incident_to = null, value_minor = null, reporter_name = '',
            holder_id = null,
            access_hash = sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)
        where r.force_id = force and r.id = report;
    update privacy_item i set disposed_at = at, problem = ''
        where i.force_id = force and i.id = item;
    return jsonb_build_object('timeline', lines, 'calls', calls);
end $$;
revoke all on function privacy_dispose(uuid, timestamptz) from public;
grant execute on function privacy_dispose(uuid, timestamptz) to frontcounter_worker;
"""

# A held report keeps what it told, whoever asks and whatever the program believes.
HELD = """
create function frontcounter_refuse_if_held() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'reports_report' then
        if old.on_hold and new.on_hold and (new.answers is distinct from old.answers
                or new.reporter_name is distinct from old.reporter_name) then
            raise exception 'the report is held' using errcode = '42501';
        end if;
        return new;
    end if;
    if exists (select 1 from reports_report r where r.force_id = old.force_id
               and r.id = (to_jsonb(old) ->> 'report_id')::uuid and r.on_hold) then
        raise exception 'the report is held' using errcode = '42501';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create trigger reports_report_held before update on reports_report
    for each row execute function frontcounter_refuse_if_held();
create trigger evidence_file_held before delete or update of wrapped_key on evidence_file
    for each row execute function frontcounter_refuse_if_held();
"""

# A package is seen only by those who see every desk that it has reports of.
PACKAGE = """
create policy privacy_package_desks on privacy_package as restrictive for all
    to frontcounter_staff
    using (string_to_array(desks, ',') <@ string_to_array(current_setting('fc.desks'), ','));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
        ("ops", "0003_closed_desks"),
        ("tasks", "0004_urgent_first"),
    ]

    operations = [
        scope_table("privacy_hold", refs=OF_REPORT, staff="SIU", worker="SU"),
        scope_table("privacy_batch", staff="SU", worker="SIU"),
        scope_table(
            "privacy_item",
            refs={**OF_REPORT, "batch_id": "privacy_batch"},
            staff="SU",
            worker="SIU",
        ),
        scope_table("privacy_package", staff="SIU", worker="SU"),
        scope_table(
            "privacy_packagereport",
            refs={**OF_REPORT, "package_id": "privacy_package"},
            staff="SIU",
            worker="SU",
        ),
        only_desks("privacy_batch"),
        seen_with("privacy_item", "batch_id", "privacy_batch"),
        *(
            rule(table, "report_id", "reports_report")
            for table in ("privacy_hold", "privacy_packagereport")
            for rule in (seen_with, added_with)
        ),
        migrations.RunSQL([PACKAGE, DISPOSING, TRIGGER, DISPOSE, HELD], migrations.RunSQL.noop),
    ]
