"""Counts of what a search found, by year, place, level, speaker and kind; each ignores its own filter."""

from __future__ import annotations

import numpy as np

from reports.models import Jurisdiction, ParagraphPair
from reports.search.answers import Count, Facets
from reports.search.arrays import Ints
from reports.search.narrowing import KINDS, Masks, Narrowing
from reports.search.places import Gazetteer
from reports.search.report_rows import ReportRows

SPEAKERS_MOST = 50


def facets(rows: ReportRows, slots: Ints, narrowing: Narrowing, masks: Masks) -> Facets:
    """Return the facets of what a query found: `slots` are those of its documents, before any filter."""
    by_slot = np.bincount(slots, minlength=rows.size * 2).reshape(rows.size, 2)
    of_kind = by_slot if masks.kind is None else by_slot * masks.kind
    by_row: Ints = of_kind.sum(axis=1)

    def without(name: str) -> Ints:
        passed = masks.rows(without=name)
        return by_row if passed is None else np.where(passed, by_row, 0)

    years = rows.years.totals(without("year"))
    passed = masks.rows()
    kinds = (by_slot if passed is None else by_slot[passed]).sum(axis=0).tolist()
    return Facets(
        year=[Count(year, str(year), years[year]) for year in sorted(years, reverse=True)],
        place=_places(narrowing.gazetteer, rows.jurisdictions.totals(without("place"))),
        level=_levels(narrowing, rows.jurisdictions.totals(without("level"))),
        speaker=_speakers(rows, narrowing, without("speaker")),
        kind=[
            Count(str(kind), str(kind.label), kinds[number])
            for kind, number in ((ParagraphPair.Kind(name), number) for name, number in KINDS.items())
            if kinds[number] or (narrowing.kinds is not None and narrowing.kinds[number])
        ],
    )


def _places(known: Gazetteer, counts: dict[int, int]) -> list[Count]:
    """Return the places by how often they and what is part of them were found; what is whole before its parts."""
    within: dict[int, int] = {}
    for pk, count in counts.items():
        if pk in known.by_id:
            for whole in (pk, *known.above[pk]):
                within[whole] = within.get(whole, 0) + count
    found = [place for place in known.rows if place.pk in within]
    found.sort(key=lambda place: (-within[place.pk], len(known.above[place.pk])))
    return [
        Count(
            place.name_zh, place.name_en, counts.get(place.pk, 0), place.code,
            known.parent_code(place), within[place.pk],
        )
        for place in found
    ]  # fmt: skip


def _levels(narrowing: Narrowing, counts: dict[int, int]) -> list[Count]:
    by_level = dict.fromkeys(map(str, Jurisdiction.Level), 0)
    for pk, count in counts.items():
        if pk in narrowing.gazetteer.by_id:
            by_level[narrowing.gazetteer.by_id[pk].level] += count
    chosen = narrowing.levels or frozenset()
    return [
        Count(level, str(Jurisdiction.Level(level).label), count)
        for level, count in by_level.items()
        if count or level in chosen
    ]


def _speakers(rows: ReportRows, narrowing: Narrowing, by_row: Ints) -> list[Count]:
    """Return the speakers found most often, and those that are set however often."""
    speakers = rows.speakers
    totals = speakers.totals(by_row)
    chosen = speakers.named(narrowing.speakers or ())[0]
    offered = np.where(speakers.leading, totals, 0)
    most = np.argsort(-offered, kind="stable")[:SPEAKERS_MOST]
    numbers = {int(number) for number in most if offered[number]} | chosen
    labels = ((*speakers.labels[number], int(totals[number])) for number in numbers)
    counts = [Count(name, english or name, count) for name, english, count in labels]
    return sorted(counts, key=lambda count: (-count.count, str(count.value)))
