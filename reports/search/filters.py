"""What the fields of the query language that are no text find: headings, places, years and speakers."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from reports.search import places
from reports.search.arrays import Ints
from reports.search.people import people_of
from reports.search.snapshot import Found, Snapshot
from reports.search.tree import Place, Speaker, Years
from reports.text.fold import fold, has_han
from reports.text.words import words

# A folded name without its spaces, and its words.
Name = tuple[str, tuple[str, ...]]

# What was worked out once for a snapshot: where each heading's documents end; the rows of each speaker's reports.
_reaches: WeakKeyDictionary[Snapshot, Ints] = WeakKeyDictionary()
_speakers: WeakKeyDictionary[Snapshot, dict[Name, list[int]]] = WeakKeyDictionary()


def under(snapshot: Snapshot, found: Found) -> Found:
    """Return the headings among what was found, with all that stands under them."""
    reaches = _reaches.get(snapshot)
    if reaches is None:
        reaches = _reaches[snapshot] = reaches_of(snapshot)
    heads = found.documents[reaches[found.documents] > 0]
    steps = -np.bincount(reaches[heads], minlength=snapshot.documents + 1)
    steps[heads] += 1
    return _chosen(np.cumsum(steps[:-1]) > 0)


def reaches_of(snapshot: Snapshot) -> Ints:
    """Return for each heading the document at which what stands under it ends; 0 for a body.

    That is the next heading of its own or a higher level, or the end of the report.
    """
    levels = snapshot.column("heading_level")
    reaches = np.zeros(snapshot.documents, dtype=np.int64)
    heads = np.flatnonzero(levels)
    borders = np.flatnonzero(np.diff(snapshot.report_row, append=-1)) + 1
    for level in np.unique(levels[heads]).tolist():
        own = heads[levels[heads] == level]
        stops = np.append(heads[levels[heads] <= level], snapshot.documents)
        behind = stops[np.searchsorted(stops, own, side="right")]
        reaches[own] = np.minimum(behind, borders[np.searchsorted(borders, own, side="right")])
    return reaches


def narrowed(snapshot: Snapshot, asked: Place | Years | Speaker) -> Found:
    """Return all documents of the reports that are asked for."""
    match asked:
        case Place(name):
            ids, _unknown = places.places_named([name])
            rows = np.isin(snapshot.jurisdictions, list(ids))
        case Years(first, last):
            rows = np.ones(len(snapshot.years), dtype=bool)
            if first is not None:
                rows &= snapshot.years >= first
            if last is not None:
                rows &= snapshot.years <= last
        case Speaker(name):
            wanted = _folded_name(name)
            rows = np.zeros(len(snapshot.years), dtype=bool)
            for published, numbers in _names(snapshot).items():
                rows[numbers] |= _is_named(wanted, published)
    # Row 0 is of documents whose report is gone.
    rows[0] = False
    return _chosen(rows[snapshot.report_row])


def _chosen(mask: NDArray[np.bool_]) -> Found:
    documents = np.flatnonzero(mask).astype(np.int32)
    return Found(documents, np.zeros(len(documents), dtype=np.float32))


def _names(snapshot: Snapshot) -> dict[Name, list[int]]:
    """Return the names of the speakers, folded, each with its rows of reports."""
    if snapshot not in _speakers:
        by_name: dict[str, list[int]] = {}
        for row, person in enumerate(people_of(snapshot)):
            for name in (*person.zh, *person.en):
                by_name.setdefault(name, []).append(row)
        named: dict[Name, list[int]] = {}
        for name, rows in by_name.items():
            named.setdefault(_folded_name(name), []).extend(rows)
        _speakers[snapshot] = named
    return _speakers[snapshot]


def _folded_name(name: str) -> Name:
    folded = fold(name)
    return "".join(folded.split()), tuple(word.text for word in words(folded))


def _is_named(wanted: Name, published: Name) -> bool:
    if has_han(wanted[0]):
        return wanted[0] in published[0]
    # The family name may stand first or last.
    if len(published[1]) == 2 and wanted[1] == published[1][::-1]:
        return True
    length = len(wanted[1])
    return any(published[1][at : at + length] == wanted[1] for at in range(len(published[1]) - length + 1))
