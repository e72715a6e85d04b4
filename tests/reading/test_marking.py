from __future__ import annotations

import pytest

from reports import search
from reports.reading.marking import Span, marked, spans


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        ("科技创新", [(0, 2)], "<mark>科技</mark>创新"),
        ("科技创新", [], "科技创新"),
        ("a<b>c", [(1, 4)], "a<mark>&lt;b&gt;</mark>c"),
        ("<script>alert(1)</script>", [], "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("abc", [(0, 1), (2, 3)], "<mark>a</mark>b<mark>c</mark>"),
        ("𠮷野家", [(0, 1)], "<mark>𠮷</mark>野家"),
    ],
)
def test_marked(text: str, marks: list[tuple[int, int]], html: str) -> None:
    assert marked(text, marks) == html


def test_marks_are_clipped_to_the_part_that_is_shown() -> None:
    assert marked("0123456789", [(1, 4), (6, 9)], 2, 7) == "<mark>23</mark>45<mark>6</mark>"


def test_counterpart_is_fainter_and_says_that_it_is_likely() -> None:
    html = marked("a <model>", [Span(2, 9, 3)])
    assert html == 'a <u class="likely-3" title="very likely its counterpart">&lt;model&gt;</u>'


@pytest.mark.parametrize(("confidence", "step"), [(0.1, 1), (0.5, 2), (0.74, 2), (0.75, 3), (1.0, 3)])
def test_confidence_has_three_steps(confidence: float, step: int) -> None:
    assert spans([], [search.Counterpart(0, 2, confidence)]) == [Span(0, 2, step)]


def test_hits_and_counterparts_stand_in_order() -> None:
    found = spans([(5, 7), (0, 2)], [search.Counterpart(3, 4, 0.9)])
    assert [span[:2] for span in found] == [(0, 2), (3, 4), (5, 7)]
