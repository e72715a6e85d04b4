"""Segments hold what their texts are cut into, whether written at once or merged."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from reports.models import ParagraphPair, Report
from reports.search import analysis, build, merging
from reports.search.arrays import SegmentArrays
from reports.search.segments import ArraySegment
from reports.text.fold import fold

Postings = dict[tuple[bytes, int], list[int]]


def read(folder: Path, segment: ArraySegment, name: str) -> Postings:
    """Return the places of each term in each pair."""
    arrays = SegmentArrays(folder, segment)
    field = arrays.field(name)
    pairs = arrays.array("pair")
    found: Postings = defaultdict(list)
    for term in field.terms_with_prefix(b""):
        for key in field.keys_of(term).tolist():
            found[term, int(pairs[key >> arrays.shift])].append(key & ((1 << arrays.shift) - 1))
    return found


def cut(reports: list[Report], name: str) -> Postings:
    """Return the same from the texts, cut one by one as a query is."""
    expected: Postings = defaultdict(list)
    for pair in ParagraphPair.objects.filter(report__in=reports):
        text = pair.zh_folded if name.startswith("zh") else fold(pair.en)
        for term, place in analysis.CUTTERS[name](text):
            expected[term.encode("utf-8", "surrogatepass"), pair.pk].append(place)
    return expected


def published() -> list[Report]:
    return list(Report.objects.published().with_places().order_by("pk"))


@pytest.mark.parametrize("name", analysis.FIELDS)
def test_a_segment_holds_what_its_texts_are_cut_into(name: str, archive: list[Report], tmp_path: Path) -> None:
    reports = published()
    assert read(tmp_path, build.gather(reports).write(tmp_path), name) == cut(reports, name)


@pytest.mark.parametrize("at_once", [1, 200, merging.AT_ONCE])
def test_merged_segments_hold_what_is_alive_in_them(
    at_once: int, archive: list[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", at_once)
    reports = published()
    segments = [build.gather(some).write(tmp_path) for some in (reports[:2], reports[2:3], reports[3:])]
    gone = reports.pop(1)
    del segments[0].reports[gone.pk]
    whole = merging.merged(tmp_path, segments)
    for name in analysis.FIELDS:
        assert read(tmp_path, whole, name) == cut(reports, name)


def test_merged_segments_keep_columns_and_reports(archive: list[Report], tmp_path: Path) -> None:
    reports = published()
    parts = [build.gather([report]).write(tmp_path) for report in reports]
    del parts[0].reports[reports[0].pk]
    whole, at_once = merging.merged(tmp_path, parts), build.gather(reports[1:]).write(tmp_path)
    assert whole.reports == at_once.reports
    for name in build.COLUMNS:
        one, other = (SegmentArrays(tmp_path, segment).array(name) for segment in (whole, at_once))
        assert np.array_equal(one, other)


def test_terms_of_a_prefix(archive: list[Report], tmp_path: Path) -> None:
    reports = published()
    arrays = SegmentArrays(tmp_path, build.gather(reports).write(tmp_path))
    field = arrays.field(analysis.EN_EXACT)
    terms = sorted({term for term, _pair in cut(reports, analysis.EN_EXACT)})
    assert field.terms_with_prefix(b"inno") == [term for term in terms if term.startswith(b"inno")]
    together = field.keys_with_prefix(b"inno")
    assert together.tolist() == [key for term in field.terms_with_prefix(b"inno") for key in field.keys_of(term)]
    assert [field.number(term) for term in terms] == list(range(len(terms)))
    assert field.number(b"innovaz") is None
    assert field.frequency(b"innovation") == len(
        {pair for term, pair in cut(reports, analysis.EN_EXACT) if term == b"innovation"}
    )
