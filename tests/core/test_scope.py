"""The database refuses what is out of scope, on connections that were used for others before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection

from frontcounter.accounts.models import Membership, User
from frontcounter.audit.models import Entry, Link, Verb
from frontcounter.audit.record import record
from frontcounter.base.scope import Role, ScopeError, current_force_id, scope
from frontcounter.forces.models import ForceKey, Publication, PublishedForm
from frontcounter.ops.roles_check import check_roles
from frontcounter.reports.models import Event, Report


def test_the_app_roles_own_nothing_and_cannot_bypass_policies() -> None:
    check_roles()


def test_a_query_outside_a_scope_raises() -> None:
    with pytest.raises(ScopeError):
        Report.objects.count()
    with pytest.raises(DatabaseError, match="permission denied"):
        Report._base_manager.count()
    connection.close()


def test_a_scope_without_a_force_sees_no_force_rows() -> None:
    with pytest.raises(DatabaseError), scope(Role.WORKER, None):
        Report._base_manager.count()


def test_a_scope_does_not_outlive_its_transaction(red_river) -> None:
    with red_river.scope("staff"):
        assert Report._base_manager.count() == 0
    with pytest.raises(DatabaseError, match="permission denied"):
        Report._base_manager.count()
    connection.close()


def test_scopes_do_not_nest(red_river, soar_valley) -> None:
    with red_river.scope(), pytest.raises(ScopeError), soar_valley.scope():
        pass


@pytest.mark.parametrize("model", [Publication, PublishedForm, ForceKey, Membership])
def test_a_neighbours_rows_are_invisible_even_without_our_own_filter(
    model, red_river, soar_valley
) -> None:
    red_river.person("reviewer")
    soar_valley.person("reviewer")
    for role in ("staff", "worker"):
        for force in (red_river, soar_valley):
            with force.scope(role):
                owners = set(model._base_manager.values_list("force_id", flat=True))
                assert owners == {force.id}


def test_a_row_cannot_be_written_for_a_neighbour(red_river, soar_valley) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), red_river.scope():
        record(Verb.CONSULT, "probe")
        Entry(
            force_id=soar_valley.id,
            at=datetime.now(UTC),
            verb=Verb.CONSULT,
            action="probe",
            actor_kind="system",
            actor_id="",
            mac=b"",
        ).add()


@pytest.mark.parametrize("model", [Report, Event, Entry, Link, User, Membership])
def test_the_public_role_fully_dumped_yields_no_reports_and_no_people(model, red_river) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), red_river.scope("public"):
        model._base_manager.count()


def test_the_scope_names_the_force(red_river) -> None:
    with red_river.scope():
        assert current_force_id() == red_river.id


@pytest.mark.parametrize(("role", "limit"), [("public", "15s"), ("staff", "15s"), ("worker", "0")])
def test_no_statement_of_a_page_runs_for_ever(red_river, role: str, limit: str) -> None:
    with red_river.scope(role), connection.cursor() as cursor:
        cursor.execute("select current_setting('statement_timeout')")
        assert cursor.fetchone() == (limit,)
