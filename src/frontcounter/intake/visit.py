"""One request to the public site: the force, the language, the time, and how a page is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings as django_settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from markupsafe import Markup, escape

from frontcounter.base.scope import act_as, in_scope
from frontcounter.forces.published import ForceSettings, settings_in_scope
from frontcounter.forms.pages.drafts import Draft
from frontcounter.intake.frames import FrameKind, error_page, frame_for
from frontcounter.intake.neutral import aliases, segment_of, type_of
from frontcounter.web.client import client_address, counted_as
from frontcounter.web.csrf import form_token
from frontcounter.web.errors import too_many
from frontcounter.web.formats import Formats
from frontcounter.web.jinja import jinja
from frontcounter.web.limits import limits
from frontcounter.web.page import ErrorLink, Notice
from frontcounter.web.texts import Translator, speaking

# A proxy that was not named as trusted: everybody comes from there, so nobody is held to it.
SAYS_NOTHING = frozenset({"unknown", "127.0.0.1", "::1"})
DRAFT_AGE = 30 * 24 * 60 * 60
KIOSK = "fc_kiosk"
# A script sends the page and asks to be told where to go, instead of being sent there.
ASKS_WHERE = "FC-Send"
WHERE = "FC-Location"


class _Late:
    """Markup that is made only where a template writes it: a page without a form sets no cookie."""

    def __init__(self, make: Callable[[], Markup]) -> None:
        self._make = make

    def __html__(self) -> str:
        return self._make()


@dataclass
class Visit:
    """What a view works with."""

    request: HttpRequest
    settings: ForceSettings
    lang: str
    at: datetime
    tr: Translator

    def url(self, path: str = "") -> str:
        """An address of this force in this language."""
        return f"/{self.settings.slug}/{self.lang}/{path}"

    def path_of(self, type: str, rest: str = "") -> str:
        """The address of a report's page after the language; neutral where the type needs it."""
        return f"report/{segment_of(self.settings, type)}/{rest}"

    def has_exit(self, type: str) -> bool:
        """Whether pages about this type can be left quickly, and say nothing from outside."""
        return type in aliases(self.settings)

    @property
    def kiosk(self) -> bool:
        """A device for everybody: nothing stays on it."""
        return bool(self.request.COOKIES.get(KIOSK))

    @property
    def formats(self) -> Formats:
        return Formats(self.lang, self.settings.country, self.settings.zone)

    def go(self, path: str) -> HttpResponse:
        """See other: the answer to a POST is a page that can be loaded again."""
        if self.by_script:
            return HttpResponse(status=204, headers={WHERE: self.url(path)})
        response = HttpResponseRedirect(self.url(path))
        response.status_code = 303
        return response

    @property
    def by_script(self) -> bool:
        """Our script has sent this form: it goes where it is told, so nothing is loaded twice."""
        return self.request.method == "POST" and ASKS_WHERE in self.request.headers

    def page(
        self,
        template: str,
        *,
        title: str,
        rest: str,
        about: str = "",
        tab: str = "",
        back: str | None = None,
        errors: Sequence[ErrorLink] = (),
        notices: Sequence[Notice] = (),
        draft: Draft | None = None,
        call: str = "",
        call_path: str = "",
        index: bool = False,
        exit: bool = False,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """A page in the force's layout. `rest` is its address after the language.

        `about` is the report type that it belongs to; where that has a safe exit, the browser's
        tab shows only `tab`. `exit` gives a page of no type the same.
        """
        leave = exit or self.has_exit(about)
        kind = FrameKind(draft is not None, call, index, leave, self.kiosk)
        frame = frame_for(self.settings, self.lang, kind)
        words = {"title": title, "errors": errors, "notices": notices, "leave": leave}
        slots = {
            "title": escape(self._tab_title(title, tab, leave=leave, wrong=bool(errors))),
            "rest": escape(rest),
            "before": self._back_link(back),
            "main": self._main(template, {**words, **context}),
            "kept": escape(self.formats.day(draft.expires_at)) if draft else "",
            "call": escape(self.url(call_path)) if call else "",
        }
        response = HttpResponse(frame.fill(slots), status=status)
        response.headers["Content-Language"] = self.lang
        return response

    def _tab_title(self, title: str, tab: str, *, leave: bool, wrong: bool) -> str:
        """What the browser's tab shows; neutral where the page can be left quickly."""
        shown = f"{title} – {self.settings.name(self.lang)}"
        if leave:
            shown = tab or self.tr("intake.exit.tab")
        return f"{self.tr('web.error.prefix')}: {shown}" if wrong else shown

    def _main(self, template: str, context: Mapping[str, Any]) -> str:
        """What is this page's own, drawn in the visitor's language."""
        drawn = jinja().get_template(template)
        with speaking(self.lang, self.settings.words(self.lang)):
            return drawn.render(visit=self, f=self.formats, csrf=_Late(self.csrf_input), **context)

    def _back_link(self, back: str | None) -> str:
        if back is None:
            return ""
        text = escape(self.tr("web.page.back"))
        return f'<a href="{escape(self.url(back))}" class="govuk-back-link">{text}</a>'

    def csrf_input(self) -> Markup:
        """The hidden input with this browser's token."""
        token = form_token(self.request)
        return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)

    def allow(self, what: str, capacity: int, seconds: float) -> HttpResponse | None:
        """None where this address may go on, else the page that asks to wait."""
        wait = self.wait(what, capacity, seconds)
        return too_many(self.request, wait) if wait else None

    def allow_mail(self, to: str) -> HttpResponse | None:
        """As `allow`, for a message to an address that somebody typed: it may be a stranger's."""
        if (wait := self.allow("mail", 20, 3600)) is not None:
            return wait
        seconds = limits.wait(f"mail-to:{self.settings.slug}:{to.lower()}", 5, 3600)
        return too_many(self.request, seconds) if seconds else None

    def wait(self, what: str, capacity: int, seconds: float) -> float:
        """Take one try of this address: 0.0, or how long to wait for the next."""
        address = client_address(self.request)
        if address in SAYS_NOTHING:
            return 0.0
        return limits.wait(f"{what}:{counted_as(address)}", capacity, seconds)


View = Callable[..., HttpResponse]


def public_view(view: Callable[..., HttpResponse]) -> View:
    """Hand the view a Visit; 404 for an unknown force or a language that it does not have."""

    @wraps(view)
    def wrapped(request: HttpRequest, force: str, lang: str, **more: str) -> HttpResponse:
        if not in_scope():
            raise Http404("no such force")
        settings = settings_in_scope()
        if lang not in settings.languages or force != settings.slug:
            raise Http404("no such language")
        act_as("reporter", "")
        visit = Visit(
            request, settings, lang, datetime.now(UTC), Translator(lang, settings.words(lang))
        )
        request.page = error_page(settings, lang)  # type: ignore[attr-defined]
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        if "type" in more:
            asked, more["type"] = more["type"], type_of(settings, more["type"])
            right = segment_of(settings, more["type"])
            if asked != right and request.method != "POST":
                path = request.get_full_path()
                return HttpResponseRedirect(
                    path.replace(f"/report/{asked}/", f"/report/{right}/", 1)
                )
        return view(visit, **more)

    return wrapped


def form_lists(request: HttpRequest) -> dict[str, list[str]]:
    """The posted form as lists, without the token."""
    found: dict[str, list[str]] = {
        name: [str(value) for value in values] for name, values in request.POST.lists()
    }
    found.pop("csrfmiddlewaretoken", None)
    return found


def set_cookie(
    visit: Visit, response: HttpResponse, name: str, value: str, max_age: int | None
) -> None:
    """A cookie of this force's public pages: not for scripts, not for other sites.

    Without an age it ends with the browser.
    """
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=f"/{visit.settings.slug}/",
        httponly=True,
        samesite="Lax",
        secure=django_settings.SECURE,
    )


def drop_cookie(visit: Visit, response: HttpResponse, name: str) -> None:
    """End a cookie of `set_cookie`."""
    response.delete_cookie(name, path=f"/{visit.settings.slug}/", samesite="Lax")
