"""For those who check who looked at what: by day, and by member of staff."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_scope")]

    operations = [
        migrations.AddIndex(
            "entry", models.Index(fields=["force_id", "at", "id"], name="audit_entry_day")
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["force_id", "actor_id", "at"], name="audit_entry_actor")
        ),
    ]
