"""Where it happened, for whoever reads a report: the district, how sure that is, a small map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontcounter.forces.geography import territory_of
from frontcounter.forces.published import ForceSettings
from frontcounter.forms.engine import FormDocument, Journey, answers_to_send
from frontcounter.forms.engine.kinds.place_located import LocatedPlaceQuestion
from frontcounter.forms.pages.maps import Drawing, pin_map


@dataclass(frozen=True)
class PlaceShown:
    """One place of a report. `how` is gazetteer, address, landmark, land, grid, pin or device."""

    question: str
    area: str
    district: str
    how: str
    found: str
    metres: int
    degrees: str
    drawing: Drawing | None


def places_of(
    settings: ForceSettings, form: FormDocument, answers: Mapping[str, Any] | Journey, lang: str
) -> list[PlaceShown]:
    """The places of a report that were looked for on the force's map."""
    sent = answers_to_send(form, answers)
    asked = [q for q in form.questions if isinstance(q, LocatedPlaceQuestion) and q.map]
    return [_shown(settings, q, sent[q.id], lang) for q in asked if q.id in sent]


def _shown(
    settings: ForceSettings, question: LocatedPlaceQuestion, value: Mapping[str, Any], lang: str
) -> PlaceShown:
    point = value.get("point") or {}
    district = territory_of(settings).areas.by_code.get(value.get("district", ""))
    return PlaceShown(
        question=question.id,
        area=value["area"],
        district=district.name(lang) if district else "",
        how=point.get("how", ""),
        found=point.get("near", ""),
        metres=point.get("metres", 0),
        degrees=f"{point['lat']:.5f}, {point['lon']:.5f}" if point else "",
        drawing=pin_map(settings, value, lang),
    )
