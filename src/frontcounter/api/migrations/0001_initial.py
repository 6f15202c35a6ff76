"""Keys of other programs. A key is looked up before its force is known, by one function."""

from django.db import migrations, models

from frontcounter.base.migrating import scoped_columns
from frontcounter.base.rls import scope_table

OPEN = """
create function api_key_open(given bytea, moment timestamptz)
returns table (key_id uuid, force uuid, name varchar, scopes jsonb)
language sql volatile security definer set search_path = public, pg_temp as $$
    update api_key k set last_used_at = moment
        where k.key_hash = given and k.ended_at is null
        returning k.id, k.force_id, k.name, k.scopes
$$;
revoke all on function api_key_open(bytea, timestamptz) from public;
grant execute on function api_key_open(bytea, timestamptz) to frontcounter_staff;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("forces", "0002_scope")]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                *scoped_columns(),
                ("name", models.CharField(max_length=80)),
                ("key_hash", models.BinaryField(max_length=32)),
                ("scopes", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "api_key",
                "constraints": [models.UniqueConstraint(fields=["key_hash"], name="api_key_hash")],
            },
        ),
        migrations.CreateModel(
            name="ApiRequest",
            fields=[
                *scoped_columns(),
                ("key_id", models.UUIDField()),
                ("once", models.CharField(max_length=64)),
                ("body_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("answer", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "api_request",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["force_id", "key_id", "once"], name="api_request_once"
                    )
                ],
            },
        ),
        scope_table("api_key", worker="SIU"),
        scope_table("api_request", refs={"key_id": "api_key"}, staff="SIU", worker="SD"),
        migrations.RunSQL([OPEN], migrations.RunSQL.noop),
    ]
