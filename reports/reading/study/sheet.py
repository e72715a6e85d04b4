"""The interpreter's sheet: what a section holds that has to be ready on the tongue, on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reports.models import ParagraphPair, Report
from reports.reading.reader_view import view_of
from reports.reading.study.drill import number
from reports.reading.study.entries import (
    Entry,
    dictionary,
    figures,
    people,
    places,
    proper_names,
    quotes,
    terms,
    unquoted,
)
from reports.reading.study.known_terms import glossary
from reports.reading.study.sections import part_of
from reports.text.scripts import displayed, language_of

GROUPS: dict[str, str | Promise] = {
    "figure": _("Figures"),
    "person": _("People"),
    "place": _("Places"),
    "name": _("Names and institutions"),
    "quote": _("In quotation marks"),
    "term": _("Terms"),
    "dictionary": _("From CC-CEDICT: a dictionary’s word, not seen in a report"),
}
# Terms beyond so many are left out, the shortest and rarest first, and the page says so.
TERMS_MOST, DICTIONARY_MOST = 40, 10
# What everybody counts in: ten thousand, a hundred million.
LADDER = (
    ("万", "10 thousand"),
    ("十万", "100 thousand"),
    ("百万", "1 million"),
    ("千万", "10 million"),
    ("亿", "100 million"),
    ("十亿", "1 billion"),
    ("百亿", "10 billion"),
    ("千亿", "100 billion"),
    ("万亿", "1 trillion"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind under their heading, in the order of the text; `left_out` counts those that found no room."""

    kind: str
    label: str | Promise
    entries: list[Entry]
    left_out: int = 0

    def in_script(self, script: str) -> Group:
        """Return the same with its Chinese in a script, empty: as published."""
        return replace(self, entries=[_in_script(entry, script) for entry in self.entries]) if script else self


def _in_script(entry: Entry, script: str) -> Entry:
    zh, lead = displayed(entry.zh, script, entry.script), displayed(entry.lead, script, entry.script)
    return replace(entry, zh=zh, lead=lead, script=script, language=language_of(script, entry.script))


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the figures, names and terms of a section of a published report, for print."""
    report = get_object_or_404(Report.objects.published().with_places(), slug=slug)
    part = part_of(report, number(request.GET.get("section", "")), number(request.GET.get("part", "")) or 1)
    script = view_of(request).converted_to
    is_by_text = request.GET.get("order", "") == "text"
    groups = groups_of(part.pairs)
    if is_by_text:
        every = sorted(
            chain.from_iterable(group.entries for group in groups), key=lambda one: (one.position, one.start)
        )
        groups = [Group("all", _("In the order of the text"), every, sum(group.left_out for group in groups))]
    # The key to the numerals is in the script of the figures beside it.
    key_script = script or next((pair.script for pair in part.pairs if pair.zh), "")
    context = {
        "report": report,
        "part": part.in_script(script),
        "is_converted": any(pair.zh and script not in {"", pair.script} for pair in part.pairs),
        "is_by_text": is_by_text,
        "groups": [group.in_script(script) for group in groups if group.entries],
        "has_figures": any(entry.kind == "figure" for group in groups for entry in group.entries),
        "ladder": [(displayed(zh, key_script, "hans"), en) for zh, en in LADDER],
        "ladder_language": language_of(key_script, "hans"),
    }
    return render(request, "reading/study/sheet.html", context)


def groups_of(pairs: Sequence[ParagraphPair]) -> list[Group]:
    """Return what the pairs hold by kind; what is said twice stands where it is met first."""
    known = glossary()
    met = {pair.pk: found for pair, found in terms(known, pairs)}
    sources: dict[str, Callable[[ParagraphPair], Iterator[Entry]]] = {
        "figure": figures,
        "person": people,
        "place": places,
        "name": lambda pair: proper_names(unquoted(pair, met[pair.pk])),
        "quote": lambda pair: quotes(pair, met[pair.pk]),
        "term": lambda pair: (one for one in unquoted(pair, met[pair.pk]) if one.kind == "term"),
    }
    kinds: dict[str, list[Entry]] = {}
    seen: set[str] = set()
    for kind, source in sources.items():
        kinds[kind] = _once((entry for pair in pairs for entry in source(pair)), seen, kind)
    kinds["dictionary"] = _once((entry for pair in pairs for entry in dictionary(pair, seen)), seen, "dictionary")
    mosts = {"term": TERMS_MOST, "dictionary": DICTIONARY_MOST}
    return [_bounded(kind, kinds[kind], mosts.get(kind)) for kind in GROUPS]


def _once(entries: Iterator[Entry], seen: set[str], kind: str) -> list[Entry]:
    """Return entries without those whose Chinese was met before; figures only where the same stands before."""
    kept: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        key = (entry.lead, entry.zh, entry.en) if kind == "figure" else (entry.zh,)
        if kind != "figure" and entry.zh in seen:
            continue
        kept.setdefault(key, entry)
    if kind != "figure":
        seen.update(entry.zh for entry in kept.values())
    return list(kept.values())


def _bounded(kind: str, entries: list[Entry], most: int | None) -> Group:
    if most is None or len(entries) <= most:
        return Group(kind, GROUPS[kind], entries)
    # Those whose rendering stands in this text first, then the longest: short ones are everyday words.
    best = sorted(entries, key=lambda one: (one.source != "here", -len(one.zh)))[:most]
    kept = sorted(best, key=lambda one: (one.position, one.start))
    return Group(kind, GROUPS[kind], kept, len(entries) - most)
