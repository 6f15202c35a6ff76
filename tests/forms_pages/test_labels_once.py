"""A question is asked once: no label, and no id, stands twice on its page."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "forms_engine"))
from engine_help import form_of, question, text

KINDS = ("date", "files", "text", "yes_no", "time_window", "person", "amount", "choice")


def drawn(kind: str, **more: object) -> str:
    from frontcounter.forms.engine import fields
    from frontcounter.forms.pages.rendering import render_fields
    from frontcounter.web.texts import speaking

    form = form_of(question(kind, hint=text("Some help"), **more))
    with speaking("en"):
        return str(render_fields(fields(form, form.pages[0].id, {}), title="Other"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_label_of_a_question_stands_once(kind: str) -> None:
    html = drawn(kind)
    assert len(re.findall(r">\s*Label\b", html)) == 1, html
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert not [name for name, times in ids.items() if times > 1]


def test_a_date_keeps_its_help_its_example_and_its_mistake() -> None:
    from frontcounter.forms.engine import FieldError, fields
    from frontcounter.forms.pages.rendering import render_fields
    from frontcounter.web.texts import speaking

    form = form_of(question("date", hint=text("Some help")))
    wrong = [FieldError("q.day", "Enter a real date")]
    with speaking("en"):
        html = str(render_fields(fields(form, form.pages[0].id, {}, {}, wrong), title="Other"))
    assert "Some help For example, 27 3 2026" in html
    assert html.count("Enter a real date") == 1
    assert 'id="q-day"' in html
