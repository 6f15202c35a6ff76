"""A force's areas, gazetteer and list of addresses."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import scope_table

ROW = [
    (
        "id",
        models.UUIDField(
            default=frontcounter.base.ids.uuid7, editable=False, primary_key=True, serialize=False
        ),
    ),
    (
        "force_id",
        models.UUIDField(default=frontcounter.base.scope.current_force_id, editable=False),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("forces", "0003_version")]

    operations = [
        migrations.CreateModel(
            name="Geography",
            fields=[
                *ROW,
                ("hash", models.CharField(max_length=64)),
                ("document", models.JSONField()),
            ],
            options={
                "db_table": "forces_geography",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force_id", "hash"), name="forces_geography_hash"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                *ROW,
                ("batch", models.CharField(max_length=32)),
                ("number", models.CharField(db_collation="C", max_length=12)),
                ("core", models.CharField(db_collation="C", max_length=120)),
                ("type", models.CharField(max_length=8)),
                ("side", models.CharField(max_length=2)),
                ("street", models.CharField(max_length=160)),
                ("town", models.CharField(max_length=80)),
                ("town_key", models.CharField(max_length=80)),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
            ],
            options={
                "db_table": "forces_address",
                "indexes": [
                    models.Index(
                        fields=["force_id", "batch", "core", "number"],
                        name="forces_address_search",
                    )
                ],
            },
        ),
        scope_table("forces_geography", public="S", staff="S", worker="SI", analyst="S"),
        scope_table(
            "forces_address", unique_id=False, public="S", staff="S", worker="SI", analyst="S"
        ),
    ]
