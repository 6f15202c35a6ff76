"""Booking follows the force's own rules, whatever numbers the site names that asks for it."""

from django.db import migrations

# How long a call or a visit is, how many share a start and how far ahead one books stand in the
# publication in effect; an urgent call is not put off by choosing a later time.
RULES = """
create function tasks_booking_rules(task tasks_task, sort text, counter text,
                                    out span integer, out most integer, out last interval)
language plpgsql stable set search_path = public, pg_temp as $$
declare
    rules jsonb;
    place jsonb;
begin
    select p.document into rules from forces_force f
        join forces_publication p on p.force_id = f.id and p.hash = f.publication_hash
        where f.id = task.force_id;
    last := make_interval(days => coalesce((rules #>> '{calling,horizon_days}')::integer, 7) + 2);
    if sort = 'call' and counter = '' then
        span := coalesce((rules #>> '{calling,slot_minutes}')::integer, 20);
        most := greatest(
            1, coalesce((rules #>> '{calling,slots_per_hour}')::integer, 3) * span / 60);
    elsif sort = 'visit' then
        select v into place from jsonb_array_elements(coalesce(rules -> 'visits', '[]')) v
            where v ->> 'code' = counter;
        span := coalesce((place ->> 'minutes')::integer, 30);
        most := case when place is not null
                then greatest(1, coalesce((place ->> 'per_slot')::integer, 1)) end;
    end if;
end $$;
revoke all on function tasks_booking_rules(tasks_task, text, text) from public;
"""

# As before, with those numbers.
BOOK = """
create or replace function tasks_book_call(task tasks_task, moment timestamptz, wanted jsonb)
returns text
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    start timestamptz := (wanted ->> 'at')::timestamptz;
    sort text := wanted ->> 'kind';
    rules record;
    of_unit text;
begin
    if task.id is null then
        return 'closed';
    end if;
    if start <= moment then
        return 'past';
    end if;
    select * into rules from tasks_booking_rules(task, sort, wanted ->> 'counter');
    if rules.most is null or start > moment + rules.last
       or (task.priority >= 2 and task.state <> 'done' and start > task.due_at) then
        return 'full';
    end if;
    of_unit := case when sort = 'call' then task.unit else '' end;
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'slot', task.force_id, of_unit,
        sort, wanted ->> 'counter', start), 0));
    perform 1 from tasks_task t where t.force_id = task.force_id and t.id = task.id for update;
    if (select count(*) from tasks_slot s
        where s.force_id = task.force_id and s.state = 'booked' and s.unit = of_unit
          and s.kind = sort and s.counter = wanted ->> 'counter' and s.at = start
          and s.task_id <> task.id) >= rules.most then
        return 'full';
    end if;
    update tasks_slot s set state = 'moved'
        where s.force_id = task.force_id and s.task_id = task.id and s.state = 'booked';
    insert into tasks_slot (id, force_id, task_id, unit, kind, counter, at, minutes, state,
                            booked_at)
        values ((wanted ->> 'id')::uuid, task.force_id, task.id, of_unit, sort,
                wanted ->> 'counter', start, rules.span, 'booked', moment);
    update tasks_task t set slot_at = start, work_by = start, claimed_at = null,
            claimed_by_id = null, claimed_by_name = '',
            not_before = case when t.priority < 2 then start end,
            due_at = greatest(t.due_at, start + make_interval(mins => rules.span)),
            result = case when t.state = 'done'
                then t.result || jsonb_build_object('again_at', moment) else t.result end,
            outcome = case when t.state = 'done' then '' else t.outcome end,
            done_at = null, state = 'open'
        where t.force_id = task.force_id and t.id = task.id;
    return 'booked';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0010_calls_again"), ("forces", "0002_scope")]

    operations = [migrations.RunSQL([RULES, BOOK], migrations.RunSQL.noop)]
