from itertools import chain
from pathlib import Path

import pytest

from reports.text import alignment
from reports.text.alignment import Evidence, align, is_chinese

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


def indices(zh: list[str], en: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(group.zh, group.en) for group in align(zh, en)]


HEADING = "（一）大力推进改革开放", "1. Advancing reform and opening up"
BODY = (
    "教育改革取得新的进展，高等教育质量提高。",
    "New progress was made in the reform of education, and the quality of higher education rose.",
)
OTHER = "农业生产稳定，农民收入增加。", "Agricultural production was stable and the income of farmers increased."


def test_a_heading_is_never_joined_to_a_paragraph() -> None:
    zh = [HEADING[0], BODY[0], OTHER[0]]
    assert indices(zh, [BODY[1], OTHER[1]]) == [((0,), ()), ((1,), (0,)), ((2,), (1,))]


def test_a_heading_that_the_other_side_ran_into_the_paragraph_goes_with_it() -> None:
    assert indices([HEADING[0], BODY[0], OTHER[0]], [f"{HEADING[1]} {BODY[1]}", OTHER[1]]) == [
        ((0, 1), (0,)),
        ((2,), (1,)),
    ]


def test_a_heading_over_two_lines_is_one() -> None:
    zh, en = ["一、2024年工作回顾", BODY[0]], ["I", "A Review of Our Work in 2024", BODY[1]]
    assert indices(zh, en) == [((0,), (0, 1)), ((1,), (2,))]


def test_items_of_a_list_can_be_one_paragraph() -> None:
    zh = ["一是加强教育。", "二是发展医疗卫生。", "三是增加就业。"]
    en = [
        "First, we will strengthen education. Second, we will develop health care. Third, we will increase employment."
    ]
    assert indices(zh, en) == [((0, 1, 2), (0,))]


@pytest.mark.parametrize("side", [0, 1])
def test_two_lost_paragraphs_leave_the_others_paired(side: int) -> None:
    zh, en = sides()
    kept = [list(zh), list(en)]
    del kept[side][8], kept[side][3]
    alone = [(group.zh, group.en)[1 - side] for group in align(kept[0], kept[1]) if not (group.zh, group.en)[side]]
    assert alone == [(3,), (8,)]


@pytest.mark.parametrize("right", [0, 3, 7])
def test_one_and_one_are_a_group_whose_confidence_tells_right_from_wrong(right: int) -> None:
    zh, en = sides()
    (found,), (wrong,) = align([zh[right]], [en[right]]), align([zh[right]], [en[right + 2]])
    assert found.zh == wrong.zh == found.en == wrong.en == (0,)
    assert found.confidence > 0.5 > wrong.confidence


def test_evidence_tells_what_spoke_for_a_group() -> None:
    (group, _) = align(
        ["投资3.5亿元推广PPP模式。", OTHER[0]], ["With 350 million yuan, PPP models were extended.", OTHER[1]]
    )
    evidence = group.evidence
    assert min(evidence.lexicon, evidence.figures, evidence.names) > 0 == evidence.heading


def test_headings_with_the_same_number_speak_for_a_group() -> None:
    (group, _) = align([HEADING[0], BODY[0]], [HEADING[1], BODY[1]])
    assert group.evidence.heading > 0


def test_one_side_alone_has_no_evidence() -> None:
    (alone, _, _) = align([HEADING[0], BODY[0], OTHER[0]], [BODY[1], OTHER[1]])
    assert (alone.evidence, 0 < alone.confidence < 1) == (Evidence(), True)


def test_longer_texts_are_aligned_window_by_window(monkeypatch: pytest.MonkeyPatch) -> None:
    zh, en = sides()
    monkeypatch.setattr(alignment, "WINDOW", 6)
    groups = align(zh, en[:4] + en[5:])
    assert [group.zh for group in groups if not group.en] == [(4,)]
    assert list(chain.from_iterable(group.en for group in groups)) == list(range(len(en) - 1))


@pytest.mark.parametrize(("count_zh", "count_en"), [(1, 30), (30, 1), (25, 2)])
def test_sides_of_very_different_size_are_covered(
    monkeypatch: pytest.MonkeyPatch, count_zh: int, count_en: int
) -> None:
    monkeypatch.setattr(alignment, "WINDOW", 6)
    groups = align([BODY[0]] * count_zh, [BODY[1]] * count_en)
    assert list(chain.from_iterable(group.zh for group in groups)) == list(range(count_zh))
    assert list(chain.from_iterable(group.en for group in groups)) == list(range(count_en))


@pytest.mark.parametrize(
    ("line", "answer"), [("推广PPP模式", True), ("The term 大模型 means large models", False), ("2024", False)]
)
def test_is_chinese(line: str, answer: bool) -> None:
    assert is_chinese(line) is answer
