"""Those who delivered the reports: all of them, and each with the reports.

A speaker is a name in one jurisdiction: two people may bear one name, and nothing in a report tells whether they do.
The page of each leads to its namesakes elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from reports.models import Jurisdiction, Report
from reports.reading.browsing.listing import Asked, leaf, listing
from reports.reading.browsing.names import key_of
from reports.text.fold import fold, has_han
from reports.text.person_names import latin_names

SPEAKER_SORTS = {
    "newest": gettext_lazy("Newest report"),
    "name": gettext_lazy("By name"),
    "place": gettext_lazy("By jurisdiction"),
    "most": gettext_lazy("Most reports"),
}


class Delivered(NamedTuple):
    """What one report says of who delivered it."""

    pk: int
    year: int
    place: int
    zh: str
    en: str


@dataclass(slots=True)
class Speaker:
    """One name in one jurisdiction, and the reports it delivered. `key` is the name as addresses have it."""

    key: str
    place: Jurisdiction
    zh: str = ""
    en: str = ""
    reports: list[int] = field(default_factory=list)
    years: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return reverse("speaker", args=[self.place.code, self.key])

    @property
    def first(self) -> int:
        return min(self.years)

    @property
    def last(self) -> int:
        return max(self.years)


def all_speakers() -> list[Speaker]:
    """Return the speakers of all published reports, those of the newest reports first."""
    fields = ("pk", "year", "jurisdiction_id", "speaker_zh", "speaker_en")
    rows = Report.objects.published().latest_year_first().values_list(*fields)
    delivered = [Delivered._make(row) for row in rows]
    places = Jurisdiction.objects.in_bulk({one.place for one in delivered})
    # Where one report gives both names, another that has the English alone is by the same person.
    chinese = {(one.place, key_of("", one.en)): key_of(one.zh, "") for one in delivered if one.zh and one.en}
    found: dict[tuple[int, str], Speaker] = {}
    for one in delivered:
        key = key_of(one.zh, one.en)
        key = chinese.get((one.place, key), key)
        if not key:
            continue
        speaker = found.setdefault((one.place, key), Speaker(key, places[one.place]))
        speaker.zh, speaker.en = speaker.zh or one.zh, speaker.en or one.en
        speaker.reports.append(one.pk)
        speaker.years.append(one.year)
    for speaker in found.values():
        # Where no report has it in Latin letters, a name goes by its pinyin.
        speaker.en = speaker.en or next(iter(latin_names(speaker.zh)), "")
    return list(found.values())


@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    """List the speakers; `q` leaves those whose name or jurisdiction holds it."""
    asked = Asked.read(request, SPEAKER_SORTS)
    every = all_speakers()
    shown = [one for one in every if _is_named(one, asked.q)] if asked.q else every
    context = {
        "asked": asked,
        "leaf": leaf(_sorted(shown, asked.sort), asked),
        "sorts": asked.options("sort", ((name, label, 0) for name, label in SPEAKER_SORTS.items())),
        "total": len(every),
    }
    return render(request, "reading/browsing/speakers.html", context)


@require_safe
def speaker(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Show one speaker with the reports, and those elsewhere who have the name too."""
    wanted = key_of(name, "") if has_han(name) else key_of("", name)
    named: dict[str, list[Speaker]] = defaultdict(list)
    for one in all_speakers():
        named[one.key].append(one)
    found = next((one for one in named.get(wanted, []) if one.place.code == code), None)
    if found is None:
        raise Http404
    asked = Asked.read(request, ("newest", "oldest", "size"))
    shown = listing(Report.objects.filter(pk__in=found.reports), asked)
    context = {
        "speaker": found,
        "asked": asked,
        "listing": shown,
        "offices": _offices(line.report for line in shown.leaf.lines),
        "namesakes": [one for one in named[wanted] if one is not found],
    }
    return render(request, "reading/browsing/speaker.html", context)


def _offices(reports: Iterable[Report]) -> list[tuple[str, str]]:
    """Return the offices that the reports give, in both languages, each once."""
    return list(dict.fromkeys((one.office_zh, one.office_en) for one in reports if one.office_zh or one.office_en))


def _is_named(one: Speaker, q: str) -> bool:
    wanted = fold(q)
    texts = (one.key, one.zh, one.en, one.place.name_zh, one.place.name_en)
    return any(wanted in fold(text) for text in texts) or "".join(wanted.split()) in fold(one.key)


def _sorted(found: list[Speaker], sort: str) -> list[Speaker]:
    if sort == "name":
        return sorted(found, key=lambda one: _sound(one.key))
    if sort == "place":
        return sorted(found, key=lambda one: (one.place.order, one.place.code, -one.last))
    if sort == "most":
        return sorted(found, key=lambda one: -len(one.reports))
    return found


def _sound(name: str) -> tuple[list[str], str]:
    """Return a name as it sounds, for its place in the alphabet."""
    # Its dictionary takes a while to load, and this order alone asks for it.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(name.lower()), name
