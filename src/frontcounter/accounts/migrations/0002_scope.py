"""Staff accounts: seen by the staff site and the worker only."""

from django.db import migrations

from frontcounter.base.rls import grant, scope_table

# Asked before any force is in scope: which forces may this person work for?
MEMBERSHIPS = """
create function accounts_memberships(person uuid)
returns table (force_id uuid, slug text, roles text[], units text[])
language sql stable security definer set search_path = public, pg_temp as $$
    select m.force_id, f.slug::text, array_agg(m.role::text), array_agg(m.unit::text)
    from accounts_membership m join forces_force f on f.id = m.force_id
    where m.user_id = person group by m.force_id, f.slug
$$;
revoke all on function accounts_memberships(uuid) from public;
grant execute on function accounts_memberships(uuid) to frontcounter_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("forces", "0002_scope")]

    operations = [
        grant("accounts_user", staff="SU", worker="SI"),
        scope_table("accounts_membership", staff="S", worker="SI"),
        migrations.RunSQL(MEMBERSHIPS, migrations.RunSQL.noop),
    ]
