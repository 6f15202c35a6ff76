"""Queues are saved searches: an index for what they are led by, and a table of those saved.

What is urgent comes first and then what should be taken up first: `rank` is 0 or 1, so that a
merge of two walks keeps any order. A search is led by district, type or unit where it names them;
what else it asks is looked for along the way.
"""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import scope_table

ORDER = """
drop index tasks_queue;
alter table tasks_task drop column rank;
alter table tasks_task add column rank smallint
    generated always as (case when priority >= 2 then 0 else 1 end) stored;
create index tasks_queue on tasks_task
    (force_id, desk, kind, state, rank, work_by, id) where state <> 'done';
create index tasks_queue_sent on tasks_task
    (force_id, desk, kind, state, opened_at, id) where state <> 'done';
create index tasks_queue_unit on tasks_task
    (force_id, desk, kind, state, unit, rank, work_by, id) where state <> 'done';
create index tasks_queue_type on tasks_task
    (force_id, desk, kind, state, type, rank, work_by, id) where state <> 'done';
create index tasks_queue_district on tasks_task
    (force_id, desk, kind, state, district, rank, work_by, id)
    where state <> 'done' and district <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_pieces_of_work")]

    operations = [
        migrations.RunSQL([ORDER], migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SavedSearch",
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
                ("name", models.CharField(max_length=60)),
                ("filters", models.JSONField(default=dict)),
                ("sort", models.CharField(max_length=8, default="due")),
                ("owner_id", models.UUIDField()),
                ("owner_name", models.CharField(max_length=120)),
                ("unit", models.CharField(max_length=40, blank=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={"db_table": "tasks_savedsearch"},
        ),
        migrations.CreateModel(
            name="QueueAlert",
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
                ("search_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("every", models.CharField(max_length=8)),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tasks_queuealert",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["force_id", "search_id", "user_id"], name="tasks_queuealert_once"
                    )
                ],
            },
        ),
        scope_table("tasks_savedsearch", staff="SIUD", worker="S"),
        scope_table(
            "tasks_queuealert",
            refs={"search_id": "tasks_savedsearch"},
            staff="SIUD",
            worker="SUD",
        ),
    ]
