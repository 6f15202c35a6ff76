"""Who may do what with reports. The public site adds, and reads through two functions only."""

from django.db import migrations

from frontcounter.base.rls import append_only, scope_table

OF_REPORT = {"report_id": "reports_report"}

# What a reporter may see of their own report: no staff name, no note, no neighbour.
VIEW = """
create function reports_view(wanted uuid) returns jsonb
language sql stable set search_path = public, pg_temp as $$
    select jsonb_build_object(
        'report_id', r.id, 'type', r.type, 'form_hash', r.form_hash, 'language', r.language,
        'state', r.state, 'call_back_state', r.call_back_state,
        'tracking_number', r.tracking_number, 'file_number', r.file_number, 'reason', r.reason,
        'submitted_at', r.submitted_at,
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
revoke all on function reports_view(uuid) from public;
"""

OPEN = """
create function reports_open(tracking text, code bytea, moment timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    found uuid;
begin
    select r.id into found from reports_report r
        where r.force_id = force and r.tracking_number = tracking and r.access_hash = code;
    if found is null then
        insert into reports_attempt (id, force_id, tracking_number, at)
            values (gen_random_uuid(), force, tracking, moment);
        return null;
    end if;
    return reports_view(found);
end $$;
revoke all on function reports_open(text, bytea, timestamptz) from public;
grant execute on function reports_open(text, bytea, timestamptz) to frontcounter_public;
"""

OPEN_BY_LINK = """
create function reports_open_by_link(token bytea, moment timestamptz, swap boolean) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    link reports_accesslink;
begin
    select * into link from reports_accesslink l
        where l.force_id = force and l.token_hash = token and l.expires_at > moment for update;
    if link.id is null or (swap and link.used_at is not null) then
        return null;
    end if;
    if swap then
        update reports_accesslink set used_at = moment where id = link.id;
    elsif link.used_at is null or link.used_at < moment - interval '30 minutes' then
        return null;
    end if;
    return reports_view(link.report_id);
end $$;
revoke all on function reports_open_by_link(bytea, timestamptz, boolean) from public;
grant execute on function reports_open_by_link(bytea, timestamptz, boolean)
    to frontcounter_public;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("forces", "0002_scope")]

    operations = [
        scope_table("reports_report", public="I", staff="SU", worker="SIU"),
        scope_table("reports_event", refs=OF_REPORT, public="I", staff="SI", worker="SI"),
        scope_table("reports_identifier", refs=OF_REPORT, public="I", staff="S", worker="SID"),
        scope_table("reports_promise", refs=OF_REPORT, public="I", staff="SIU", worker="SIU"),
        scope_table("reports_counter", staff="SIU", worker="SIU"),
        scope_table("reports_act", refs=OF_REPORT, public="I", staff="S", worker="SIU"),
        scope_table("reports_linkrequest", public="I", worker="SU"),
        scope_table("reports_accesslink", refs=OF_REPORT, staff="SI", worker="SIU"),
        scope_table("reports_attempt", worker="SD"),
        append_only("reports_event"),
        migrations.RunSQL([VIEW, OPEN, OPEN_BY_LINK], migrations.RunSQL.noop),
    ]
