"""Times booked by staff, and called again: links to a card, and calls that reached nobody."""

from django.db import migrations, models

import frontcounter.base.ids
import frontcounter.base.scope
from frontcounter.base.rls import added_with, scope_table, seen_with

# The call that a way back leads to. One that reached nobody can be booked again: it is the same
# piece of work, with a new plan. None of these is granted to anybody: the ones below ask first.
FIND = """
create function tasks_bookable(task tasks_task) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select task.kind = 'call_back' and (task.state <> 'done' or (
        task.outcome = 'not_reached' and task.brief <> '{}'::jsonb
        and (task.report_id is null or exists (
            select 1 from reports_report r
            where r.force_id = task.force_id and r.id = task.report_id
              and r.state in ('submitted', 'in_review', 'waiting', 'recorded')))
        and not exists (
            select 1 from tasks_task later
            where later.force_id = task.force_id and later.report_id = task.report_id
              and later.kind = 'call_back' and later.id <> task.id
              and (later.state <> 'done' or later.opened_at > task.opened_at))))
$$;
revoke all on function tasks_bookable(tasks_task) from public;
create function tasks_proved_call(way jsonb, moment timestamptz) returns tasks_task
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    report uuid;
    task tasks_task;
begin
    if way ? 'card' then
        select t.* into task from tasks_cardlink l
            join tasks_task t on t.force_id = l.force_id and t.id = l.task_id
            where l.force_id = force and l.token_hash = decode(way ->> 'card', 'hex')
              and l.expires_at > moment and t.report_id is null and tasks_bookable(t);
    else
        report := reports_proved(way, moment);
        select t.* into task from tasks_task t
            where t.force_id = force and t.report_id = report and tasks_bookable(t)
            order by t.state = 'done', t.due_at, t.id limit 1;
    end if;
    return task;
end $$;
revoke all on function tasks_proved_call(jsonb, timestamptz) from public;
create function tasks_own_call(wanted uuid) returns tasks_task
language sql stable set search_path = public, pg_temp as $$
    select t from tasks_task t
    where t.force_id = current_setting('fc.force')::uuid and t.id = wanted
      and t.desk = any (string_to_array(current_setting('fc.desks'), ',')) and tasks_bookable(t)
$$;
revoke all on function tasks_own_call(uuid) from public;
"""

STATE = """
create function tasks_state_of_call(task tasks_task, moment timestamptz, until timestamptz)
returns jsonb language plpgsql volatile set search_path = public, pg_temp as $$
declare
    safe jsonb;
begin
    if task.id is null then
        return jsonb_build_object('open', false);
    end if;
    select coalesce(r.contact -> 'safe', '[]') into safe from reports_report r
        where r.force_id = task.force_id and r.id = task.report_id;
    return jsonb_build_object(
        'open', true,
        'again', task.state = 'done',
        'card', task.number,
        'urgent_by', case when task.priority >= 2 and task.state <> 'done' then task.due_at end,
        'email_safe', coalesce(safe, task.brief -> 'safe', '[]') ? 'email',
        'mine', (select jsonb_build_object('id', s.id, 'kind', s.kind, 'counter', s.counter,
                    'at', s.at, 'minutes', s.minutes)
                 from tasks_slot s where s.force_id = task.force_id and s.task_id = task.id
                   and s.state = 'booked'),
        'taken', coalesce((
            select jsonb_agg(jsonb_build_object('kind', o.kind, 'counter', o.counter,
                'at', o.at, 'n', o.n))
            from (select s.kind, s.counter, s.at, count(*) as n from tasks_slot s
                  where s.force_id = task.force_id and s.state = 'booked' and s.task_id <> task.id
                    and s.at > moment and s.at < until and s.unit in (task.unit, '')
                  group by s.kind, s.counter, s.at) o), '[]'));
end $$;
revoke all on function tasks_state_of_call(tasks_task, timestamptz, timestamptz) from public;
create or replace function tasks_call_state(way jsonb, moment timestamptz, until timestamptz)
returns jsonb language sql volatile security definer set search_path = public, pg_temp as $$
    select tasks_state_of_call(tasks_proved_call(way, moment), moment, until)
$$;
create function tasks_call_state_for(wanted uuid, moment timestamptz, until timestamptz)
returns jsonb language sql volatile security definer set search_path = public, pg_temp as $$
    select tasks_state_of_call(tasks_own_call(wanted), moment, until)
$$;
revoke all on function tasks_call_state_for(uuid, timestamptz, timestamptz) from public;
grant execute on function tasks_call_state_for(uuid, timestamptz, timestamptz)
    to frontcounter_staff;
"""

# One place has one lock, held until the booking is written: the last one is given once.
BOOK = """
create function tasks_book_call(task tasks_task, moment timestamptz, wanted jsonb) returns text
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    start timestamptz := (wanted ->> 'at')::timestamptz;
    span integer := (wanted ->> 'minutes')::integer;
    of_unit text;
begin
    if task.id is null then
        return 'closed';
    end if;
    if start <= moment then
        return 'past';
    end if;
    of_unit := case when wanted ->> 'kind' = 'call' then task.unit else '' end;
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'slot', task.force_id, of_unit,
        wanted ->> 'kind', wanted ->> 'counter', start), 0));
    perform 1 from tasks_task t where t.force_id = task.force_id and t.id = task.id for update;
    if (select count(*) from tasks_slot s
        where s.force_id = task.force_id and s.state = 'booked' and s.unit = of_unit
          and s.kind = wanted ->> 'kind' and s.counter = wanted ->> 'counter' and s.at = start
          and s.task_id <> task.id) >= (wanted ->> 'most')::integer then
        return 'full';
    end if;
    update tasks_slot s set state = 'moved'
        where s.force_id = task.force_id and s.task_id = task.id and s.state = 'booked';
    insert into tasks_slot (id, force_id, task_id, unit, kind, counter, at, minutes, state,
                            booked_at)
        values ((wanted ->> 'id')::uuid, task.force_id, task.id, of_unit, wanted ->> 'kind',
                wanted ->> 'counter', start, span, 'booked', moment);
    update tasks_task t set slot_at = start, work_by = start, claimed_at = null,
            claimed_by_id = null, claimed_by_name = '',
            not_before = case when t.priority < 2 then start end,
            due_at = greatest(t.due_at, start + make_interval(mins => span)),
            result = case when t.state = 'done'
                then t.result || jsonb_build_object('again_at', moment) else t.result end,
            outcome = case when t.state = 'done' then '' else t.outcome end,
            done_at = null, state = 'open'
        where t.force_id = task.force_id and t.id = task.id;
    return 'booked';
end $$;
revoke all on function tasks_book_call(tasks_task, timestamptz, jsonb) from public;
create or replace function tasks_book_slot(way jsonb, moment timestamptz, wanted jsonb)
returns text language sql volatile security definer set search_path = public, pg_temp as $$
    select tasks_book_call(tasks_proved_call(way, moment), moment, wanted)
$$;
create function tasks_book_slot_for(one uuid, moment timestamptz, wanted jsonb)
returns text language sql volatile security definer set search_path = public, pg_temp as $$
    select tasks_book_call(tasks_own_call(one), moment, wanted)
$$;
revoke all on function tasks_book_slot_for(uuid, timestamptz, jsonb) from public;
grant execute on function tasks_book_slot_for(uuid, timestamptz, jsonb) to frontcounter_staff;
"""

CANCEL = """
create function tasks_cancel_call(task tasks_task) returns boolean
language plpgsql volatile set search_path = public, pg_temp as $$
begin
    update tasks_slot s set state = 'cancelled'
        where s.force_id = task.force_id and s.task_id = task.id and s.state = 'booked';
    if not found then
        return false;
    end if;
    update tasks_task t set slot_at = null, not_before = null, work_by = least(t.due_at, t.work_by)
        where t.force_id = task.force_id and t.id = task.id;
    return true;
end $$;
revoke all on function tasks_cancel_call(tasks_task) from public;
create or replace function tasks_cancel_slot(way jsonb, moment timestamptz)
returns boolean language sql volatile security definer set search_path = public, pg_temp as $$
    select tasks_cancel_call(tasks_proved_call(way, moment))
$$;
create function tasks_cancel_slot_for(wanted uuid)
returns boolean language sql volatile security definer set search_path = public, pg_temp as $$
    select tasks_cancel_call(tasks_own_call(wanted))
$$;
revoke all on function tasks_cancel_slot_for(uuid) from public;
grant execute on function tasks_cancel_slot_for(uuid) to frontcounter_staff;
"""

# With a forgotten card its links go; a task that ended gives its booked time back.
FORGET = """
create or replace function tasks_forget_cards(before timestamptz) returns integer
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
    delete from tasks_cardlink l where l.force_id = force and l.task_id = any (ids);
    return cardinality(ids);
end $$;
create function tasks_free_slot() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    update tasks_slot s set state = 'cancelled'
        where s.force_id = new.force_id and s.task_id = new.id and s.state = 'booked'
          and s.at > new.done_at;
    return null;
end $$;
create trigger tasks_free_slot after update of state on tasks_task
    for each row when (new.state = 'done' and old.state <> 'done' and new.slot_at is not null)
    execute function tasks_free_slot();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_referrals")]

    operations = [
        migrations.CreateModel(
            name="CardLink",
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
                ("token_hash", models.BinaryField(max_length=32)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tasks_cardlink",
                "indexes": [
                    models.Index(fields=["force_id", "token_hash"], name="tasks_cardlink_token"),
                    models.Index(fields=["force_id", "task_id"], name="tasks_cardlink_of"),
                ],
            },
        ),
        scope_table("tasks_cardlink", refs={"task_id": "tasks_task"}, staff="SI", worker="SI"),
        seen_with("tasks_cardlink", "task_id", "tasks_task"),
        added_with("tasks_cardlink", "task_id", "tasks_task"),
        migrations.RunSQL([FIND, STATE, BOOK, CANCEL, FORGET], migrations.RunSQL.noop),
    ]
