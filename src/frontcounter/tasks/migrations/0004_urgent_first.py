"""Queues begin with what is urgent: an index in their order, for each desk.

`rank` is the priority turned round, so that one row comparison walks the queue; a comparison on an
expression would not be let into the index below row-level security.
"""

from django.db import migrations

ORDER = """
alter table tasks_task add column rank smallint generated always as (2 - priority) stored;
create index tasks_queue on tasks_task (force_id, desk, kind, state, rank, due_at, id)
    where state <> 'done';
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_desk")]

    operations = [
        migrations.RemoveIndex("task", "tasks_open"),
        migrations.RunSQL([ORDER], migrations.RunSQL.noop),
    ]
