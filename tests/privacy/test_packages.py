"""What a person may have of theirs: nothing about others, sealed, expiring, every step audited."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from after_help import AT, run_jobs, send
from desk_help import a_service
from desk_help import send as send_to_desk
from privacy_help import LATER, a_force, approved, end, proposed
from test_files import send_with_photo

from frontcounter.accounts.roles import StaffRole, desks_of
from frontcounter.audit.models import Entry
from frontcounter.base.scope import narrow_to_force
from frontcounter.privacy import disposal, packages
from frontcounter.privacy.models import Package, PackageReport
from frontcounter.privacy.packages import NotThere


def made(force: Any, ids: list[Any], lang: str = "en") -> Any:
    officer = force.person("privacy")
    with force.scope("staff"):
        package_id = packages.choose(ids, officer.actor(), reference="SA-1", lang=lang, at=AT)
    with force.scope("staff"):
        packages.confirm(package_id)
    packages.make(force.id, package_id, at=AT)
    packages.make(force.id, package_id, at=AT + timedelta(days=1))  # a job may run twice
    return package_id


def opened(force: Any, package_id: Any) -> zipfile.ZipFile:
    with force.scope("staff"):
        content = b"".join(packages.open_package(package_id, at=AT + timedelta(days=1)))
    return zipfile.ZipFile(io.BytesIO(content))


def test_a_person_gets_everything_of_theirs_and_nothing_of_others() -> None:
    force = a_force()
    sent, _file = send_with_photo(force)
    run_jobs(force)
    end(force, sent)
    package_id = made(force, [sent.id])
    archive = opened(force, package_id)
    folder = sent.tracking_number
    assert f"{folder}/files/01.jpg" in archive.namelist()
    assert archive.read(f"{folder}/report.pdf").startswith(b"%PDF")
    data = json.loads(archive.read(f"{folder}/report.json"))
    whole = json.dumps(data) + archive.read("README.txt").decode()
    assert "It was gone" in whole
    assert "Wilma" not in whole  # a witness
    assert "Tall" not in whole  # a suspect
    assert "told me so" not in whole  # a working note
    assert data["left_out_about_others"]
    assert data["working_notes_left_out"] == 1
    assert "somebody else" in archive.read("README.txt").decode()
    with force.scope():
        package = Package.objects.get()
        assert package.expires_at == AT + timedelta(days=30)
        actions = list(Entry.objects.filter(verb="disclose").values_list("action", flat=True))
        assert {"package.download", "report.given"} <= set(actions)
        assert PackageReport.objects.get().left_out == len(data["left_out_about_others"])


def test_in_french() -> None:
    force = a_force()
    sent = send(force, lang="fr")
    archive = opened(force, made(force, [sent.id], "fr"))
    assert "vos signalements" in archive.read("README.txt").decode()


def test_it_expires_and_goes_with_the_report() -> None:
    force = a_force()
    first, second = send(force), send(force)
    package_id = made(force, [first.id])
    with force.scope(), pytest.raises(NotThere):
        packages.open_package(package_id, at=AT + timedelta(days=31))
    with force.scope():
        assert len(packages.stored_paths()) == 1
        packages.expire(AT + timedelta(days=31))
        assert packages.stored_paths() == set()
        assert bytes(Package.objects.get().wrapped_key) == b""
    made(force, [second.id])
    end(force, second)
    batch_id = proposed(force)
    approved(force, batch_id)
    disposal.dispose(force.id, batch_id, at=LATER)
    with force.scope():
        assert set(Package.objects.values_list("state", flat=True)) == {"gone"}


def test_a_person_is_found_by_name_number_or_address() -> None:
    force = a_force()
    sent = send(force)
    for typed in ("roy ada", "ada@example.org", "204 555 0147", sent.tracking_number):
        with force.scope("staff"):
            assert [line.id for line in packages.find_person(typed)] == [sent.id], typed
    with force.scope("staff"):
        assert packages.find_person("Nobody Here") == []


def test_a_closed_desk_is_for_its_own_people() -> None:
    force = a_service()
    tip = send_to_desk(force, "tip")
    officer = force.person("privacy")
    with force.scope("staff"):
        assert packages.find_person("Ada Roy") == []
        with pytest.raises(LookupError):
            packages.choose([tip.id], officer.actor(), reference="x", lang="en", at=AT)
    both = force.person("privacy", "intelligence")
    with force.scope("staff"):
        narrow_to_force(force.id, desks_of(frozenset({StaffRole.INTELLIGENCE})))
        package_id = packages.choose([tip.id], both.actor(), reference="x", lang="en", at=AT)
    with force.scope("staff"):
        assert packages.package(package_id) is None


def test_a_report_that_another_desk_took_over_closes_its_package_to_the_open_desk() -> None:
    from frontcounter.reports.models import Report

    force = a_force()
    first, second = send(force), send(force)
    for sent in (first, second):
        end(force, sent)
    officer = force.person("privacy")
    with force.scope("staff"):
        waiting = packages.choose([second.id], officer.actor(), reference="2", lang="en", at=AT)
    package_id = made(force, [first.id, second.id])
    with force.scope():
        Report.objects.filter(id=second.id).update(desk="standards")
    with force.scope("staff"):
        assert packages.packages() == []
        with pytest.raises(NotThere):
            packages.confirm(waiting)
        with pytest.raises(NotThere):
            packages.open_package(package_id, at=AT)
    packages.make(force.id, waiting, at=AT)
    with force.scope():
        assert Package.objects.get(id=waiting).desks == "standards"
