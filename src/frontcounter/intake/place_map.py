"""The map page: the force's own areas, a pin where it happened, or at least the part of the area.

Opened from the question about the place, which keeps what was typed; it goes back there, and the
question asks for words as well.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse

from frontcounter.forces.geography import Territory, territory_of
from frontcounter.forces.places import Place, best_known_first
from frontcounter.forms.engine import FormDocument, Page, walk
from frontcounter.forms.engine.kinds.place_located import PIN, LocatedPlaceQuestion
from frontcounter.forms.engine.kinds.place_spot import typed_point
from frontcounter.forms.pages.drafts import Draft, add_pending
from frontcounter.forms.pages.locating import NEAR
from frontcounter.forms.pages.maps import area_map, whole_map
from frontcounter.forms.pages.taking import as_typed
from frontcounter.intake.drafting import form_of, keep, next_path, open_draft
from frontcounter.intake.showing import place_question
from frontcounter.intake.visit import Visit, form_lists, public_view

MOST_CLOSER = 12


@public_view
def place_map(visit: Visit, type: str, page: str) -> HttpResponse:
    """All areas, or one of them with places; a POST takes the pin or the area."""
    posted = visit.request.method == "POST"
    draft = open_draft(visit, type, for_change=posted)
    form = form_of(visit, type, draft)
    shown = form.page(page)
    question = place_question(shown) if shown else None
    if shown is None or question is None:
        raise Http404(page)
    if draft is None:
        return visit.go(visit.path_of(type, "continue"))
    if not walk(form, draft.answers).may_visit(page):
        return visit.go(next_path(visit, form, draft))
    if posted:
        return _take(visit, draft, shown, question)
    return _show(visit, form, draft, shown)


def _take(visit: Visit, draft: Draft, page: Page, question: LocatedPlaceQuestion) -> HttpResponse:
    """Put the pin, or the part of the area, among what was typed on the page."""
    sent = {name: values[0] for name, values in form_lists(visit.request).items()}
    territory = territory_of(visit.settings)
    raw = as_typed(page, draft.answers, draft.pending)
    for part in PIN:
        raw.pop(f"{question.id}.{part}", None)
    pin = typed_point(sent.get("lat", ""), sent.get("lon", ""), "pin", sent.get("metres", ""))
    put = {}
    if sent.get("use") == "pin" and pin:
        near = territory.places.nearest((pin["lat"], pin["lon"]), NEAR)
        put = {**pin, **({"near": near.label} if near else {})}
    elif sent.get("in") in territory.areas.by_code:
        put = {"picked": sent["in"]}
    raw |= {f"{question.id}.{part}": [str(value)] for part, value in put.items()}
    add_pending(draft, page.id, raw)
    keep(visit, draft, page.id, fresh=False)
    return visit.go(visit.path_of(draft.type, f"{page.id}#{question.id}-pin"))


def _show(visit: Visit, form: FormDocument, draft: Draft, page: Page) -> HttpResponse:
    territory, lang = territory_of(visit.settings), visit.lang
    areas = territory.areas
    if not areas:
        raise Http404("no areas")
    only = areas.all[0].code if len(areas.all) == 1 else ""
    area = areas.by_code.get(visit.request.GET.get("in", "") or only)
    here = visit.path_of(form.type, f"{page.id}/map")
    closer = _closer(territory, area.code) if area else []
    near = _chosen(closer, visit.request.GET.get("near", "")) if area else None
    if area is None:
        drawing = whole_map(visit.settings, lang)
    else:
        found = area_map(visit.settings, area.code, lang, near)
        assert found is not None
        drawing = found
    back = f"{here}" if area and not only else visit.path_of(form.type, page.id)
    return visit.page(
        "intake/place_map.html",
        title=visit.tr("intake.place_map.title"),
        rest=here,
        about=form.type,
        back=back,
        draft=draft,
        drawing=drawing,
        area=area,
        near=near,
        closer=closer,
        parts=sorted(areas.all, key=lambda one: one.name(lang).casefold()),
        territory=visit.settings.text(visit.settings.document["area"], lang),
        here=visit.url(here),
    )


def _closer(territory: Territory, code: str) -> list[Place]:
    """Places of an area to look closer at: its towns, else what is best known in it."""
    shape = territory.areas.by_code[code].shape
    inside = [place for place in territory.places.inside(shape.box) if shape.holds(place.point)]
    return best_known_first(inside)[:MOST_CLOSER]


def _chosen(closer: list[Place], number: str) -> Place | None:
    if number.isascii() and number.isdigit() and len(number) < 3 and int(number) < len(closer):
        return closer[int(number)]
    return None
