"""The sentence beads that the archive learns renderings from: those of published pairs with text on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reports.models import ParagraphPair, Report

# A bead is some 140 characters of both languages, a pair has three or four. What more pairs teach is little, and what
# is learned has to fit beside everything else: an archive with more lends these, as many of each year as of any other.
PAIRS_MOST = 20_000
# A paragraph whose sentences nobody aligned is one bead, unless it is longer than this in Chinese.
LONGEST = 400
AT_A_TIME = 500


class Taught(NamedTuple):
    """One bead: its pair, the pair's report and year, where it begins in both published texts, and its own texts."""

    pair: int
    report: int
    year: int
    zh_start: int
    en_start: int
    zh: str
    en: str


def chosen_pairs(most: int = PAIRS_MOST) -> list[int]:
    """Return the keys of the pairs to learn from, by year: all there are, or `most`, evenly from all years."""
    rows = (
        ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
        .exclude(zh="")
        .exclude(en="")
        .order_by("report__year", "report_id", "pk")
        .values_list("report__year", "pk")
    )
    by_year: dict[int, list[int]] = {}
    for year, pair in rows.iterator(chunk_size=10_000):
        by_year.setdefault(year, []).append(pair)
    chosen: list[int] = []
    left = most
    # The years with the fewest first: what they leave of their share is for the others.
    for done, year in enumerate(sorted(by_year, key=lambda year: len(by_year[year]))):
        kept = spread(by_year[year], left // (len(by_year) - done))
        by_year[year] = kept
        left -= len(kept)
    for year in sorted(by_year):
        chosen += by_year[year]
    return chosen


def spread(some: Sequence[int], most: int) -> list[int]:
    """Return at most `most` of these, in order, with even gaps between them."""
    if len(some) <= most:
        return list(some)
    return [some[at * len(some) // most] for at in range(most)]


def beads(pairs: Sequence[int]) -> Iterator[Taught]:
    """Yield the beads with two sides of these pairs, in the order of the pairs."""
    fields = ("pk", "report_id", "report__year", "zh", "en", "beads")
    for first in range(0, len(pairs), AT_A_TIME):
        some = pairs[first : first + AT_A_TIME]
        found = ParagraphPair.objects.filter(pk__in=some, report__status=Report.Status.PUBLISHED)
        rows = {row[0]: row for row in found.values_list(*fields)}
        for key in some:
            if key in rows:
                yield from _of_pair(*rows[key])


def _of_pair(pair: int, report: int, year: int, zh: str, en: str, spans: list[list[float]]) -> Iterator[Taught]:
    for one, other in spans_of(zh, en, spans):
        yield Taught(pair, report, year, one.start, other.start, zh[one], en[other])


def spans_of(zh: str, en: str, spans: list[list[float]]) -> Iterator[tuple[slice, slice]]:
    """Yield the spans of both texts of a pair that its beads with two sides have."""
    if not spans and len(zh) <= LONGEST:
        spans = [[0, len(zh), 0, len(en), 1.0]]
    for zh_start, zh_end, en_start, en_end, _confidence in spans:
        one, other = slice(int(zh_start), int(zh_end)), slice(int(en_start), int(en_end))
        if zh[one].strip() and en[other].strip():
            yield one, other
