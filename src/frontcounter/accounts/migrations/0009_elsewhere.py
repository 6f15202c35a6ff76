"""A practice area is no other service; an account is changed only from where it is seen."""

from django.db import migrations

# In a practice area nothing is real, and everybody of a service works in its own: it must not keep
# an administrator from helping them to sign in.
ELSEWHERE = """
create or replace function accounts_works_elsewhere(person uuid, here uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select 1 from accounts_membership m
        join forces_force f on f.id = m.force_id
        left join forces_publication p on p.force_id = f.id and p.hash = f.publication_hash
        where m.user_id = person and m.force_id <> here
          and not coalesce((p.document ->> 'practice')::boolean, false)
    )
$$;
"""

CHANGED = """
alter policy accounts_user_changed on accounts_user using (
    coalesce(current_setting('fc.force', true), '') = ''
    or accounts_is_of(id, current_setting('fc.force', true)));
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_plans_kept"), ("forces", "0002_scope")]

    operations = [migrations.RunSQL([ELSEWHERE, CHANGED], migrations.RunSQL.noop)]
