"""Which publication was in effect when: a numbered line each, never changed."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import scope_table


class Migration(migrations.Migration):
    dependencies = [("forces", "0002_scope")]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=frontcounter.base.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "force_id",
                    models.UUIDField(
                        default=frontcounter.base.scope.current_force_id, editable=False
                    ),
                ),
                ("number", models.IntegerField()),
                ("publication_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("back_to", models.IntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "forces_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force_id", "number"), name="forces_version_number"
                    )
                ],
            },
        ),
        scope_table("forces_version", staff="S", worker="SI", analyst="S"),
        # What was published before there were versions, in the order in which it was.
        migrations.RunSQL(
            """insert into forces_version
                   (id, force_id, number, publication_hash, at, back_to, note)
               select gen_random_uuid(), force_id,
                      row_number() over (partition by force_id order by published_at, hash),
                      hash, published_at, null, ''
               from forces_publication""",
            migrations.RunSQL.noop,
        ),
    ]
