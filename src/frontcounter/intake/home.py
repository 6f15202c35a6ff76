"""The doors: the list of forces, a force's start page, its privacy notice."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings as django_settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from frontcounter.base.scope import Role, in_scope, scope
from frontcounter.forces.lookup import all_forces
from frontcounter.forces.piloting import is_practice
from frontcounter.forces.published import settings_in_scope
from frontcounter.forms.engine import FormDocument
from frontcounter.forms.engine.cleaning import one_line
from frontcounter.forms.engine.danger import DOOR, alarm
from frontcounter.intake import finding
from frontcounter.intake.drafting import cookie_name, forget_all
from frontcounter.intake.emergency import support_doors
from frontcounter.intake.frames import emergency_number
from frontcounter.intake.neutral import neutral_page
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
        if is_practice(settings):
            continue
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


# The words are posted, so that no address in the browser's history tells what was looked for. It
# changes nothing, so it needs no token, and nobody gets a cookie for coming to the start page.
@csrf_exempt
@public_view
def start(visit: Visit) -> HttpResponse:
    """The emergency stop, then what to report: searched for, most common, or by group."""
    query = one_line(visit.request.POST.get("q", ""))[: finding.LONGEST_QUERY]
    if query:
        return _found(visit, query)
    settings = visit.settings
    return visit.page(
        "intake/start.html",
        title=visit.tr("intake.start.title"),
        rest="",
        index=True,
        begun=[form for form in finding.offered(settings) if _is_begun(visit, form)],
        common=finding.most_reported(settings),
        groups=finding.groups(settings),
        not_sure=finding.not_sure(settings),
        number=emergency_number(settings),
        action=visit.url(),
    )


def _is_begun(visit: Visit, form: FormDocument) -> bool:
    """A report that was begun here, if it is no secret that it was."""
    if visit.kiosk or form.handling.safe_exit:
        return False
    return cookie_name(visit, form.type) in visit.request.COOKIES


def _found(visit: Visit, query: str) -> HttpResponse:
    """What fits the words; words of danger bring the emergency number to the top.

    Whoever looks for what is told under somebody's eyes may have to leave this page quickly too.
    """
    settings = visit.settings
    heard = alarm([query])
    forms = finding.find(settings, visit.lang, query)
    return visit.page(
        "intake/found.html",
        title=visit.tr("intake.find.title"),
        rest="",
        back="",
        query=query,
        exit=bool(heard) or any(form.handling.safe_exit for form in forms[:1]),
        forms=forms,
        danger=heard.level >= DOOR,
        doors=support_doors(visit, list(heard.topics)) if heard else [],
        not_sure=finding.not_sure(settings),
        number=emergency_number(settings),
        action=visit.url(),
    )


@public_view
def leave(visit: Visit) -> HttpResponse:
    """Away from here at once; what was begun cannot be opened again in this browser.

    Nor does the forms' token stay, which would say for a year that somebody was here.
    """
    response = HttpResponseRedirect(neutral_page(visit.settings))
    forget_all(visit, response)
    response.delete_cookie(django_settings.CSRF_COOKIE_NAME, samesite="Lax")
    return response


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
