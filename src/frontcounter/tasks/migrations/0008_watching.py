"""Alarms, absences, the time that work takes, and who looks at what now."""

from django.db import migrations, models

from frontcounter.base.migrating import scoped_columns
from frontcounter.base.rls import added_with, only_desks, scope_table, seen_with

OF_REPORT = {"report_id": "reports_report"}

# One alarm at a time for a report; what the watch asks for every few seconds is a few rows.
INDEXES = """
alter table tasks_task alter column routing set default '';
create unique index tasks_alarm_once on tasks_alarm (force_id, report_id)
    where ended_at is null and report_id is not null;
create index tasks_alarm_open on tasks_alarm (force_id, next_at) where ended_at is null;
create index tasks_routing on tasks_task (force_id, opened_at)
    where routing = 'pending' and state <> 'done';
create index tasks_lost on tasks_task (force_id, lost_by_id) where lost_by_id is not null;
create index tasks_claimed on tasks_task (force_id, claimed_by_id) where state = 'claimed';
create index tasks_done on tasks_task (force_id, done_at) where state = 'done';
"""


def _text(length, **more):
    return models.CharField(max_length=length, **more)


def _moment(**more):
    return models.DateTimeField(**more)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0007_calls"), ("accounts", "0002_scope")]

    operations = [
        migrations.AddField("task", "routing", _text(10, blank=True, default="")),
        migrations.AddField("task", "looked_at", _moment(null=True)),
        migrations.AddField("task", "lost_by_id", models.UUIDField(null=True)),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                *scoped_columns(),
                ("report_id", models.UUIDField(null=True)),
                ("task_id", models.UUIDField(null=True)),
                ("desk", _text(16, default="review")),
                ("why", _text(30)),
                ("raised_at", _moment()),
                ("step", models.SmallIntegerField(default=-1)),
                ("unit", _text(40, blank=True)),
                ("told_at", _moment(null=True)),
                ("times", models.IntegerField(default=0)),
                ("next_at", _moment()),
                ("acknowledged_at", _moment(null=True)),
                ("acknowledged_by_id", models.UUIDField(null=True)),
                ("acknowledged_by_name", _text(120, blank=True)),
                ("ended_at", _moment(null=True)),
            ],
            options={"db_table": "tasks_alarm"},
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                *scoped_columns(),
                ("user_id", models.UUIDField()),
                ("name", _text(120)),
                ("begins_at", _moment()),
                ("ends_at", _moment()),
                ("noted_at", _moment()),
                ("noted_by_name", _text(120)),
                ("ended_early_at", _moment(null=True)),
            ],
            options={
                "db_table": "tasks_absence",
                "indexes": [models.Index(fields=["force_id", "ends_at"], name="tasks_absence_now")],
            },
        ),
        migrations.CreateModel(
            name="Looking",
            fields=[
                *scoped_columns(),
                ("report_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("name", _text(120)),
                ("at", _moment()),
            ],
            options={
                "db_table": "tasks_looking",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["force_id", "report_id", "user_id"], name="tasks_looking_once"
                    )
                ],
                "indexes": [models.Index(fields=["force_id", "at"], name="tasks_looking_old")],
            },
        ),
        migrations.CreateModel(
            name="Figures",
            fields=[
                *scoped_columns(),
                ("name", _text(20)),
                ("at", _moment()),
                ("values", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "tasks_figures",
                "constraints": [
                    models.UniqueConstraint(fields=["force_id", "name"], name="tasks_figures_once")
                ],
            },
        ),
        migrations.RunSQL([INDEXES], migrations.RunSQL.noop),
        scope_table("tasks_alarm", refs=OF_REPORT, public="I", staff="SIU", worker="SIUD"),
        only_desks("tasks_alarm"),
        scope_table("tasks_absence", staff="SIU", worker="S"),
        scope_table("tasks_looking", refs=OF_REPORT, staff="SIU", worker="SD"),
        seen_with("tasks_looking", "report_id", "reports_report"),
        added_with("tasks_looking", "report_id", "reports_report"),
        scope_table("tasks_figures", staff="S", worker="SIU"),
    ]
