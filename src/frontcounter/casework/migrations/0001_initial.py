from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
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
                ("staff_id", models.UUIDField()),
                ("session_hash", models.BinaryField(max_length=32)),
                ("type", models.CharField(max_length=40)),
                ("form_hash", models.CharField(max_length=64)),
                ("publication_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(null=True)),
                ("wrapped_key", models.BinaryField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "db_table": "casework_entry",
                "indexes": [
                    models.Index(fields=["force_id", "expires_at"], name="casework_entry_expiry")
                ],
            },
        ),
    ]
