# ruff: noqa: E501
"""Sample pages of both layouts, in both languages, as a room would make them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from frontcounter.web import errors as errors_module
from frontcounter.web.formats import Formats
from frontcounter.web.page import (
    BasePage,
    DraftNote,
    Emergency,
    ErrorLink,
    LanguageLink,
    Link,
    Look,
    NavItem,
    Notice,
    PublicPage,
    StaffPage,
    TalkDoor,
)
from frontcounter.web.texts import speaking

ENGLISH = {
    "look": Look("Red River Police Service", "/red-river/en/", "#7a1f2b", "#ffffff"),
    "lang": "en",
    "languages": (
        LanguageLink("en", "English", "/red-river/en/when", current=True),
        LanguageLink("fr", "Français", "/red-river/fr/when"),
    ),
    "emergency": Emergency("In an emergency, or if it is happening now, call", "911"),
    "talk": TalkDoor(
        "204-555-0147",
        hours=("Every day, 8 a.m. to 11 p.m.", "About 10 minutes to wait"),
        sms="204-555-0148",
        relay="Text relay: 711",
        interpreter="We can call with an interpreter, free of charge.",
        call_href="/red-river/en/call",
    ),
    "footer": (
        Link("Privacy", "/red-river/en/privacy"),
        Link("Accessibility", "/red-river/en/accessibility"),
    ),
    "demo": True,
}

FRENCH = {
    **ENGLISH,
    "look": Look("Service de police de Red River", "/red-river/fr/", "#7a1f2b", "#ffffff"),
    "lang": "fr",
    "languages": (
        LanguageLink("en", "English", "/red-river/en/when"),
        LanguageLink("fr", "Français", "/red-river/fr/when", current=True),
    ),
    "emergency": Emergency("En cas d'urgence, ou si cela se passe maintenant, composez le", "911"),
    "talk": TalkDoor(
        "204-555-0147",
        hours=("Tous les jours, de 8 h à 23 h",),
        relay="Relais texte : 711",
        interpreter="Nous pouvons vous appeler avec un interprète, sans frais.",
        call_href="/red-river/fr/call",
    ),
    "footer": (Link("Confidentialité", "/red-river/fr/privacy"),),
}

QUESTION = """
{% extends "web/public.html" %}
{% from "web/parts/form.html" import button, checkboxes, date_input, file_upload, input, radios, select, textarea %}
{% from "web/parts/page.html" import details %}
{% block main %}
<form method="post" action="/red-river/en/when" novalidate>
{{ csrf_input }}
<span class="govuk-caption-l">{{ caption }}</span>
<h1 class="govuk-heading-l">{{ page.title }}</h1>
{% set exact %}{{ date_input("when.on", "Date", [
  {"name": "when.on.day", "label": "Day", "value": "31", "error": errors},
  {"name": "when.on.month", "label": "Month", "value": "2"},
  {"name": "when.on.year", "label": "Year", "width": 4, "value": "2026"}], hint="For example, 21 9 2026",
  error="Enter a real date" if errors else "", size="s") }}{% endset %}
{{ radios("when.kind", "Do you know exactly when?", [
  {"value": "exact", "text": "Yes, I know the date and time", "conditional": exact},
  {"value": "between", "text": "No, it was some time between two moments", "hint": "For example, overnight"},
  {"divider": "or"},
  {"value": "unknown", "text": "I do not know"}], value="exact", hint="An estimate is fine.") }}
{{ input("bike.serial", "Serial number (optional)", value="WTU 123 <4>", hint="Under the frame, by the pedals", width=20, spellcheck=false, autocomplete="off", error="Enter a serial number of at least 4 characters" if errors else "") }}
{{ input("bike.value", "About what was it worth?", prefix="$", width=5, inputmode="numeric") }}
{{ select("bike.kind", "Kind of bicycle", [{"value": "road", "text": "Road"}, {"value": "city", "text": "City"}], value="city") }}
{{ checkboxes("locked", "How was it locked?", [
  {"value": "u", "text": "U-lock"}, {"value": "chain", "text": "Chain or cable"},
  {"value": "none", "text": "It was not locked", "behaviour": "exclusive"}], values=["u"], size="s") }}
{{ textarea("story", "What happened?", value="I came back at 5.", hint="In your own words.") }}
{{ file_upload("photo", "Photo (optional)", accept="image/jpeg,image/png") }}
{{ details("Where is the serial number?", "Turn the bicycle over and look below the pedals.") }}
<div class="govuk-button-group">{{ button("Continue", once=true) }}{{ button("Save and come back later", name="save", value="1", kind="secondary") }}</div>
</form>
{% endblock %}
"""

START = """
{% extends "web/public.html" %}
{% block main %}
<h1 class="govuk-heading-l">{{ page.title }}</h1>
<section class="fc-stop" aria-labelledby="now">
<h2 class="govuk-heading-m" id="now">Is it happening now, or is somebody in danger?</h2>
<p class="govuk-body">Call at once. Do not use this page.</p>
<p class="govuk-body"><a class="fc-call" href="tel:911">Call 911</a></p>
</section>
<h2 class="govuk-heading-m">What would you like to report?</h2>
<ul class="fc-choices">
{% for name, hint in kinds %}<li class="fc-choice"><a class="govuk-link fc-choice__link" href="/red-river/en/{{ loop.index }}">{{ name }}</a><p>{{ hint }}</p></li>{% endfor %}
</ul>
{% endblock %}
"""

CHECK = """
{% extends "web/public.html" %}
{% from "web/parts/page.html" import summary_list, panel, inset, notification, warning %}
{% from "web/parts/form.html" import button %}
{% block main %}
{{ panel(page.title, "Your temporary tracking number" ) }}
<h2 class="govuk-heading-m">Date and place</h2>
{{ summary_list([
  {"key": "When", "value": "Thursday 26 November 2026, 5 p.m.", "actions": [{"href": "#", "text": "Change", "hidden": "when"}]},
  {"key": "Where", "lines": ["120 Main Street", "Winnipeg <MB>"], "actions": [{"href": "#", "text": "Change", "hidden": "where"}]},
  {"key": "Witness", "value": "Not provided"}]) }}
{{ inset("We will look at your report by Tuesday 1 December 2026, 5 p.m.") }}
{{ warning("It is an offence to make a false report.") }}
{{ button("Print this page", type="button", kind="secondary", attributes={"data-print": "", "hidden": ""}) }}
{% endblock %}
"""

QUEUE = """
{% extends "web/staff.html" %}
{% from "web/parts/page.html" import table, pagination %}
{% from "web/parts/staff.html" import badge, filter, filter_tags %}
{% from "web/parts/form.html" import input, select %}
{% block main %}
<h1 class="govuk-heading-l">{{ page.title }}</h1>
{% call filter("/staff/queue") %}{{ input("q", "Serial, plate or e-mail", width=20) }}{{ select("type", "Type", [{"value": "", "text": "Any"}]) }}{% endcall %}
{{ filter_tags([{"text": "Theft of a bicycle", "href": "?"}], clear_href="?") }}
{% call table(["Report", "Type", "Sent", "Language", "State", "Promise"], caption="Reports to review", caption_hidden=true) %}
{% for n in range(1, 26) %}<tr class="govuk-table__row">
<td class="govuk-table__cell"><a class="govuk-link" href="/staff/report/{{ n }}">T-7K3M-{{ 1000 + n }}</a></td>
<td class="govuk-table__cell">{{ ["Theft of a bicycle", "Theft from a vehicle", "Lost property"][n % 3] }}</td>
<td class="govuk-table__cell">{{ n }} Nov 2026, 5 p.m.</td>
<td class="govuk-table__cell">{{ ["English", "French"][n % 2] }}</td>
<td class="govuk-table__cell">{{ badge("Sent", "info") if n % 4 else badge("Waiting for an answer", "wait") }}</td>
<td class="govuk-table__cell">{{ badge("2 days late", "late") if n < 3 else "in 2 days" }}</td></tr>
{% endfor %}
{% endcall %}
{{ pagination(next="?after=25") }}
{% endblock %}
"""

CASE = """
{% extends "web/staff.html" %}
{% from "web/parts/page.html" import summary_list %}
{% from "web/parts/staff.html" import identity_bar, letter, side_nav, sub_nav, timeline %}
{% from "web/parts/form.html" import button, radios %}
{% block side %}{{ side_nav(side, "Parts of the report") }}{% endblock %}
{% block before %}
{% call identity_bar("Theft of a bicycle", "T-7K3M-1001", [
  {"label": "Reported by", "value": "Marie Tremblay"}, {"label": "Language", "value": "French"},
  {"label": "Promise", "value": "Tuesday 1 December 2026, 5 p.m."}], [{"text": "Being reviewed", "kind": "info"}, {"text": "2 days late", "kind": "late"}]) %}
{{ button("Record") }}{{ button("Ask a question", kind="secondary") }}{{ button("Not taken", kind="secondary") }}
{% endcall %}
{% endblock %}
{% block main %}
<div class="fc-cols">
<div>
<h2 class="govuk-heading-m">What was taken</h2>
{{ summary_list([{"key": "Bicycle", "lines": ["Trek Marlin 5, black", "Serial WTU123"]}, {"key": "Value", "value": "$1,200"}]) }}
<h2 class="govuk-heading-m">In their own words</h2>
<p class="govuk-body fc-words">Je suis revenue à 17 h.
Le vélo n'était plus là.</p>
{{ letter("The e-mail that will be sent", "Your report has been recorded.\n\nYour file number is 26-104.", "to m***@example.ca") }}
</div>
<div>
<h2 class="govuk-heading-m">Timeline</h2>
{{ timeline([{"title": "Claimed", "by": "by R. Chen", "when": "26 Nov 2026, 9 a.m."}, {"title": "Sent", "by": "by the person reporting", "when": "25 Nov 2026, 5 p.m.", "iso": "2026-11-25T17:00", "body": "Two photos"}]) }}
</div>
</div>
{% endblock %}
"""

NAV = (
    NavItem("Review", "/staff/review", current=True, count=25, urgent=True),
    NavItem("Call-backs", "/staff/calls", count=4),
    NavItem("Waiting", "/staff/waiting", count=0),
    NavItem("Deliveries", "/staff/transfers", count=1),
    NavItem("Search", "/staff/search"),
)


def render(source: str, page: BasePage, **context: object) -> str:
    request = RequestFactory().get("/red-river/en/when")
    context = {"page": page, "f": Formats(page.lang, page.country), **context}
    with speaking(page.lang, page.words):
        return str(engines["jinja2"].from_string(source).render(context, request))


def staff(title: str, **more: object) -> StaffPage:
    usual: dict[str, object] = {
        "lang": "en",
        "look": Look("Red River Police Service", "/staff/", "#7a1f2b", "#ffffff"),
        "person": "R. Chen",
        "role": "Reviewer",
        "account": "/staff/account",
        "sign_out": "/staff/sign-out",
        "demo": True,
        "nav": NAV,
    }
    return StaffPage(**{**usual, **more, "title": title})  # type: ignore[arg-type]


def _refused() -> HttpRequest:
    data = {"story": "I came back at 5."}
    return RequestFactory().post("/red-river/fr/when", data, HTTP_SEC_FETCH_SITE="same-origin")


def pages() -> dict[str, str]:
    """Every sample by name, as HTML."""
    draft = DraftNote(date(2026, 12, 24), "/red-river/en/save")
    errors = (
        ErrorLink("Enter a real date", "#when.on.day"),
        ErrorLink("Enter a serial number of at least 4 characters", "#bike.serial"),
    )
    kinds = (
        ("A bicycle was stolen", "It was taken, and you did not see who did it."),
        ("Something was stolen from a vehicle", "From inside it, or a part of it."),
        ("Something was lost", "A thing or a document, and nobody took it."),
    )
    question = {**ENGLISH, "title": "When was it taken?", "draft": draft, "back": "/red-river/en/1"}
    return {
        "start": render(
            START, PublicPage(**{**ENGLISH, "title": "Report to the police online"}), kinds=kinds
        ),
        "question": render(QUESTION, PublicPage(**question), caption="The bicycle"),
        "question-errors": render(
            QUESTION, PublicPage(**question, errors=errors), caption="The bicycle", errors=True
        ),
        "question-fr": render(
            QUESTION,
            PublicPage(
                **{**FRENCH, "title": "Quand a-t-il été volé?", "draft": draft, "back": "/"}
            ),
            caption="Le vélo",
        ),
        "receipt": render(
            CHECK,
            PublicPage(
                **ENGLISH,
                title="Your report was sent",
                notices=(Notice("Your e-mail address is confirmed.", "success"),),
            ),
        ),
        "error": errors_module.csrf_failure(_refused()).content.decode(),
        "queue": render(QUEUE, staff("Review")),
        "case": render(
            CASE,
            staff("T-7K3M-1001"),
            side=(
                NavItem("Report", "#", current=True),
                NavItem("Photos", "#", count=2),
                NavItem("Messages", "#"),
            ),
        ),
    }
