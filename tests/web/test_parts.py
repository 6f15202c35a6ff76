"""Our plain parts give the same structure as the packaged GOV.UK macros."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.template import engines

from frontcounter.web.texts import speaking


class Tree(HTMLParser):
    """A document as a list of events that ignores white space and the order of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        plain = {name: " ".join((value or "").split()) for name, value in attrs}
        self.events.append((tag, tuple(sorted(plain.items()))))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self.events and isinstance(self.events[-1], Text):
            self.events[-1] = Text(f"{self.events[-1]} {text}")
        elif text:
            self.events.append(Text(text))


class Text(str):
    __slots__ = ()


def normal(html: str) -> list[object]:
    tree = Tree()
    tree.feed(html)
    tree.close()
    return tree.events


def render(source: str) -> str:
    with speaking("en"):
        return str(engines["jinja2"].from_string(source).render())


def macro(component: str, name: str, params: str) -> str:
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    return render(f'{{% from "{path}" import {name} %}}{{{{ {name}({params}) }}}}')


def ours(file: str, name: str, params: str) -> str:
    return render(f'{{% from "web/parts/{file}.html" import {name} %}}{{{{ {name}({params}) }}}}')


CASES = {
    "input": (
        ("form", "input", '"bike.serial", "Serial & number"'),
        ("input", "govukInput", '{"name": "bike.serial", "label": {"text": "Serial & number"}}'),
    ),
    "input with everything": (
        (
            "form",
            "input",
            '"v", "Value", value="12<3", hint="In dollars", error="Enter a value", prefix="$", '
            'suffix="CAD", width=5, inputmode="numeric", autocomplete="off", spellcheck=false, '
            'size="l", heading=true, attributes={"maxlength": "9"}',
        ),
        (
            "input",
            "govukInput",
            '{"id": "v", "name": "v", "value": "12<3", "hint": {"text": "In dollars"}, '
            '"errorMessage": {"text": "Enter a value"}, "prefix": {"text": "$"}, '
            '"suffix": {"text": "CAD"}, "classes": "govuk-input--width-5", '
            '"inputmode": "numeric", "autocomplete": "off", "spellcheck": false, '
            '"label": {"text": "Value", "classes": "govuk-label--l", "isPageHeading": true}, '
            '"attributes": {"maxlength": "9"}}',
        ),
    ),
    "textarea": (
        ("form", "textarea", '"story", "What happened?", value="x", hint="h", error="e", rows=8'),
        (
            "textarea",
            "govukTextarea",
            '{"name": "story", "label": {"text": "What happened?"}, "value": "x", "rows": 8, '
            '"hint": {"text": "h"}, "errorMessage": {"text": "e"}}',
        ),
    ),
    "radios": (
        (
            "form",
            "radios",
            '"kind", "Which?", [{"value": "a", "text": "A"}, {"divider": "or"}, '
            '{"value": "b", "text": "B", "hint": "hb", "conditional": "<p>more</p>"|safe}], '
            'value="a", hint="h", error="e", size="l", heading=true, inline=true',
        ),
        (
            "radios",
            "govukRadios",
            '{"name": "kind", "value": "a", "hint": {"text": "h"}, "errorMessage": {"text": "e"}, '
            '"classes": "govuk-radios--inline", "fieldset": {"legend": {"text": "Which?", '
            '"classes": "govuk-fieldset__legend--l", "isPageHeading": true}}, "items": ['
            '{"value": "a", "text": "A"}, {"divider": "or"}, {"value": "b", "text": "B", '
            '"hint": {"text": "hb"}, "conditional": {"html": "<p>more</p>"}}]}',
        ),
    ),
    "checkboxes": (
        (
            "form",
            "checkboxes",
            '"lock", "How?", [{"value": "u", "text": "U-lock"}, {"value": "none", "text": "No", '
            '"behaviour": "exclusive"}], values=["u"]',
        ),
        (
            "checkboxes",
            "govukCheckboxes",
            '{"name": "lock", "values": ["u"], "fieldset": {"legend": {"text": "How?", '
            '"classes": "govuk-fieldset__legend--m"}}, "items": [{"value": "u", "text": "U-lock"}, '
            '{"value": "none", "text": "No", "behaviour": "exclusive"}]}',
        ),
    ),
    "date": (
        (
            "form",
            "date_input",
            '"on", "When?", [{"name": "on.day", "label": "Day", "value": "31", "error": true}, '
            '{"name": "on.year", "label": "Year", "width": 4}], hint="h", error="e"',
        ),
        (
            "date-input",
            "govukDateInput",
            '{"id": "on", "hint": {"text": "h"}, "errorMessage": {"text": "e"}, "fieldset": '
            '{"legend": {"text": "When?", "classes": "govuk-fieldset__legend--m"}}, "items": ['
            '{"name": "on.day", "id": "on.day", "label": "Day", "value": "31", '
            '"classes": "govuk-input--width-2 govuk-input--error"}, {"name": "on.year", '
            '"id": "on.year", "label": "Year", "classes": "govuk-input--width-4"}]}',
        ),
    ),
    "file": (
        ("form", "file_upload", '"photo", "Photo", hint="h", error="e", multiple=true'),
        (
            "file-upload",
            "govukFileUpload",
            '{"name": "photo", "label": {"text": "Photo"}, "hint": {"text": "h"}, '
            '"errorMessage": {"text": "e"}, "multiple": true}',
        ),
    ),
    "select": (
        ("form", "select", '"k", "Kind", [{"value": "a", "text": "A"}], value="a", error="e"'),
        (
            "select",
            "govukSelect",
            '{"name": "k", "id": "k", "label": {"text": "Kind"}, "value": "a", '
            '"errorMessage": {"text": "e"}, "items": [{"value": "a", "text": "A"}]}',
        ),
    ),
    "button": (
        ("form", "button", '"Continue", name="go", value="1", kind="secondary", once=true'),
        (
            "button",
            "govukButton",
            '{"text": "Continue", "name": "go", "value": "1", "preventDoubleClick": true, '
            '"classes": "govuk-button--secondary"}',
        ),
    ),
    "button that is a link": (
        ("form", "button", '"Start", href="/x"'),
        ("button", "govukButton", '{"text": "Start", "href": "/x"}'),
    ),
    "error summary": (
        ("form", "error_summary", '[{"text": "Enter <a>", "href": "#a"}, {"text": "No link"}]'),
        (
            "error-summary",
            "govukErrorSummary",
            '{"titleText": "There is a problem", "errorList": ['
            '{"text": "Enter <a>", "href": "#a"}, {"text": "No link"}]}',
        ),
    ),
    "summary list": (
        (
            "page",
            "summary_list",
            '[{"key": "When", "value": "5 <pm>", "actions": [{"href": "/c", "text": "Change", '
            '"hidden": "when"}]}, {"key": "Who", "value": "x", "actions": [{"href": "/1", "text": '
            '"A"}, {"href": "/2", "text": "B"}]}, {"key": "Where", "value": "y"}]',
        ),
        (
            "summary-list",
            "govukSummaryList",
            '{"rows": [{"key": {"text": "When"}, "value": {"text": "5 <pm>"}, "actions": {"items": '
            '[{"href": "/c", "text": "Change", "visuallyHiddenText": "when"}]}}, {"key": {"text": '
            '"Who"}, "value": {"text": "x"}, "actions": {"items": [{"href": "/1", "text": "A"}, '
            '{"href": "/2", "text": "B"}]}}, {"key": {"text": "Where"}, "value": {"text": "y"}}]}',
        ),
    ),
    "table": (
        (
            "page",
            "table",
            '["A", "B"], [["x", 1]], caption="C", first_header=true, numeric=[1], scroll=false',
        ),
        (
            "table",
            "govukTable",
            '{"caption": "C", "captionClasses": "govuk-table__caption--m", "firstCellIsHeader": '
            'true, "head": [{"text": "A"}, {"text": "B", "format": "numeric"}], '
            '"rows": [[{"text": "x"}, {"text": 1, "format": "numeric"}]]}',
        ),
    ),
    "tag": (
        ("page", "tag", '"Sent", "green"'),
        ("tag", "govukTag", '{"text": "Sent", "classes": "govuk-tag--green"}'),
    ),
    "notification": (
        ("page", "notification", '"Saved.", "success", id="govuk-notification-banner"'),
        (
            "notification-banner",
            "govukNotificationBanner",
            '{"text": "Saved.", "type": "success", "titleText": "Done"}',
        ),
    ),
    "inset": (
        ("page", "inset", '"Text", "i"'),
        ("inset-text", "govukInsetText", '{"text": "Text", "id": "i"}'),
    ),
    "warning": (
        ("page", "warning", '"Careful"'),
        ("warning-text", "govukWarningText", '{"text": "Careful", "iconFallbackText": "Warning"}'),
    ),
    "details": (
        ("page", "details", '"More", "Text", open=true'),
        ("details", "govukDetails", '{"summaryText": "More", "text": "Text", "open": true}'),
    ),
    "back link": (
        ("page", "back_link", '"/before"'),
        ("back-link", "govukBackLink", '{"href": "/before"}'),
    ),
    "breadcrumbs": (
        ("page", "breadcrumbs", '[{"label": "A", "href": "/a"}, {"label": "B"}]'),
        (
            "breadcrumbs",
            "govukBreadcrumbs",
            '{"labelText": "You are here", "items": [{"text": "A", "href": "/a"}, {"text": "B"}]}',
        ),
    ),
    "panel": (
        ("page", "panel", '"Sent", "Number"'),
        ("panel", "govukPanel", '{"titleText": "Sent", "text": "Number"}'),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_part_has_the_structure_of_its_packaged_macro(case: str) -> None:
    mine, theirs = CASES[case]
    assert normal(ours(*mine)) == normal(macro(*theirs))


def test_a_textarea_keeps_a_line_break_at_its_start() -> None:
    html = ours("form", "textarea", r'"a", "A", value="\nfirst"')
    assert ">\n\nfirst</textarea>" in html


def test_what_a_person_typed_is_never_markup() -> None:
    html = ours("form", "input", '"a", "A", value=\'"><script>x\', error="<b>"')
    assert "<script>" not in html
    assert "<b>" not in html


def test_every_error_names_its_field_and_its_message() -> None:
    html = ours("form", "radios", '"a", "A", [{"value": "1", "text": "x"}], hint="h", error="e"')
    assert 'aria-describedby="a-hint a-error"' in html
    assert 'id="a-error"' in html
