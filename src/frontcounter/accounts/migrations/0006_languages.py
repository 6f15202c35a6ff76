"""The languages that people work in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_identity_providers")]

    operations = [
        migrations.AddField("membership", "languages", models.JSONField(default=list)),
    ]
