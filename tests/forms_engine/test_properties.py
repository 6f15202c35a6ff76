"""Whatever the document, the answers or the submitted form: no crash, no loop, nothing lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from engine_help import ALL_DEMO, EXTRAS, NOW, demo_form, document, page, question, stop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontcounter.forms.engine import (
    DocumentError,
    FormDocument,
    advice,
    answers_to_send,
    canonical_json,
    check_page,
    document_hash,
    export_report,
    fields,
    identifiers,
    load_document,
    summary,
    walk,
)
from frontcounter.forms.engine.conditions import holds
from frontcounter.forms.engine.kinds import KINDS

settings.register_profile(
    "engine", deadline=None, max_examples=120, suppress_health_check=list(HealthCheck)
)
settings.load_profile("engine")

NAMES = [f"q{n}" for n in range(6)]
CODES = ["yes", "no", "red", "blue", "none", "bike", "street"]
FORMS = [demo_form(force, report_type) for force, report_type in ALL_DEMO]

comparisons = st.one_of(
    st.builds(lambda q, c: {"is": {q: c}}, st.sampled_from(NAMES), st.sampled_from(CODES)),
    st.builds(lambda q, c: {"in": {q: c}}, st.sampled_from(NAMES), st.just(["yes", "bike"])),
    st.builds(lambda q, n: {"over": {q: n}}, st.sampled_from(NAMES), st.integers(0, 10**6)),
    st.builds(lambda q: {"answered": q}, st.sampled_from(NAMES)),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(lambda c: {"not": c}, inner),
        st.builds(lambda cs: {"all": cs}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda cs: {"any": cs}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=4,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
# Near misses find more than noise: right keys, wrong or right values.
KEYS = ["from", "to", "precision", "zone", "minor", "currency", "by", "phone", "typed", "e164",
        "address", "line1", "category", "type", "value", "photos", "id", "name", "size", "born",
        "given", "family", "serial", "no_serial", "plate", "vin", "colour",
        "kind", "safe"]  # fmt: skip
WORDS = ["2026-11-20", "2026-11-20T22:00", "9999-12-31", "exact", "between", "UTC", "../..",
         "email", "bike", "red", "street", "\ud800", "\x00", "", "é"]  # fmt: skip
leaves = st.sampled_from(WORDS) | st.none() | st.booleans() | st.integers() | st.text(max_size=9)
near = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=15,
)
stored = near | json_values


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A well-formed document with any kinds and conditions, also ones publishing would refuse."""
    names = draw(st.permutations(NAMES))
    pages = []
    for n, name in enumerate(names[: draw(st.integers(1, 6))]):
        kind = draw(st.sampled_from(sorted({kind for kind, _ in KINDS})))
        more = {"required": draw(st.booleans())}
        if draw(st.booleans()):
            more["when"] = draw(conditions)
        whole: dict[str, Any] = {}
        if draw(st.booleans()):
            whole["when"] = draw(conditions)
        if draw(st.booleans()):
            whole["stops"] = [stop("s", draw(conditions))]
        pages.append(page(f"p{n}", question(kind, name, **more), **whole))
    cut = draw(st.integers(0, len(pages)))
    return document(*pages[cut:], gate=pages[:cut])


answers = st.dictionaries(st.sampled_from(NAMES), stored, max_size=6)


def use_everything(form: FormDocument, given_answers: dict[str, Any]) -> None:
    journey = walk(form, given_answers)
    for step in journey.steps:
        fields(form, step.id, given_answers)
        journey.progress(step.id)
    for lang in ("en", "fr", "xx"):
        for audience in ("reporter", "staff", "official_reporter_copy"):
            summary(form, given_answers, lang, audience=audience)
        advice(form, given_answers, lang)
    json.dumps(export_report(form, given_answers))
    identifiers(form, given_answers)


@given(documents(), answers)
def test_no_document_and_no_answers_crash_anything(
    data: dict[str, Any], some: dict[str, Any]
) -> None:
    use_everything(load_document(data), some)


@given(documents(), answers)
def test_the_way_never_loops_nor_reaches_a_forbidden_page(
    data: dict[str, Any], some: dict[str, Any]
) -> None:
    form = load_document(data)
    journey = walk(form, some)
    ids = [step.id for step in journey.steps]
    assert len(ids) == len(set(ids))
    seen_ids: list[str | None] = []
    here: str | None = ids[0] if ids else None
    while here is not None:
        assert here not in seen_ids
        seen_ids.append(here)
        here = journey.next(here)
    assert seen_ids == ids
    for n, step in enumerate(journey.steps):
        # Its condition holds over what was said before it, and nothing stopped before it.
        asked = [q.id for p in form.all_pages for q in p.questions]
        first = min((asked.index(q.id) for q in step.questions), default=0)
        before = {k: s for k, s in journey.seen.items() if asked.index(k) < first}
        assert holds(step.when, before)
        assert journey.stop is None or ids.index(journey.stop.page_id) >= n
        if journey.may_visit(step.id):
            assert not any(p.id in journey.open_pages for p in journey.steps[:n])
    for p in form.all_pages:
        if p.id not in ids:
            assert not journey.may_visit(p.id)


@given(documents(), answers)
def test_what_is_sent_gives_the_same_way_again(data: dict[str, Any], some: dict[str, Any]) -> None:
    form = load_document(data)
    sent = answers_to_send(form, some)
    again = walk(form, sent)
    assert [s.id for s in again.steps] == [s.id for s in walk(form, some).steps]
    assert answers_to_send(form, sent) == sent


PARTS = ["", "how", "from_day", "from_month", "from_year", "from_time", "to_day", "to_month",
         "to_year", "day", "month", "year", "line1", "postcode", "describe", "kind", "given",
         "family", "born_day", "phone", "email", "by", "safe", "plate", "year", "vin", "lines",
         "0.category", "0.serial", "0.value", "0.photos", "1.category", "add", "0.remove",
         "1.remove", "upload", "0.upload", "remove_file", "files", "99999.x",
         "²", "-1.x"]  # fmt: skip
typed = st.sampled_from(["", "20", "11", "2026", "31", "10:30 pm", "bike", "exact", "between",
                         "1 200,50 $", "yes", "red", "email", "a@b.ca", "204-555-0147", "²",
                         "٣", "9" * 50, "\ud800", "\x00", "f1"]) | st.text(max_size=30)  # fmt: skip


@st.composite
def submissions(draw: st.DrawFn, names: list[str]) -> dict[str, list[str]]:
    keys = st.builds(
        lambda q, p: f"{q}.{p}" if p else q, st.sampled_from(names), st.sampled_from(PARTS)
    )
    return draw(
        st.dictionaries(keys | st.text(max_size=9), st.lists(typed, max_size=3), max_size=25)
    )


@given(documents(), answers, submissions(NAMES), st.sampled_from(["CA", "GB", "", "??"]))
def test_whatever_is_submitted_never_crashes_and_is_kept(
    data: dict[str, Any], some: dict[str, Any], names: dict[str, list[str]], region: str
) -> None:
    form = load_document(data)
    files = {"f1": {"name": "a.jpg", "size": 3}}
    for p in form.all_pages:
        result = check_page(form, p.id, names, some, lang="fr", now=NOW, region=region, files=files)
        if result.action is None:
            assert result.raw == names
        drawn = fields(form, p.id, some, result.raw, result.errors, "fr", files=files)
        assert all(error.message for error in result.errors)
        own = {q.id for q in p.questions}
        assert {e.field_name.split(".")[0] for e in result.errors} <= own
        assert set(result.values) <= own
        assert {f.question_id for f in drawn} <= own
        json.dumps(canonical_json(result.values).decode())
        use_everything(form, {**some, **result.values})


@given(st.sampled_from(FORMS), st.data())
def test_an_accepted_answer_reads_back_and_fills_its_page_again(
    form: FormDocument, data: st.DataObject
) -> None:
    p = data.draw(st.sampled_from(form.all_pages))
    names = data.draw(submissions([q.id for q in p.questions]))
    context: dict[str, Any] = {"lang": "en", "now": NOW, "region": "CA", "files": {}}
    result = check_page(form, p.id, names, {}, **context)
    for name, value in result.values.items():
        asked = form.question(name)
        assert asked is not None
        if value is None:
            continue
        assert asked.read(value) == value
        raw = asked.fill(value)
        again = check_page(form, p.id, {**raw, **_radio(form, p.id, result.values)}, {}, **context)
        assert again.values.get(name) == value


def _radio(form: FormDocument, page_id: str, values: dict[str, Any]) -> dict[str, list[str]]:
    """What the other questions of the page were answered, so that conditions still hold."""
    raw: dict[str, list[str]] = {}
    for name, value in values.items():
        asked = form.question(name)
        if asked is not None and value is not None:
            raw |= asked.fill(value)
    return raw


@given(json_values)
def test_canonical_json_is_stable_and_round_trips(data: Any) -> None:
    try:
        first = canonical_json(data)
    except ValueError:
        return  # NaN, lone surrogates: JSON cannot say them exactly
    assert canonical_json(json.loads(first)) == first
    assert document_hash(json.loads(first)) == document_hash(data)


@given(documents())
def test_a_document_survives_storage(data: dict[str, Any]) -> None:
    first = load_document(data)
    again = load_document(json.loads(canonical_json(data)))
    assert first == again


@given(documents(), st.data())
def test_a_damaged_document_is_refused_and_nothing_worse(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    node: Any = data
    for _ in range(draw.draw(st.integers(0, 5))):
        if isinstance(node, dict) and node:
            key = draw.draw(st.sampled_from(sorted(node)))
        elif isinstance(node, list) and node:
            key = draw.draw(st.integers(0, len(node) - 1))
        else:
            break
        if not isinstance(node[key], (dict, list)) or draw.draw(st.booleans()):
            node[key] = draw.draw(json_values)
            break
        node = node[key]
    try:
        form = load_document(data)
    except DocumentError:
        return
    use_everything(form, {})


def test_composed_and_decomposed_letters_hash_the_same() -> None:
    assert document_hash({"a": "é"}) == document_hash({"a": "e\u0301"})
    assert canonical_json({"b": 1, "a": [True, None]}) == b'{"a":[true,null],"b":1}'


def test_no_kind_is_left_out_of_these_properties() -> None:
    needs = {"choice", "choices", "amount", "time_window", "property_list"}
    assert needs <= set(EXTRAS)
    assert datetime(2026, 11, 22, 18, 0, tzinfo=UTC) == NOW
