"""More ways through the life of a report: asking, handing over, joining, a second person."""

from django.db import migrations, models

# Whoever proves the way back to a report: {"number", "hash"} or {"token"} (both in hex).
# Rooms above the core use it in their own functions; no app role may call it.
PROVED = """
create function reports_proved(way jsonb, moment timestamptz) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    view jsonb;
begin
    if way ? 'token' then
        view := reports_open_by_link(decode(way ->> 'token', 'hex'), moment, false);
    else
        view := reports_open(way ->> 'number', decode(way ->> 'hash', 'hex'), moment);
    end if;
    return (view ->> 'report_id')::uuid;
end $$;
revoke all on function reports_proved(jsonb, timestamptz) from public;
"""

# As in 0003; a promise that was broken shows as such, and the one that is paused.
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
            from reports_act a where a.force_id = r.force_id and a.report_id = r.id), '[]'))
    from reports_report r
    where r.id = wanted and r.force_id = current_setting('fc.force')::uuid
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_desks_and_marks")]

    operations = [
        migrations.AddField(
            "report", "follow_up_state", models.CharField(max_length=10, default="none")
        ),
        migrations.AddField(
            "report",
            "district",
            models.CharField(max_length=40, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField("report", "proposal", models.JSONField(null=True)),
        migrations.AddField("report", "joined_to", models.UUIDField(null=True)),
        migrations.AddField("report", "agency_revision", models.IntegerField(default=0)),
        migrations.AddField("promise", "paused_at", models.DateTimeField(null=True)),
        migrations.AddField("promise", "lapsed_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "promise",
            models.Index(
                fields=["force_id", "due_at"],
                name="reports_promise_due",
                condition=models.Q(
                    kept_at__isnull=True,
                    lifted_at__isnull=True,
                    lapsed_at__isnull=True,
                    paused_at__isnull=True,
                ),
            ),
        ),
        migrations.RunSQL(
            "alter table reports_report add constraint reports_report_joined_scope "
            "foreign key (force_id, joined_to) references reports_report (force_id, id) "
            "deferrable initially deferred;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL([PROVED, VIEW], migrations.RunSQL.noop),
    ]
