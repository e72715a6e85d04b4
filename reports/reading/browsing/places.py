"""The jurisdictions: all of them, and each with its reports, what it is part of and what is part of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from reports.models import Jurisdiction, Report
from reports.reading.browsing.catalogue import HIGHEST, Catalogue, Held, missing_years, short_zh, spans
from reports.reading.browsing.holdings import BOTH
from reports.reading.browsing.listing import Asked, leaf, listing
from reports.reading.facets import Option
from reports.text.fold import fold

PLACE_SORTS = {
    "order": gettext_lazy("Official order"),
    "name": gettext_lazy("By name"),
    "most": gettext_lazy("Most reports"),
    "newest": gettext_lazy("Newest report"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One jurisdiction of a list: how many reports it has, in both languages, of which years; and in its parts."""

    place: Jurisdiction
    name_zh: str
    above: Jurisdiction | None
    count: int
    both: int
    first: int
    last: int
    parts: int
    inside: int

    @property
    def is_listed(self) -> bool:
        """Say whether it has reports, or places that are part of it have; all are part of the nation."""
        return bool(self.count or (self.inside and self.place.level != Jurisdiction.Level.NATION))


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List the jurisdictions that have reports: provinces unless a level is asked for, any that `q` names."""
    catalogue = Catalogue.read()
    asked = Asked.read(request, PLACE_SORTS)
    every = [line for place in catalogue.places if (line := _line(catalogue, place)).is_listed]
    if asked.q:
        wanted = fold(asked.q).strip()
        shown = [line for line in every if _is_named(line.place, wanted)]
    elif asked.level or asked.scope:
        shown = [line for line in every if asked.level in ("", line.place.level)]
    else:
        shown = [line for line in every if line.place.level in HIGHEST]
    there = {line.place.pk for line in every}
    context = {
        "asked": asked,
        "leaf": leaf(_sorted(shown, asked.sort), asked),
        "sorts": asked.options("sort", ((name, label, 0) for name, label in PLACE_SORTS.items())),
        "levels": _levels(asked, every),
        "absent": [place for place in catalogue.places if place.level in HIGHEST and place.pk not in there],
        "total": len(every),
    }
    return render(request, "reading/browsing/places.html", context)


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show one jurisdiction with its reports; `scope=all` with those of its parts."""
    here = get_object_or_404(Jurisdiction.objects.select_related("parent"), code=code)
    catalogue = Catalogue.read()
    own, inside = catalogue.by_place.get(here.pk, []), catalogue.held_inside(here)
    asked = Asked.read(request, ("newest", "oldest", "size"))
    whole = bool(inside) and (asked.scope == "all" or not own)
    if whole:
        asked = Asked.read(request, ("newest", "oldest", "place", "size"))
    within = [here.pk, *(part.pk for part in catalogue.inside(here))] if whole else [here.pk]
    siblings = [other for other in catalogue.parts.get(here.parent_id, []) if other.pk in catalogue.by_place]
    at = next((number for number, other in enumerate(siblings) if other.pk == here.pk), None)
    context = {
        "place": here,
        "asked": asked,
        "listing": listing(Report.objects.filter(Q(jurisdiction__in=within)), asked),
        "scopes": _scopes(asked, own, inside, whole=whole),
        "missing": spans(missing_years(report.year for report in own)),
        "years": sorted({report.year for report in own}),
        "bilingual": sum(catalogue.counts[report.pk].languages == BOTH for report in own),
        "own": len(own),
        "whole": whole,
        "parts": [line for part in catalogue.parts.get(here.pk, []) if (line := _line(catalogue, part)).is_listed],
        "before": siblings[at - 1] if at else None,
        "after": siblings[at + 1] if at is not None and at + 1 < len(siblings) else None,
    }
    return render(request, "reading/browsing/place.html", context)


def _line(catalogue: Catalogue, place: Jurisdiction) -> Place:
    own = catalogue.by_place.get(place.pk, [])
    inside = [part for part in catalogue.inside(place) if part.pk in catalogue.by_place]
    return Place(
        place=place,
        name_zh=short_zh(place),
        above=catalogue.place.get(place.parent_id or 0),
        count=len(own),
        both=sum(catalogue.counts[report.pk].languages == BOTH for report in own),
        first=min((report.year for report in own), default=0),
        last=max((report.year for report in own), default=0),
        parts=len(inside),
        inside=sum(len(catalogue.by_place[part.pk]) for part in inside),
    )


def _sorted(lines: list[Place], sort: str) -> list[Place]:
    if sort == "name":
        return sorted(lines, key=lambda line: line.place.name_en)
    if sort == "most":
        return sorted(lines, key=lambda line: -line.count)
    if sort == "newest":
        return sorted(lines, key=lambda line: -line.last)
    return lines


def _is_named(place: Jurisdiction, wanted: str) -> bool:
    """Say whether a name of a place holds what was typed, or its code does: 湖南, hunan, Xi'an as xian."""
    bare = wanted.replace(" ", "").replace("'", "")
    return wanted in fold(place.name_zh) or wanted in fold(place.name_en) or bare in place.code.replace("-", "")


def _levels(asked: Asked, every: list[Place]) -> list[Option]:
    counts = [(level, sum(line.place.level == level for line in every)) for level in Jurisdiction.Level]
    if sum(bool(count) for _level, count in counts) < 2:
        return []
    top = sum(line.place.level in HIGHEST for line in every)
    found = asked.options("level", [(level.value, level.label, count) for level, count in counts if count])
    first = Option(
        _("Nation and provinces"), asked.address(q="", level="", scope=""),
        not (asked.q or asked.level or asked.scope), "level-high", "", top,
    )  # fmt: skip
    every_one = Option(
        _("All"), asked.address(q="", level="", scope="all"), asked.scope == "all", "level-all", "",
        len(every),
    )  # fmt: skip
    return [first, *(option for option in found if not option.key.endswith(("nation", "province"))), every_one]


def _scopes(asked: Asked, own: list[Held], inside: list[Held], *, whole: bool) -> list[Option]:
    """Return the choice between a jurisdiction alone and all that is part of it, where there is one."""
    if not own or not inside:
        return []
    alone = Option(_("Its own"), asked.address(scope=""), not whole, "scope-own", "", len(own))
    every = asked.address(scope="all")
    label = _("With all that is part of it")
    return [alone, Option(label, every, whole, "scope-all", "", len(own) + len(inside))]
