"""Sessions that know whose they are, roles with their source, links to choose a password."""

from django.db import migrations, models

from frontcounter.base.rls import grant

MEMBERSHIPS = """
create or replace function accounts_memberships(person uuid)
returns table (force_id uuid, slug text, roles text[], units text[])
language sql stable security definer set search_path = public, pg_temp as $$
    select m.force_id, f.slug::text, array_agg(m.role::text), array_agg(m.unit::text)
    from accounts_membership m join forces_force f on f.id = m.force_id
    where m.user_id = person and m.active group by m.force_id, f.slug
$$;
"""

# Asked for one force's administrator: is the account known, and does somebody else rely on it?
# Roles that were taken away count: they may be given back.
ELSEWHERE = """
create function accounts_with_address(address text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select id from accounts_user where email = lower(address)
$$;
create function accounts_works_elsewhere(person uuid, here uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select 1 from accounts_membership m where m.user_id = person and m.force_id <> here
    )
$$;
revoke all on function accounts_with_address(text) from public;
revoke all on function accounts_works_elsewhere(uuid, uuid) from public;
grant execute on function accounts_with_address(text) to frontcounter_staff, frontcounter_worker;
grant execute on function accounts_works_elsewhere(uuid, uuid)
    to frontcounter_staff, frontcounter_worker;
"""

# Before a force is in scope (signing in), accounts are found by address or id. Within a force,
# staff see its own people only: those who have, or had, a role there.
PEOPLE = """
create function accounts_is_of(person uuid, force text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select 1 from accounts_membership m where m.user_id = person and m.force_id::text = force
    )
$$;
revoke all on function accounts_is_of(uuid, text) from public;
grant execute on function accounts_is_of(uuid, text) to frontcounter_staff;
alter table accounts_user enable row level security;
create policy accounts_user_seen on accounts_user for select to frontcounter_staff using (
    coalesce(current_setting('fc.force', true), '') = ''
    or accounts_is_of(id, current_setting('fc.force', true)));
create policy accounts_user_changed on accounts_user for update to frontcounter_staff using (true);
create policy accounts_user_added on accounts_user for insert to frontcounter_staff
    with check (true);
create policy accounts_user_worker on accounts_user to frontcounter_worker
    using (true) with check (true);
grant insert on accounts_user to frontcounter_staff;
grant update on accounts_user to frontcounter_worker;
grant insert, update on accounts_membership to frontcounter_staff;
grant update on accounts_membership to frontcounter_worker;
delete from django_session;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sign_in")]

    operations = [
        migrations.AddField(
            "membership",
            "source",
            models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField("membership", "active", models.BooleanField(default=True)),
        migrations.AddIndex(
            "membership", models.Index(fields=["user_id"], name="accounts_membership_person")
        ),
        migrations.CreateModel(
            name="SetUpLink",
            fields=[
                ("user_id", models.UUIDField(primary_key=True, serialize=False)),
                ("hash", models.BinaryField(max_length=32, unique=True)),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "accounts_setuplink"},
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("user_id", models.UUIDField(db_index=True, null=True)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("idle_minutes", models.PositiveSmallIntegerField()),
                ("agent", models.CharField(blank=True, max_length=40)),
            ],
            options={"db_table": "accounts_session"},
        ),
        grant("accounts_session", staff="SIUD", worker="SD"),
        grant("accounts_setuplink", staff="SIUD", worker="SIUD"),
        migrations.RunSQL([MEMBERSHIPS, ELSEWHERE, PEOPLE], migrations.RunSQL.noop),
    ]
