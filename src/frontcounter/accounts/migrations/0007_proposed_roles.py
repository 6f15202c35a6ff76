"""Roles that open a closed desk wait for a second person."""

from django.db import migrations, models

from frontcounter.base.migrating import scoped_columns
from frontcounter.base.rls import scope_table


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_languages")]

    operations = [
        migrations.CreateModel(
            name="ProposedRole",
            fields=[
                *scoped_columns(),
                ("user_id", models.UUIDField()),
                ("role", models.CharField(max_length=30)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=120)),
                ("outcome", models.CharField(blank=True, default="", max_length=12)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "db_table": "accounts_proposedrole",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["force_id", "user_id", "role"],
                        condition=models.Q(outcome=""),
                        name="accounts_proposedrole_once",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(outcome="given")
                        | (
                            models.Q(decided_by_id__isnull=False)
                            & ~models.Q(decided_by_id=models.F("by_id"))
                            & ~models.Q(decided_by_id=models.F("user_id"))
                        ),
                        name="accounts_proposedrole_two_people",
                    ),
                ],
            },
        ),
        scope_table("accounts_proposedrole", staff="SIU", worker="SIU"),
    ]
