"""Reviews that nobody has opened yet, the oldest first."""

from django.db import migrations

INDEX = """
create index tasks_unseen on tasks_task (force_id, opened_at, id)
    where kind = 'review' and state = 'open' and looked_at is null;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0013_alarm_systems")]

    operations = [migrations.RunSQL(INDEX, "drop index tasks_unseen;")]
