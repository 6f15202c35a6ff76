"""What reports are searched by: their words in two languages, the names in them, and how both are
written.

The worker fills these tables; staff read them through two functions only, which know the force and
the desks from the scope and answer with ids. Below row-level security a text search or a trigram
would be let into no index.

Words lie in chunks of about a thousand reports, and those in blocks of 32 chunks, in the order in
which reports came. A search begins with the newest chunk and stops when its page is full; a word
that is rare is then looked for block by block. So a page costs the same among ten thousand reports
and among a million.
"""

from django.db import migrations

from frontcounter.base.rls import scope_table

EXTENSIONS = """
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;
create extension if not exists fuzzystrmatch;
"""

TABLES = """
alter table reports_report add column search_stale boolean not null default true;
create index reports_search_stale on reports_report (force_id, submitted_at) where search_stale;

create table reports_searchchunk (
    id bigint generated always as identity primary key,
    force_id uuid not null,
    desk varchar(16) not null,
    block bigint not null,
    reports integer not null default 0,
    oldest timestamptz not null,
    newest timestamptz not null
);
create index reports_searchchunk_of on reports_searchchunk (force_id, desk, newest);

create table reports_searchtext (
    force_id uuid not null,
    report_id uuid not null,
    submitted_at timestamptz not null,
    chunk bigint not null,
    block bigint not null,
    document tsvector not null,
    primary key (force_id, report_id)
);
create index reports_searchtext_words on reports_searchtext
    using gin (chunk, block, document) with (fastupdate = off);

create table reports_searchname (
    force_id uuid not null,
    token varchar(40) not null,
    submitted_at timestamptz not null,
    report_id uuid not null,
    desk varchar(16) not null,
    primary key (force_id, token, submitted_at, report_id)
);
create index reports_searchname_of on reports_searchname (force_id, report_id, token);

create table reports_searchword (
    force_id uuid not null,
    desk varchar(16) not null,
    names boolean not null,
    word varchar(40) not null,
    reports integer not null,
    primary key (force_id, desk, names, word)
);
create index reports_searchword_alike on reports_searchword
    using gin (word gin_trgm_ops) with (fastupdate = off);
"""

# unaccent() is stable, because its rules are a file; for us they do not change.
# The French stemmer knows "vélo" and "vélos" as two words: plurals are made singular before it.
WORDS = r"""
create function reports_fold(words text) returns text
language sql immutable strict set search_path = public, pg_temp as $$
    select lower(unaccent('unaccent'::regdictionary, words))
$$;

create function reports_singular(folded text) returns text
language sql immutable strict set search_path = public, pg_temp as $$
    select regexp_replace(regexp_replace(regexp_replace(folded,
        '\m([a-z]+eau)x\M', '\1', 'g'), '\m([a-z]{2,})aux\M', '\1al', 'g'),
        '\m([a-z]{3,})[sx]\M', '\1', 'g')
$$;

create function reports_document(words text) returns tsvector
language sql immutable strict set search_path = public, pg_temp as $$
    select strip(to_tsvector('pg_catalog.english', folded)
        || to_tsvector('pg_catalog.french', reports_singular(folded)))
    from (select reports_fold(words) as folded) f
$$;

create function reports_tokens(words text) returns text[]
language sql immutable strict set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct left(m[1], 40)), '{}')
    from regexp_matches(reports_fold(words), '[[:alnum:]]+', 'g') m
$$;

-- Every word, in either language. A word that one language leaves out ("the", "les") counts only
-- where nothing else was asked for.
create function reports_query(words text) returns tsquery
language plpgsql immutable strict set search_path = public, pg_temp as $$
declare
    one text; english tsquery; french tsquery; asked tsquery; small tsquery;
begin
    foreach one in array (reports_tokens(words))[1:12] loop
        english := plainto_tsquery('pg_catalog.english', one);
        french := plainto_tsquery('pg_catalog.french', reports_singular(one));
        if numnode(english) > 0 and numnode(french) > 0 then
            asked := coalesce(asked && (english || french), english || french);
        elsif numnode(english || french) > 0 then
            small := coalesce(small && (english || french), english || french);
        end if;
    end loop;
    return coalesce(asked, small);
end $$;

-- The same for somebody who cannot spell: each word, or those that are written much like it.
create function reports_query_alike(words text, force uuid, desks text[]) returns tsquery
language plpgsql stable strict set search_path = public, pg_temp as $$
declare
    one text; stem text; exact tsquery; alike tsquery; asked tsquery;
begin
    foreach one in array (reports_tokens(words))[1:6] loop
        exact := reports_query(one);
        continue when exact is null;
        alike := null;
        if one ~ '^[a-z]{4,}$' then
            stem := coalesce((tsvector_to_array(to_tsvector('pg_catalog.english', one)))[1], one);
            select string_agg(quote_literal(found.word), ' | ')::tsquery into alike from (
                select distinct w.word, similarity(w.word, stem) as near from reports_searchword w
                where w.word % stem and w.force_id = force and w.desk = any(desks) and not w.names
                  and similarity(w.word, stem) >= 0.36
                order by near desc limit 5) found;
        end if;
        exact := coalesce(exact || alike, exact);
        asked := coalesce(asked && exact, exact);
    end loop;
    return asked;
end $$;
"""

INDEX = r"""
-- The worker takes a report's words and names out of the index.
create function reports_unindex(report uuid) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
begin
    with had as (
        select c.desk, false as names, word from reports_searchtext t
            join reports_searchchunk c on c.id = t.chunk
            cross join unnest(tsvector_to_array(t.document)) word
            where t.force_id = force and t.report_id = report
        union all select n.desk, true, n.token from reports_searchname n
            where n.force_id = force and n.report_id = report
    ), gone as (
        delete from reports_searchword w using had h
            where w.force_id = force and w.desk = h.desk and w.names = h.names
              and w.word = h.word and w.reports <= 1
    )
    update reports_searchword w set reports = w.reports - 1 from had h
        where w.force_id = force and w.desk = h.desk and w.names = h.names
          and w.word = h.word and w.reports > 1;
    delete from reports_searchname n where n.force_id = force and n.report_id = report;
    update reports_searchtext t set document = '' where t.force_id = force and t.report_id = report;
end $$;

-- A place in the newest chunk of this desk, or in a new one.
create function reports_chunk(its_desk text, at timestamptz) returns reports_searchchunk
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    last reports_searchchunk;
    made reports_searchchunk;
begin
    select * into last from reports_searchchunk c where c.force_id = force and c.desk = its_desk
        order by c.id desc limit 1 for update;
    if last.id is not null and last.reports < 1024 then
        update reports_searchchunk c set reports = c.reports + 1,
            oldest = least(c.oldest, at), newest = greatest(c.newest, at)
            where c.id = last.id returning * into made;
        return made;
    end if;
    insert into reports_searchchunk (force_id, desk, block, reports, oldest, newest)
        values (force, its_desk, 0, 1, at, at) returning * into made;
    if last.id is not null and (select count(*) from reports_searchchunk c
            where c.force_id = force and c.desk = its_desk and c.block = last.block) < 32 then
        made.block := last.block;
    else
        made.block := made.id;
    end if;
    update reports_searchchunk c set block = made.block where c.id = made.id;
    return made;
end $$;

-- The worker puts a report's words and names into the index, again if it was there.
create function reports_index(report uuid, told text, called text) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    its reports_report;
    place reports_searchchunk;
    written tsvector := reports_document(told);
    tokens text[] := reports_tokens(called);
begin
    select * into its from reports_report r where r.force_id = force and r.id = report;
    if exists (select 1 from reports_searchtext t
            where t.force_id = force and t.report_id = report) then
        perform reports_unindex(report);
        update reports_searchtext t set document = written
            where t.force_id = force and t.report_id = report;
    else
        place := reports_chunk(its.desk, its.submitted_at);
        insert into reports_searchtext (force_id, report_id, submitted_at, chunk, block, document)
            values (force, report, its.submitted_at, place.id, place.block, written);
    end if;
    insert into reports_searchname (force_id, token, submitted_at, report_id, desk)
        select force, token, its.submitted_at, report, its.desk
        from unnest(tokens) token on conflict do nothing;
    insert into reports_searchword as w (force_id, desk, names, word, reports)
        select force, its.desk, false, word, 1 from unnest(tsvector_to_array(written)) word
        where word ~ '^[a-z]{3,40}$'
        union all select force, its.desk, true, token, 1 from unnest(tokens) token
        order by 3, 4
        on conflict (force_id, desk, names, word) do update set reports = w.reports + 1;
end $$;
"""

FIND = r"""
create function reports_find_in(
    asked tsquery, most integer, before timestamptz, before_id uuid, force uuid, desks text[])
returns table (report_id uuid, submitted_at timestamptz)
language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    ids uuid[] := '{}'; times timestamptz[] := '{}'; more uuid[]; at timestamptz[];
    part record; last timestamptz; full_page boolean := false;
begin
    for part in select c.id, c.newest from reports_searchchunk c
            where c.force_id = force and c.desk = any(desks) and c.oldest <= before
            order by c.newest desc limit 32 loop
        full_page := cardinality(ids) >= most and part.newest < times[most];
        exit when full_page;
        last := part.newest;
        select array_agg(h.report_id), array_agg(h.submitted_at) into more, at from (
            select t.report_id, t.submitted_at from reports_searchtext t
            where t.chunk = part.id and t.document @@ asked
              and (t.submitted_at, t.report_id) < (before, before_id)
            order by t.submitted_at desc, t.report_id desc limit most) h;
        continue when more is null;
        select array_agg(u.i), array_agg(u.a) into ids, times from (
            select i, a from unnest(ids || more, times || at) both_(i, a)
            group by i, a order by a desc, i desc limit most) u;
    end loop;
    if not full_page and last is not null then
        for part in select c.block, max(c.newest) as newest from reports_searchchunk c
                where c.force_id = force and c.desk = any(desks)
                  and c.oldest <= before and c.newest <= last
                group by c.block order by 2 desc loop
            exit when cardinality(ids) >= most and part.newest < times[most];
            select array_agg(h.report_id), array_agg(h.submitted_at) into more, at from (
                select t.report_id, t.submitted_at from reports_searchtext t
                where t.block = part.block and t.document @@ asked
                  and (t.submitted_at, t.report_id) < (before, before_id)
                order by t.submitted_at desc, t.report_id desc limit most) h;
            continue when more is null;
            select array_agg(u.i), array_agg(u.a) into ids, times from (
                select i, a from unnest(ids || more, times || at) both_(i, a)
                group by i, a order by a desc, i desc limit most) u;
        end loop;
    end if;
    return query select i, a from unnest(ids, times) u(i, a);
end $$;

create function reports_find_words(
    words text, alike boolean, most integer, before timestamptz, before_id uuid)
returns table (report_id uuid, submitted_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    desks text[] := string_to_array(current_setting('fc.desks'), ',');
    asked tsquery;
begin
    asked := case when alike then reports_query_alike(words, force, desks)
        else reports_query(words) end;
    if asked is null or numnode(asked) = 0 then return; end if;
    return query select f.report_id, f.submitted_at
        from reports_find_in(asked, most, before, before_id, force, desks) f;
end $$;

-- Every name asked for, in any order, or those that are written much alike.
create function reports_find_named(
    wanted text[], most integer, before timestamptz, before_id uuid, force uuid, desks text[],
    alike boolean)
returns table (report_id uuid, submitted_at timestamptz)
language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    one text; choice text[]; lead text[]; others jsonb := '[]'; total bigint; least_ bigint;
begin
    foreach one in array wanted loop
        select array_agg(f.word), sum(f.reports) into choice, total from (
            select w.word, sum(w.reports) as reports, max(similarity(w.word, one)) as near
            from reports_searchword w
            where w.force_id = force and w.desk = any(desks) and w.names
              and case when alike then w.word % one and levenshtein_less_equal(w.word, one, 2)
                  <= case when length(one) < 5 then 1 else 2 end
                  else w.word = one end
            group by w.word order by near desc limit 12) f;
        if choice is null then return; end if;
        if least_ is null then lead := choice; least_ := total;
        elsif total < least_ then
            others := others || jsonb_build_array(to_jsonb(lead)); lead := choice; least_ := total;
        else others := others || jsonb_build_array(to_jsonb(choice));
        end if;
    end loop;
    return query select n.report_id, n.submitted_at from unnest(lead) l(token)
        cross join lateral (
            select n.report_id, n.submitted_at from reports_searchname n
            where n.force_id = force and n.token = l.token and n.desk = any(desks)
              and (n.submitted_at, n.report_id) < (before, before_id)
              and not exists (select 1 from jsonb_array_elements(others) o(names)
                where not exists (select 1 from reports_searchname m
                    where m.force_id = force and m.report_id = n.report_id
                      and o.names ? m.token))
            order by n.submitted_at desc, n.report_id desc limit most) n
        group by n.report_id, n.submitted_at
        order by n.submitted_at desc, n.report_id desc limit most;
end $$;

create function reports_find_names(
    words text, alike boolean, most integer, before timestamptz, before_id uuid)
returns table (report_id uuid, submitted_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    force uuid := current_setting('fc.force')::uuid;
    desks text[] := string_to_array(current_setting('fc.desks'), ',');
    wanted text[] := reports_tokens(words);
begin
    if cardinality(wanted) not between 1 and 4 then return; end if;
    return query select f.report_id, f.submitted_at
        from reports_find_named(wanted, most, before, before_id, force, desks, alike) f;
end $$;
"""

MINE = """
revoke all on function reports_query_alike(text, uuid, text[]) from public;
revoke all on function reports_unindex(uuid) from public;
revoke all on function reports_chunk(text, timestamptz) from public;
revoke all on function reports_index(uuid, text, text) from public;
revoke all on function
    reports_find_in(tsquery, integer, timestamptz, uuid, uuid, text[]) from public;
revoke all on function
    reports_find_named(text[], integer, timestamptz, uuid, uuid, text[], boolean) from public;
revoke all on function reports_find_words(text, boolean, integer, timestamptz, uuid) from public;
revoke all on function reports_find_names(text, boolean, integer, timestamptz, uuid) from public;
grant execute on function reports_unindex(uuid), reports_chunk(text, timestamptz),
    reports_index(uuid, text, text) to frontcounter_worker;
grant execute on function reports_find_words(text, boolean, integer, timestamptz, uuid),
    reports_find_names(text, boolean, integer, timestamptz, uuid)
    to frontcounter_staff, frontcounter_worker;
"""

OF_REPORT = {"report_id": "reports_report"}


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_more_ways")]

    operations = [
        migrations.RunSQL([EXTENSIONS, TABLES], migrations.RunSQL.noop),
        scope_table("reports_searchchunk", worker="SIU"),
        scope_table("reports_searchtext", refs=OF_REPORT, unique_id=False, worker="SIUD"),
        scope_table("reports_searchname", refs=OF_REPORT, unique_id=False, worker="SIUD"),
        scope_table("reports_searchword", unique_id=False, worker="SIUD"),
        migrations.RunSQL([WORDS, INDEX, FIND, MINE], migrations.RunSQL.noop),
    ]
