from itertools import chain
from pathlib import Path

import pytest

from reports.text.alignment import align, is_chinese

FIXTURES = Path(__file__).parents[2] / "fixtures"


def sides() -> tuple[list[str], list[str]]:
    lines = [
        line
        for name in ("beijing-2025-part-1.txt", "beijing-2025-part-2.txt")
        for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines()[8:]
        if line.strip()
    ]
    return lines[0::2], lines[1::2]


def test_two_blocks_are_paired_one_to_one() -> None:
    zh, en = sides()
    assert [(group.zh, group.en) for group in align(zh, en)] == [((i,), (i,)) for i in range(len(zh))]


@pytest.mark.parametrize("missing", [0, 7, 12])
def test_a_missing_english_paragraph_leaves_its_side_empty(missing: int) -> None:
    zh, en = sides()
    groups = align(zh, en[:missing] + en[missing + 1 :])
    assert [group.zh for group in groups if not group.en] == [(missing,)]


@pytest.mark.parametrize("split", [2, 4, 9])
def test_two_english_paragraphs_can_be_one_chinese(split: int) -> None:
    zh, en = sides()
    middle = en[split].index(". ", len(en[split]) // 2) + 1
    groups = align(zh, [*en[:split], en[split][:middle], en[split][middle + 1 :], *en[split + 1 :]])
    assert [len(group.en) for group in groups if group.zh == (split,)] == [2]


def test_every_paragraph_stands_in_one_group() -> None:
    zh, en = sides()
    groups = align(zh[2:], en[:-3])
    assert list(chain.from_iterable(group.zh for group in groups)) == list(range(len(zh) - 2))
    assert list(chain.from_iterable(group.en for group in groups)) == list(range(len(en) - 3))


def test_an_empty_side_leaves_the_other_alone() -> None:
    assert [(group.zh, group.en) for group in align(["一", "二"], [])] == [((0,), ()), ((1,), ())]


@pytest.mark.parametrize(
    ("line", "answer"), [("推广PPP模式", True), ("The term 大模型 means large models", False), ("2024", False)]
)
def test_is_chinese(line: str, answer: bool) -> None:
    assert is_chinese(line) is answer
