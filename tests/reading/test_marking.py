from __future__ import annotations

import pytest

from reports.reading.marking import marked


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
