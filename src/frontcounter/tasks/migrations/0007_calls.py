"""Booked calls and visits: the reporter books in the database, so that nobody gets a taken place."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import added_with, scope_table, seen_with

# What somebody who proves the way back to a report may know: whether a call is open, what they
# booked, and how many have booked each place beside them; never who, and never the task.
STATE = """
create function tasks_call_state(way jsonb, moment timestamptz, until timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    report uuid := reports_proved(way, moment);
    task tasks_task;
    safe jsonb;
begin
    if report is null then
        return null;
    end if;
    select * into task from tasks_task t
        where t.force_id = force and t.report_id = report and t.kind = 'call_back'
          and t.state <> 'done' order by t.due_at, t.id limit 1;
    if task.id is null then
        return jsonb_build_object('open', false);
    end if;
    select coalesce(r.contact -> 'safe', '[]') into safe from reports_report r
        where r.force_id = force and r.id = report;
    return jsonb_build_object(
        'open', true,
        'urgent_by', case when task.priority >= 2 then task.due_at end,
        'email_safe', safe ? 'email',
        'mine', (select jsonb_build_object('id', s.id, 'kind', s.kind, 'counter', s.counter,
                    'at', s.at, 'minutes', s.minutes)
                 from tasks_slot s where s.force_id = force and s.task_id = task.id
                   and s.state = 'booked'),
        'taken', coalesce((
            select jsonb_agg(jsonb_build_object('kind', o.kind, 'counter', o.counter,
                'at', o.at, 'n', o.n))
            from (select s.kind, s.counter, s.at, count(*) as n from tasks_slot s
                  where s.force_id = force and s.state = 'booked' and s.task_id <> task.id
                    and s.at > moment and s.at < until and s.unit in (task.unit, '')
                  group by s.kind, s.counter, s.at) o), '[]'));
end $$;
revoke all on function tasks_call_state(jsonb, timestamptz, timestamptz) from public;
grant execute on function tasks_call_state(jsonb, timestamptz, timestamptz)
    to frontcounter_public;
"""

# One place has one lock, held until the booking is written: the last one is given once.
BOOK = """
create function tasks_book_slot(way jsonb, moment timestamptz, wanted jsonb) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    report uuid := reports_proved(way, moment);
    task tasks_task;
    start timestamptz := (wanted ->> 'at')::timestamptz;
    span integer := (wanted ->> 'minutes')::integer;
    of_unit text;
begin
    if report is null then
        return 'closed';
    end if;
    select * into task from tasks_task t
        where t.force_id = force and t.report_id = report and t.kind = 'call_back'
          and t.state <> 'done' order by t.due_at, t.id limit 1;
    if task.id is null then
        return 'closed';
    end if;
    if start <= moment then
        return 'past';
    end if;
    of_unit := case when wanted ->> 'kind' = 'call' then task.unit else '' end;
    perform pg_advisory_xact_lock(hashtextextended(
        concat_ws('/', 'slot', force, of_unit, wanted ->> 'kind', wanted ->> 'counter', start), 0));
    perform 1 from tasks_task t where t.force_id = force and t.id = task.id for update;
    if (select count(*) from tasks_slot s
        where s.force_id = force and s.state = 'booked' and s.unit = of_unit
          and s.kind = wanted ->> 'kind' and s.counter = wanted ->> 'counter' and s.at = start
          and s.task_id <> task.id) >= (wanted ->> 'most')::integer then
        return 'full';
    end if;
    update tasks_slot s set state = 'moved'
        where s.force_id = force and s.task_id = task.id and s.state = 'booked';
    insert into tasks_slot (id, force_id, task_id, unit, kind, counter, at, minutes, state,
                            booked_at)
        values ((wanted ->> 'id')::uuid, force, task.id, of_unit, wanted ->> 'kind',
                wanted ->> 'counter', start, span, 'booked', moment);
    update tasks_task t set slot_at = start, work_by = start, state = 'open', claimed_at = null,
            claimed_by_id = null, claimed_by_name = '',
            not_before = case when t.priority < 2 then start end,
            due_at = greatest(t.due_at, start + make_interval(mins => span))
        where t.force_id = force and t.id = task.id;
    return 'booked';
end $$;
revoke all on function tasks_book_slot(jsonb, timestamptz, jsonb) from public;
grant execute on function tasks_book_slot(jsonb, timestamptz, jsonb) to frontcounter_public;
"""

CANCEL = """
create function tasks_cancel_slot(way jsonb, moment timestamptz) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    report uuid := reports_proved(way, moment);
    task uuid;
begin
    update tasks_slot s set state = 'cancelled' from tasks_task t
        where s.force_id = force and t.force_id = force and t.id = s.task_id
          and t.report_id = report and t.kind = 'call_back' and t.state <> 'done'
          and s.state = 'booked'
        returning t.id into task;
    if task is null then
        return false;
    end if;
    update tasks_task t set slot_at = null, not_before = null, work_by = least(t.due_at, t.work_by)
        where t.force_id = force and t.id = task;
    return true;
end $$;
revoke all on function tasks_cancel_slot(jsonb, timestamptz) from public;
grant execute on function tasks_cancel_slot(jsonb, timestamptz) to frontcounter_public;
"""

# A card that is long over: who was called, why, and what was said; that it was stays.
FORGET = """
create function tasks_forget_cards(before timestamptz) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    ids uuid[];
begin
    select coalesce(array_agg(t.id), '{}') into ids from tasks_task t
        where t.force_id = force and t.kind = 'call_back' and t.report_id is null
          and t.state = 'done' and t.done_at < before and t.brief <> '{}'::jsonb;
    update tasks_task t set phone = '', title = '', windows = '[]', brief = '{}', result = '{}'
        where t.force_id = force and t.id = any (ids);
    return cardinality(ids);
end $$;
revoke all on function tasks_forget_cards(timestamptz) from public;
grant execute on function tasks_forget_cards(timestamptz) to frontcounter_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_queues")]

    operations = [
        migrations.CreateModel(
            name="Slot",
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
                ("task_id", models.UUIDField()),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("kind", models.CharField(max_length=8)),
                ("counter", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("minutes", models.SmallIntegerField()),
                ("state", models.CharField(default="booked", max_length=10)),
                ("booked_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "tasks_slot",
                "indexes": [
                    models.Index(
                        fields=["force_id", "at"],
                        condition=models.Q(state="booked"),
                        name="tasks_slot_booked",
                    ),
                    models.Index(fields=["force_id", "task_id"], name="tasks_slot_of"),
                ],
            },
        ),
        scope_table("tasks_slot", refs={"task_id": "tasks_task"}, staff="SIU", worker="SU"),
        seen_with("tasks_slot", "task_id", "tasks_task"),
        added_with("tasks_slot", "task_id", "tasks_task"),
        migrations.RunSQL([STATE, BOOK, CANCEL, FORGET], migrations.RunSQL.noop),
    ]
