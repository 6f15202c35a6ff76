"""Staff may throw away the official copies of a report, when a file in them is locked away."""

from django.db import migrations

FORGET = """
create function documents_forget(report uuid) returns text[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    paths text[];
begin
    with gone as (
        delete from documents_officialpdf d
            where d.force_id = current_setting('fc.force')::uuid and d.report_id = report
            returning d.path)
    select array_agg(gone.path) into paths from gone;
    return coalesce(paths, '{}');
end $$;
revoke all on function documents_forget(uuid) from public;
grant execute on function documents_forget(uuid) to frontcounter_staff, frontcounter_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_scope")]

    operations = [migrations.RunSQL([FORGET], migrations.RunSQL.noop)]
