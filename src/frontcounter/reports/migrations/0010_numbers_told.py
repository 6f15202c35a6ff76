"""The follow-up page tells the numbers of further files, of the file that a report was joined in,
and of the report that another service made of it."""

from django.db import migrations

# As in 0004, with the last three.
VIEW = r"""
create or replace function reports_view(wanted uuid) returns jsonb
language sql stable set search_path = public, pg_temp as $$
    select jsonb_build_object(
        'report_id', r.id, 'type', r.type, 'form_hash', r.form_hash, 'language', r.language,
        'state', r.state, 'call_back_state', r.call_back_state,
        'follow_up_state', r.follow_up_state,
        'tracking_number', r.tracking_number, 'file_number', r.file_number, 'reason', r.reason,
        'submitted_at', r.submitted_at,
        'danger_told', exists (
            select 1 from jsonb_array_elements_text(r.marks) m where m like 'danger\_%'),
        'has_confirmed_email', coalesce((r.contact ->> 'email_confirmed')::boolean, false),
        'promises', coalesce((
            select jsonb_agg(jsonb_build_object('kind', p.kind, 'due_at', p.due_at,
                'kept_at', p.kept_at, 'lifted_at', p.lifted_at, 'lapsed_at', p.lapsed_at,
                'paused_at', p.paused_at) order by p.due_at)
            from reports_promise p where p.force_id = r.force_id and p.report_id = r.id), '[]'),
        'events', coalesce((
            select jsonb_agg(jsonb_build_object('code', e.code, 'at', e.at, 'state', e.state)
                order by e.at, e.id)
            from reports_event e where e.force_id = r.force_id and e.report_id = r.id), '[]'),
        'acts', coalesce((
            select jsonb_agg(jsonb_build_object('kind', a.kind, 'at', a.at, 'text', a.text,
                'done', a.done_at is not null) order by a.at, a.id)
            from reports_act a where a.force_id = r.force_id and a.report_id = r.id), '[]'),
        'further_numbers', coalesce((
            select jsonb_agg(o.file_number order by l.place)
            from reports_occurrencereport l join reports_occurrence o
                on o.force_id = l.force_id and o.id = l.occurrence_id
            where l.force_id = r.force_id and l.report_id = r.id and l.place > 1
                and o.file_number is not null), '[]'),
        'joined_number', (
            select j.file_number from reports_report j
            where j.force_id = r.force_id and j.id = r.joined_to),
        'handed_to', case when r.state = 'redirected' then (
            select e.details from reports_event e
            where e.force_id = r.force_id and e.report_id = r.id and e.code = 'handed_over_as'
            order by e.at desc, e.id desc limit 1) end)
    from reports_report r
    where r.id = wanted and r.force_id = current_setting('fc.force')::uuid
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_keeping")]

    operations = [migrations.RunSQL(VIEW, migrations.RunSQL.noop)]
