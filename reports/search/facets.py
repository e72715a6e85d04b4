"""Counts of what a search found, by year, place, level, speaker and kind; each ignores its own filter."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from reports.models import Jurisdiction, ParagraphPair
from reports.search.answers import Count, Facets
from reports.search.arrays import Ints
from reports.search.narrowing import KINDS, Masks, Narrowing
from reports.search.places import LEVELS, Gazetteer
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

    tree = _tree(rows, narrowing.gazetteer)
    years = rows.years.totals(without("year"))
    passed = masks.rows()
    kinds = (by_slot if passed is None else by_slot[passed]).sum(axis=0).tolist()
    return Facets(
        year=[Count(year, str(year), years[year]) for year in sorted(years, reverse=True)],
        place=tree.of_places(without("place")),
        level=_levels(narrowing, tree.of_levels(without("level"))),
        speaker=_speakers(rows, narrowing, without("speaker")),
        kind=[
            Count(str(kind), str(kind.label), kinds[number])
            for kind, number in ((ParagraphPair.Kind(name), number) for name, number in KINDS.items())
            if kinds[number] or (narrowing.kinds is not None and narrowing.kinds[number])
        ],
    )


class Tree:
    """The jurisdictions as numbers, by their place in official lists, to count reports in each and all above it."""

    def __init__(self, rows: ReportRows, known: Gazetteer) -> None:
        self.known = known
        self.codes = rows.jurisdictions.codes
        numbers = {place.pk: number for number, place in enumerate(known.rows)}
        # Of each value of a report's jurisdiction the number; the last one stands for what is gone.
        self.size = len(known.rows)
        self.numbers = np.array([numbers.get(pk, self.size) for pk in rows.jurisdictions.values], dtype=np.intp)
        chains = [(numbers[pk], numbers[whole]) for pk, above in known.above.items() for whole in (pk, *above)]
        self.parts, self.wholes = np.array(chains, dtype=np.intp).reshape(-1, 2).T
        self.depths = np.array([len(known.above[place.pk]) for place in known.rows], dtype=np.intp)
        self.levels = np.array([LEVELS.index(place.level) for place in known.rows], dtype=np.intp)
        self.labels = [(place.name_zh, place.name_en, place.code, known.parent_code(place)) for place in known.rows]

    def _own(self, by_row: Ints) -> Ints:
        """Return how often each jurisdiction was found itself, and, last, how often none that there is."""
        by_value = np.bincount(self.codes, weights=by_row, minlength=len(self.numbers))
        return np.bincount(self.numbers, weights=by_value, minlength=self.size + 1)

    def of_levels(self, by_row: Ints) -> list[int]:
        """Return how often jurisdictions of each level were found."""
        counts = np.bincount(self.levels, weights=self._own(by_row)[:-1], minlength=len(LEVELS))
        return [int(count) for count in counts.tolist()]

    def of_places(self, by_row: Ints) -> list[Count]:
        """Return the places by how often they and what is part of them were found; what is whole before its parts."""
        own = self._own(by_row)
        within = np.bincount(self.wholes, weights=own[self.parts], minlength=self.size)
        found = np.flatnonzero(within)
        found = found[np.lexsort((self.depths[found], -within[found]))]
        labels = map(self.labels.__getitem__, found.tolist())
        numbers = zip(own[found].astype(np.int64).tolist(), within[found].astype(np.int64).tolist(), strict=True)
        return [
            Count(zh, en, count, code, parent, total)
            for (zh, en, code, parent), (count, total) in zip(labels, numbers, strict=True)
        ]


_trees: WeakKeyDictionary[ReportRows, Tree] = WeakKeyDictionary()


def _tree(rows: ReportRows, known: Gazetteer) -> Tree:
    """Return the tree of a snapshot's jurisdictions, made anew where these have changed."""
    tree = _trees.get(rows)
    if tree is None or tree.known is not known:
        tree = _trees[rows] = Tree(rows, known)
    return tree


def _levels(narrowing: Narrowing, counts: list[int]) -> list[Count]:
    chosen = narrowing.levels or frozenset()
    return [
        Count(level, str(Jurisdiction.Level(level).label), count)
        for level, count in zip(LEVELS, counts, strict=True)
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
