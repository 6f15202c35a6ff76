"""The doors: the list of forces, a force's start page, its privacy notice."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from frontcounter.base.scope import Role, in_scope, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.pages.published import published_form
from frontcounter.intake.drafting import COOKIE
from frontcounter.intake.frames import emergency_number
from frontcounter.intake.visit import Visit, public_view
from frontcounter.web.errors import language
from frontcounter.web.page import Emergency, Look, PublicPage
from frontcounter.web.render import page_response
from frontcounter.web.texts import Translator


@dataclass(frozen=True)
class ForceLine:
    """A force in the list."""

    name: str
    href: str


def forces(request: HttpRequest) -> HttpResponse:
    """Which police service? With one force there is nothing to ask."""
    lang = language(request)
    with scope(Role.PUBLIC, None):
        found = all_forces()
    if len(found) == 1:
        return HttpResponseRedirect(f"/{found[0][1]}/")
    lines, numbers = [], []
    for force_id, slug in found:
        with scope(Role.PUBLIC, force_id):
            settings = settings_in_scope()
        speaks = lang if lang in settings.languages else settings.languages[0]
        lines.append(ForceLine(settings.name(speaks), f"/{slug}/{speaks}/"))
        numbers.append(emergency_number(settings))
    tr = Translator(lang)
    page = PublicPage(
        lang=lang,
        title=tr("intake.forces.title"),
        look=Look(tr("web.error.service"), "/"),
        emergency=Emergency(
            tr("intake.page.emergency"),
            tr("intake.forces.or").join(dict.fromkeys(numbers)) or tr("web.error.emergency_number"),
        ),
        index=True,
    )
    return page_response(request, "intake/forces.html", page, lines=lines)


def entrance(request: HttpRequest, force: str) -> HttpResponse:
    """To the force's start page in the browser's language, else in the force's first."""
    if not in_scope():
        raise Http404(force)
    settings = settings_in_scope()
    wanted = language(request)
    lang = wanted if wanted in settings.languages else settings.languages[0]
    response = HttpResponseRedirect(f"/{settings.slug}/{lang}/")
    response.headers["Vary"] = "Accept-Language"
    return response


def with_slash(request: HttpRequest, **_parts: str) -> HttpResponse:
    """The same address with the slash that it lacks."""
    if not in_scope():
        raise Http404(request.path_info)
    return HttpResponseRedirect(f"{request.path_info}/")


@public_view
def start(visit: Visit) -> HttpResponse:
    """The emergency stop, then what to report."""
    settings = visit.settings
    forms = _forms(settings)
    begun = [form for form in forms if COOKIE + form.type in visit.request.COOKIES]
    return visit.page(
        "intake/start.html",
        title=visit.tr("intake.start.title"),
        rest="",
        index=True,
        forms=forms,
        begun=begun,
        number=emergency_number(settings),
        emergency=settings.document["emergency"],
    )


def _forms(settings: ForceSettings) -> list[FormDocument]:
    return [published_form(form_hash) for form_hash in settings.forms.values()]


@public_view
def privacy(visit: Visit) -> HttpResponse:
    """The force's whole notice, for whoever wants to read it before starting."""
    return visit.page(
        "intake/privacy.html",
        title=visit.tr("intake.privacy.title"),
        rest="privacy",
        back="",
        notice=visit.settings.document["privacy"],
    )


def personal_page(form: FormDocument) -> str:
    """The first page that asks who somebody is: the privacy notice stands there."""
    for page in form.pages:
        if any(question.KIND in {"person", "contact"} for question in page.questions):
            return page.id
    return form.pages[0].id if form.pages else ""
