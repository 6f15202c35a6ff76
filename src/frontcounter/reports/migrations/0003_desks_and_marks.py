"""A report's desk says who may see it at all; its marks say how soon somebody must."""

from django.db import migrations, models

from frontcounter.base.rls import only_desks, seen_with

# As in 0002, and whether danger was told: then withdrawing is not offered on a page.
VIEW = r"""
create or replace function reports_view(wanted uuid) returns jsonb
language sql stable set search_path = public, pg_temp as $$
    select jsonb_build_object(
        'report_id', r.id, 'type', r.type, 'form_hash', r.form_hash, 'language', r.language,
        'state', r.state, 'call_back_state', r.call_back_state,
        'tracking_number', r.tracking_number, 'file_number', r.file_number, 'reason', r.reason,
        'submitted_at', r.submitted_at,
        'danger_told', exists (
            select 1 from jsonb_array_elements_text(r.marks) m where m like 'danger\_%'),
        'has_confirmed_email', coalesce((r.contact ->> 'email_confirmed')::boolean, false),
        'promises', coalesce((
            select jsonb_agg(jsonb_build_object('kind', p.kind, 'due_at', p.due_at,
                'kept_at', p.kept_at, 'lifted_at', p.lifted_at) order by p.due_at)
            from reports_promise p where p.force_id = r.force_id and p.report_id = r.id), '[]'),
        'events', coalesce((
            select jsonb_agg(jsonb_build_object('code', e.code, 'at', e.at, 'state', e.state)
                order by e.at, e.id)
            from reports_event e where e.force_id = r.force_id and e.report_id = r.id), '[]'),
        'acts', coalesce((
            select jsonb_agg(jsonb_build_object('kind', a.kind, 'at', a.at, 'text', a.text,
                'done', a.done_at is not null) order by a.at, a.id)
            from reports_act a where a.force_id = r.force_id and a.report_id = r.id), '[]'))
    from reports_report r
    where r.id = wanted and r.force_id = current_setting('fc.force')::uuid
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_scope")]

    operations = [
        migrations.AddField("report", "desk", models.CharField(max_length=16, default="review")),
        migrations.AddField("report", "marks", models.JSONField(default=list)),
        migrations.AddField("report", "for_records", models.BooleanField(default=True)),
        only_desks("reports_report"),
        *(
            seen_with(f"reports_{table}", "report_id", "reports_report")
            for table in ("event", "identifier", "promise", "act", "accesslink")
        ),
        migrations.RunSQL(VIEW, migrations.RunSQL.noop),
    ]
