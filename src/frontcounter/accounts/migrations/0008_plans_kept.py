"""Which forces a person works for is asked by every page: a function whose plan is kept.

A function in SQL that may look past the policies is planned anew at each call; one in PL/pgSQL is
planned once for a connection.
"""

from django.db import migrations

KEPT = """
create or replace function accounts_memberships(person uuid)
returns table (force_id uuid, slug text, roles text[], units text[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select m.force_id, f.slug::text, array_agg(m.role::text), array_agg(m.unit::text)
    from accounts_membership m join forces_force f on f.id = m.force_id
    where m.user_id = person and m.active group by m.force_id, f.slug;
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_proposed_roles")]

    operations = [migrations.RunSQL(KEPT, migrations.RunSQL.noop)]
