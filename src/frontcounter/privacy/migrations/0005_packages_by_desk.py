"""A package is seen by whoever sees every report in it as it stands now, not as it was chosen."""

from django.db import migrations

SEEN = """
create function privacy_package_seen(package uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (
        select 1 from privacy_packagereport p
        join reports_report r on r.force_id = p.force_id and r.id = p.report_id
        where p.force_id = current_setting('fc.force')::uuid and p.package_id = package
          and r.desk <> all (string_to_array(current_setting('fc.desks'), ',')))
$$;
revoke all on function privacy_package_seen(uuid) from public;
grant execute on function privacy_package_seen(uuid) to frontcounter_staff;
create policy privacy_package_reports on privacy_package as restrictive for all
    to frontcounter_staff using (privacy_package_seen(id));
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_odd_subjects"), ("reports", "0003_desks_and_marks")]

    operations = [migrations.RunSQL([SEEN], migrations.RunSQL.noop)]
