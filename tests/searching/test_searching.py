"""One box finds reports by number, identifier, name and words, however they are spelt."""

from __future__ import annotations

import pytest
from after_help import AT
from desk_help import a_service, send
from django.db import DatabaseError, connection

from frontcounter.base.scope import narrow_to_force
from frontcounter.reports import keeping
from frontcounter.reports.search_index import index_waiting
from frontcounter.reports.searching import Place, find, index_again
from frontcounter.reports.shredding import shred


@pytest.fixture(scope="module")
def service():
    return a_service()


def indexed(force):
    with force.scope("worker"):
        return index_waiting()


def found(force, typed, desks=frozenset({"review"})):
    """Report ids → why, as staff of these desks."""
    with force.scope("staff") as here:
        narrow_to_force(here.force_id, desks)
        return {hit.report.id: hit.why for hit in find(typed).hits}


@pytest.mark.parametrize(
    ("story", "typed"),
    [
        ("Somebody took my grey bicycles from the shed", "bicycle"),
        ("On a volé deux vélos près de l’écluse", "velo"),
        ("On a volé mon vélo", "vélos volés"),
        ("Des bateaux et des chevaux", "bateau cheval"),
        ("They were breaking windows", "break window"),
        ("Les bijoux de ma grand-mère", "bijou grand-mere"),
        ("A trumpet in a velvet case", "trumpte velvet"),
    ],
)
def test_words_are_found_in_two_languages_without_accents_and_misspelt(
    service, story, typed
) -> None:
    sent = send(service, "plain", story=story)
    assert sent.id not in found(service, typed)
    indexed(service)
    why = found(service, typed)[sent.id]
    assert why in (("words",), ("words_alike",))


def test_a_word_that_is_nowhere_finds_nothing(service) -> None:
    send(service, "plain")
    indexed(service)
    assert found(service, "qqzzxwv") == {}
    assert found(service, "") == {}
    assert found(service, "'|&!:*()\\") == {}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Zoë Tremblay-Okafor", "name"),
        ("okafor zoe", "name"),
        ("tremblay", "name"),
        ("Tremblai", "name_alike"),
        ("Zoe Trembley", "name_alike"),
        ("zq-4471 88", "serial"),
        ("ZQ447188", "serial"),
        ("(204) 555-0199", "phone"),
        ("2045550199", "phone"),
        ("ZOE@example.org", "email"),
        ("serial ZQ447188 please", "serial"),
    ],
)
def test_names_and_identifiers_are_found_in_any_spelling_and_spacing(typed, why) -> None:
    force = a_service()
    sent = send(
        force,
        "plain",
        **{
            "name.given": "Zoé",
            "name.family": "Tremblay-Okafor",
            "things.0.serial": "ZQ 4471/88",
            "contact.phone": "204 555 0199",
            "contact.email": "zoe@example.org",
        },
    )
    send(force, "plain")
    indexed(force)
    hits = found(force, typed)
    assert list(hits) == [sent.id]
    assert why in hits[sent.id]


def test_a_tracking_number_is_found_at_once_in_any_spacing(service) -> None:
    sent = send(service, "plain")
    typed = sent.tracking_number.lower().replace("-", " ")
    assert found(service, typed) == {sent.id: ("number",)}


@pytest.mark.parametrize("type_", ["tip", "grievance"])
def test_what_a_closed_desk_reads_is_found_by_nobody_else(type_) -> None:
    force = a_service()
    desk = {"tip": "intelligence", "grievance": "standards"}[type_]
    secret = send(force, type_, story="A heliotrope suitcase", **{"name.family": "Quillfeather"})
    indexed(force)
    for typed in ("heliotrope", "Quillfeather", "Quilfeather", "heliotropes", "heliotroppe"):
        assert found(force, typed) == {}
        assert list(found(force, typed, frozenset({desk}))) == [secret.id]
    assert found(a_service(), "heliotrope", frozenset({desk})) == {}


def test_pages_are_walked_by_key_and_hold_every_report_once(service) -> None:
    wanted = {send(service, "plain", story="A marmalade jar").id for _ in range(7)}
    indexed(service)
    pages, key = [], None
    while True:
        with service.scope("staff"):
            page = find("marmalade", before=key, size=3)
        pages.append([hit.report.id for hit in page.hits])
        key = page.next and Place.read(str(page.next))
        if key is None:
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    assert {one for page in pages for one in page} == wanted
    assert Place.read("rubbish") is None


def test_what_is_indexed_again_is_found_by_its_new_words_only_once() -> None:
    force = a_service()
    sent = send(force, "plain", story="A crimson lantern")
    assert indexed(force) == 1
    assert indexed(force) == 0
    with force.scope("staff"):
        index_again(sent.id)
    assert indexed(force) == 1
    assert list(found(force, "crimson lantern")) == [sent.id]
    with force.scope("worker"), connection.cursor() as cursor:
        cursor.execute("select max(reports) from reports_searchword")
        assert cursor.fetchone() == (1,)


def test_what_is_erased_is_found_no_more_and_leaves_the_dictionaries() -> None:
    force = a_service()
    sent = send(force, "plain", story="A crimson lantern", **{"name.family": "Quillfeather"})
    stays = send(force, "plain", story="A lantern")
    indexed(force)
    with force.scope("worker"):
        shred(keeping.doomed(sent.id, at=AT))
    assert list(found(force, "lantern")) == [stays.id]
    assert found(force, "crimson") == {}
    assert found(force, "Quillfeather") == {}
    with force.scope("worker"), connection.cursor() as cursor:
        cursor.execute(
            "select word from reports_searchword "
            "where word in ('crimson', 'quillfeather', 'lantern')"
        )
        assert cursor.fetchall() == [("lantern",)]
    with force.scope("worker"):
        index_waiting()
    assert found(force, "Quillfeather") == {}


@pytest.mark.parametrize("role", ["staff", "public"])
@pytest.mark.parametrize(
    "table", ["reports_searchtext", "reports_searchname", "reports_searchword"]
)
def test_no_site_reads_the_index_itself(service, role, table) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), service.scope(role):
        connection.cursor().execute(f"select * from {table}")


def test_the_public_site_may_not_search(service) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), service.scope("public"):
        find("bicycle")


def test_a_thousand_reports_fill_more_than_one_chunk_in_order(service) -> None:
    """The oldest are found in the last block though newer chunks have none."""
    force = a_service()
    first = send(force, "plain", story="An ochre umbrella")
    indexed(force)
    with force.scope("worker"), connection.cursor() as cursor:
        cursor.execute("update reports_searchchunk set reports = 1024")
        newer = []
        for _ in range(35):
            newer.append(send_in(force, cursor))
    assert list(found(force, "ochre umbrella")) == [first.id]


def send_in(force, cursor):
    """A full chunk, without the reports that would be in it."""
    cursor.execute("select id from reports_chunk('review', now())")
    (made,) = cursor.fetchone()
    cursor.execute("update reports_searchchunk set reports = 1024 where id = %s", [made])
    return made
