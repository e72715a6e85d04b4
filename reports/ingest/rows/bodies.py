"""The rows of the bodies whose reports come in: the gazetteer's, and counties made from their names."""

from __future__ import annotations

from reports.ingest.plan import Plan
from reports.models import Jurisdiction
from reports.text import places
from reports.text.romanised import code_of, english_of


def place_of(plan: Plan) -> places.Place | None:
    """Return the gazetteer's place for the plan, None for a county, which it doesn't list."""
    try:
        return places.by_code(plan.header.place.value)
    except KeyError:
        return None


def code_for(plan: Plan) -> str:
    """Return the code of the plan's jurisdiction, a county's made from its name."""
    place = place_of(plan)
    return place.code if place else code_of(plan.header.place.value)


def jurisdiction_of(plan: Plan) -> Jurisdiction:
    """Return the row of the plan's jurisdiction, made with those above it where it's the first report from there."""
    place = place_of(plan)
    if place:
        return _listed_jurisdiction(place)
    name = plan.header.place.value
    above = places.place_above(plan.header.session_zh.value) or places.place_above(plan.header.session_en.value)
    return Jurisdiction.objects.get_or_create(
        code=code_of(name),
        defaults={
            "name_zh": name,
            "name_en": english_of(name),
            "level": Jurisdiction.Level.COUNTY,
            "parent": _listed_jurisdiction(above) if above else None,
        },
    )[0]


def _listed_jurisdiction(place: places.Place) -> Jurisdiction:
    return Jurisdiction.objects.get_or_create(
        code=place.code,
        defaults={
            "name_zh": place.name_zh,
            "name_en": place.name_en,
            "level": place.level,
            "parent": _listed_jurisdiction(places.by_code(place.parent)) if place.parent else None,
        },
    )[0]
