"""What the fields of the query language that are no text find: headings, places, years and speakers."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from reports.models import Report
from reports.search import places
from reports.search.arrays import Ints
from reports.search.snapshot import Found, Snapshot
from reports.search.tree import Place, Speaker, Years
from reports.text.fold import fold, has_han
from reports.text.words import words

# What was worked out once for a snapshot: where each heading's documents end; the folded names of the speakers.
_reaches: WeakKeyDictionary[Snapshot, Ints] = WeakKeyDictionary()
_speakers: WeakKeyDictionary[Snapshot, list[tuple[tuple[str, ...], ...]]] = WeakKeyDictionary()


def under(snapshot: Snapshot, found: Found) -> Found:
    """Return the headings among what was found, with all that stands under them."""
    reaches = _reaches.get(snapshot)
    if reaches is None:
        reaches = _reaches[snapshot] = reaches_of(snapshot)
    heads = found.documents[reaches[found.documents] > 0]
    steps = np.zeros(snapshot.documents + 1, dtype=np.int32)
    steps[heads] = 1
    np.subtract.at(steps, reaches[heads], 1)
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
            rows = np.array([_is_named(name, names) for name in [fold(name)] for names in _names(snapshot)], dtype=bool)
    # Row 0 is of documents whose report is gone.
    rows[0] = False
    return _chosen(rows[snapshot.report_row])


def _chosen(mask: NDArray[np.bool_]) -> Found:
    documents = np.flatnonzero(mask).astype(np.int32)
    return Found(documents, np.zeros(len(documents), dtype=np.float32))


def _names(snapshot: Snapshot) -> list[tuple[tuple[str, ...], ...]]:
    """Return for each row of reports the speaker's names: folded without spaces, then as words, in both languages."""
    if snapshot not in _speakers:
        published = Report.objects.published().values_list("pk", "speaker_zh", "speaker_en")
        named = {pk: tuple(_folded_name(name) for name in both if name) for pk, *both in published}
        _speakers[snapshot] = [named.get(report, ()) for report in snapshot.report_ids.tolist()]
    return _speakers[snapshot]


def _folded_name(name: str) -> tuple[str, ...]:
    folded = fold(name)
    return "".join(folded.split()), *(word.text for word in words(folded))


def _is_named(name: str, names: tuple[tuple[str, ...], ...]) -> bool:
    together, *parts = _folded_name(name)
    if has_han(together):
        return any(together in published for published, *_words in names)
    wanted = list(parts)
    return any(wanted == found[at : at + len(wanted)] for _name, *found in names for at in range(len(found)))
