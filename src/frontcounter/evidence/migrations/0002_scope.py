"""The public site adds files and sees none; three functions do for it what needs one."""

from django.db import migrations

from frontcounter.base.rls import append_only, scope_table

# A draft's files change owner when it is sent. The scope is read from the setting, not passed.
ADOPT = """
create function evidence_adopt(draft uuid, report uuid) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    adopted integer;
begin
    if not exists (select 1 from reports_report r
                   where r.force_id = force and r.id = report and r.draft_id = draft) then
        return 0;
    end if;
    update evidence_file f set report_id = report
        where f.force_id = force and f.draft_id = draft and f.report_id is null;
    get diagnostics adopted = row_count;
    return adopted;
end $$;
revoke all on function evidence_adopt(uuid, uuid) from public;
grant execute on function evidence_adopt(uuid, uuid)
    to frontcounter_public, frontcounter_staff, frontcounter_worker;
"""

# How much somebody has sent already; says nothing else about the files.
COUNT = """
create function evidence_count(draft uuid, report uuid) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::integer from evidence_file f
    where f.force_id = current_setting('fc.force')::uuid
      and (f.draft_id = draft or f.report_id = report)
$$;
revoke all on function evidence_count(uuid, uuid) from public;
grant execute on function evidence_count(uuid, uuid)
    to frontcounter_public, frontcounter_staff, frontcounter_worker;
"""

# A person takes a file back before sending; the bytes are removed by whoever asked.
DROP = """
create function evidence_drop(draft uuid, file uuid) returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    paths text[];
begin
    delete from evidence_file f
        where f.force_id = force and f.id = file and f.draft_id = draft and f.report_id is null
        returning array[f.path, f.safe_path] into paths;
    if paths is not null then
        insert into evidence_custody (id, force_id, evidence_id, at, act, actor_kind, actor_id,
                                      details)
            values (gen_random_uuid(), force, file, now(), 'erased', 'reporter', '',
                    '{"why": "taken_back"}');
    end if;
    return paths;
end $$;
revoke all on function evidence_drop(uuid, uuid) from public;
grant execute on function evidence_drop(uuid, uuid) to frontcounter_public;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("reports", "0002_scope")]

    operations = [
        scope_table(
            "evidence_file",
            refs={"report_id": "reports_report", "act_id": "reports_act"},
            public="I",
            staff="SI",
            worker="SIUD",
        ),
        scope_table("evidence_custody", public="I", staff="SI", worker="SI"),
        append_only("evidence_custody"),
        migrations.RunSQL([ADOPT, COUNT, DROP], migrations.RunSQL.noop),
    ]
