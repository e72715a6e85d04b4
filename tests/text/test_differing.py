from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.differing import differences


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in differences(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("", "新。", [("new", "新。")]),
        ("旧。", "", [("gone", "旧。")]),
        ("一样。", "一样。", [("same", "一样。")]),
        ("深化改革。", "深化改良。", [("same", "深化改"), ("gone", "革"), ("new", "良"), ("same", "。")]),
        (
            "29 scientific facilities",
            "28 science facilities",
            [
                ("gone", "29"),
                ("new", "28"),
                ("same", " "),
                ("gone", "scientific"),
                ("new", "science"),
                ("same", " facilities"),
            ],
        ),
        ("增长3.2%。", "增长3.25%。", [("same", "增长"), ("gone", "3.2%"), ("new", "3.25%"), ("same", "。")]),
        ("the well-being", "the wellness", [("same", "the "), ("gone", "well-being"), ("new", "wellness")]),
        ("改革", "改进改革", [("new", "改进"), ("same", "改革")]),
        ("1,234 yuan", "1,235 yuan", [("gone", "1,234"), ("new", "1,235"), ("same", " yuan")]),
    ],
)
def test_changed_words_are_told(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert shown(before, after) == expected


@given(st.text(alphabet="ab 改革1.,%\n", max_size=40), st.text(alphabet="ab 改革1.,%\n", max_size=40))
def test_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_very_long_changes_are_shown_whole() -> None:
    assert shown("改" * 5000, "革" * 5000) == [("gone", "改" * 5000), ("new", "革" * 5000)]


def test_small_change_of_a_very_long_text_is_told() -> None:
    before = "改革" * 5000
    assert shown(f"{before}旧{before}", f"{before}新{before}") == [
        ("same", before), ("gone", "旧"), ("new", "新"), ("same", before),
    ]  # fmt: skip
