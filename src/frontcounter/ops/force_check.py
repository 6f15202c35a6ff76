"""Everything that keeps a force's files from being published, each with its file and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from frontcounter.forms import catalogue
from frontcounter.forms.engine import FormDocument, Problem, load_document
from frontcounter.forms.engine import PublishError as FormError
from frontcounter.ops import force_values as values
from frontcounter.ops import force_values_asking as asking
from frontcounter.ops import force_values_calls as calling
from frontcounter.ops import force_values_decisions as deciding
from frontcounter.ops import force_values_privacy as privacy
from frontcounter.ops import force_values_review as review
from frontcounter.ops import force_values_sign_in as signing_in
from frontcounter.ops import force_values_units as units
from frontcounter.ops.publish import OTHER_FILES, form_of, read_settings

FILE = "force.yaml"
Found = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Checked:
    """What was found in a folder: the problems, and the forms that are right."""

    settings: Mapping[str, Any]
    forms: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


def check_folder(folder: Path) -> Checked:
    """Read everything and complain of everything, not only of the first thing."""
    try:
        settings = read_settings(folder)
    except (OSError, ValueError, yaml.YAMLError) as error:
        return Checked({}, (), (Problem(FILE, "", str(error)),))
    problems = [Problem(FILE, where, told) for where, told in values.missing(settings)]
    if problems:
        return Checked(settings, (), tuple(problems))
    forms = []
    for name in settings["types"]:
        form, found = _form(folder, settings, str(name))
        problems += found
        if form is not None:
            forms.append(form)
    known = [load_document(form) for form in forms]
    for check in (values.plain, values.texts, values.look, values.calendar, values.promises):
        problems += [Problem(FILE, where, told) for where, told in check(settings)]
    checks = (
        _doors,
        _units,
        _types,
        privacy.retention,
        privacy.subject_access,
        privacy.pilot,
        signing_in.sign_in,
        deciding.deciding,
        asking.asking,
    )
    for relate in checks:
        problems += [Problem(FILE, where, told) for where, told in relate(settings, known)]
    for relate in (units.units, units.routing, units.watching, review.triage, calling.calls):
        problems += [Problem(FILE, where, told) for where, told in relate(settings, known)]
    if not problems:
        routes = units.table(folder, settings, known)
        problems += [Problem(units.TABLE, where, told) for where, told in routes]
    problems += list(_stray(folder, settings))
    return Checked(settings, tuple(forms), tuple(problems))


def _form(
    folder: Path, settings: Mapping[str, Any], name: str
) -> tuple[dict[str, Any] | None, list[Problem]]:
    if name not in catalogue.types():
        return None, [Problem(FILE, f"types.{name}", "is no report type of the catalogue")]
    try:
        return form_of(settings, folder, name), []
    except FormError as error:
        return None, [_named(problem, name) for problem in error.problems]
    except (OSError, ValueError, yaml.YAMLError) as error:
        return None, [Problem(f"{name}.yaml", "", str(error))]


def _named(problem: Problem, name: str) -> Problem:
    """A problem of the force's own files says which type they are for."""
    if problem.file != "overlay":
        return problem
    return Problem(f"overlay of {name}", problem.where, problem.message)


def _doors(settings: Mapping[str, Any], forms: list[FormDocument]) -> Found:
    """Every door that a form, a reason or a page leads to is there, with a way through it."""
    doors: Mapping[str, Any] = settings["doors"]
    wanted = {door: f"needed by {form.type}" for form in forms for door in form.doors}
    for reasons in settings["reasons"].values():
        for reason in reasons:
            wanted[str(reason.get("door"))] = f"needed by the reason {reason.get('code')}"
    wanted |= dict.fromkeys(values.DOORS_OF_PAGES, "needed on every page")
    wanted[str(settings["talk"].get("door"))] = "named in talk"
    for code in sorted(set(wanted) - set(doors)):
        yield f"doors.{code}", f"is missing; it is {wanted[code]}"
    for code, door in doors.items():
        if not (door.get("phone") or door.get("url")):
            yield f"doors.{code}", "has neither phone nor url"


def _units(settings: Mapping[str, Any], forms: list[FormDocument]) -> Found:
    """Whoever is named to do something is a unit, and every route starts at a mark."""
    units = {unit.get("code") for unit in settings["units"]}
    desks, routes = (settings.get(key) or {} for key in ("desks", "routes"))
    called = settings["call_back"]["unit"]
    named = {"review_unit": settings["review_unit"], "call_back.unit": called}
    named |= {f"desks.{desk}": unit for desk, unit in desks.items()}
    named |= {f"routes.{mark}": unit for mark, unit in routes.items()}
    for where, unit in named.items():
        if unit not in units:
            yield where, f"names the unit '{unit}', which is not in units"
    for desk in desks:
        if desk not in values.DESKS:
            yield f"desks.{desk}", "is no desk; there are " + ", ".join(values.DESKS)
    for form in forms:
        desk = form.handling.desk
        if desk != "review" and desk not in desks:
            yield f"desks.{desk}", f"is missing; {form.type} goes there"
    marks = {mark.code for form in forms for mark in form.marks}
    for mark in routes:
        if mark not in marks and not mark.startswith("danger_"):
            yield f"routes.{mark}", "is a mark that no report type makes"


def _types(settings: Mapping[str, Any], _forms: list[FormDocument]) -> Found:
    types = [str(name) for name in settings["types"]]
    for name in sorted({name for name in types if types.count(name) > 1}):
        yield f"types.{name}", "stands twice"
    for name in settings.get("withdraw_at_once") or ():
        if name not in types:
            yield f"withdraw_at_once.{name}", "is no type that the force offers"


def _stray(folder: Path, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """A file that nothing reads is a mistake in its name."""
    read = {*OTHER_FILES, *(f"{name}.yaml" for name in settings["types"])}
    for path in sorted(folder.iterdir()):
        if path.suffix in {".yaml", ".yml"} and path.name not in read:
            yield Problem(path.name, "", "is the overlay of no report type that is offered")
