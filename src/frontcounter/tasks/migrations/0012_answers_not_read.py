"""What an officer asked for, was answered, and has not read: a number on each of their pages."""

from django.db import migrations

NOT_READ = """
create index tasks_not_read on tasks_task (force_id, opened_by_id)
    where kind = 'records_request' and state = 'done' and not result ? 'read_at';
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0011_booking_by_rules")]

    operations = [migrations.RunSQL(NOT_READ, migrations.RunSQL.noop)]
