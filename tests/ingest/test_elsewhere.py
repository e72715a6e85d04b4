"""Paragraphs that a file has in another section than the report are there already, and a lost heading is found."""

from __future__ import annotations

import pytest

from reports import ingest
from reports.ingest.merging import Branch, Leaf, Merged, merge
from reports.ingest.outline import outline
from reports.ingest.plan import PlannedPair
from reports.models import ParagraphPair, Report, Section

HEAD = "政府工作报告\n——2019年1月14日在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n"
ONE = "过去一年，全市生产总值增长百分之六点六，达到三万亿元，财政收入和居民收入同步提高。"
TWO = "新建高标准农田三十万亩，蔬菜和生猪供应充足，价格平稳，市场秩序良好，群众满意度提高。"
THREE = "两条轨道交通新线开通运营，通勤时间缩短，换乘站全部完成改造，公共交通出行比例上升。"
FOUR = "基本医疗保险覆盖全体居民，社区卫生服务中心全部达标，家庭医生签约服务范围继续扩大。"
GOOD = ["一、去年的工作", "（一）经济", ONE, "（二）着力保障民生", TWO, THREE, "（三）改革", FOUR]


def merged(*files: list[str]) -> Merged[object, object]:
    root: Branch[object, object] = Branch(0)
    last = Merged(root)
    for lines in files:
        last = merge(root, outline([PlannedPair(zh, "", number) for number, zh in enumerate(lines, start=1)]))
    return last


def shape(branch: Branch[object, object]) -> list[object]:
    """Return a tree as lists of the first characters of its texts."""
    return [
        [entry.heading.zh[:3] if entry.heading else "", *shape(entry)] if isinstance(entry, Branch) else entry.zh[:3]
        for entry in branch.entries
    ]


def with_line(number: int, text: str) -> list[str]:
    return [text if place == number else line for place, line in enumerate(GOOD)]


@pytest.mark.parametrize(
    "damaged",
    [
        with_line(3, "（二?力保障民生"),
        with_line(3, "(二)?力保障民生:??"),
        [line for line in GOOD if line != GOOD[3]],
    ],
    ids=["no number left", "a mark behind it", "all of it lost"],
)
def test_good_copy_opens_the_section_whose_heading_was_damaged(damaged: list[str]) -> None:
    result = merged(damaged, GOOD)
    assert shape(result.root) == shape(merged(GOOD).root)


def test_damaged_paragraph_at_the_head_of_such_a_section_goes_with_it() -> None:
    damaged = [line.replace("充足", "?足") for line in GOOD if line != GOOD[3]]
    result = merged(damaged, GOOD)
    assert shape(result.root) == shape(merged(GOOD).root)
    assert [shown.zh for shown, _kept in result.variants] == [TWO]


def test_paragraph_that_a_person_moved_is_not_added_again() -> None:
    moved = [GOOD[0], GOOD[1], ONE, TWO, GOOD[3], THREE, GOOD[6], FOUR]
    result = merged(moved, GOOD)
    assert not result.changes_anything
    assert [leaf.zh for leaf, _branch in result.root.leaves()] == moved


def test_nothing_is_taken_from_a_section_that_has_more_behind_it() -> None:
    other = "全市森林覆盖率继续提高，河流水质达到标准，空气质量优良天数明显增加，垃圾分类普遍推行。"
    there = [GOOD[0], GOOD[1], ONE, TWO, THREE, other]
    result = merged(there, GOOD)
    assert [leaf.zh for leaf, _branch in result.root.leaves()][:6] == there
    assert [leaf.zh for leaf in result.added] == [GOOD[3], GOOD[6], FOUR]


def test_paragraph_that_a_file_has_twice_is_there_twice() -> None:
    twice = [*GOOD, "（四）再说", TWO]
    result = merged(GOOD, twice)
    assert [leaf.zh for leaf in result.added] == ["（四）再说", TWO]


def test_short_line_of_another_section_is_another_line() -> None:
    result = merged([*GOOD[:3], "各位代表！", *GOOD[6:]], [*GOOD, "各位代表！"])
    assert "各位代表！" in [leaf.zh for leaf in result.added]


@pytest.mark.django_db
def test_rows_follow_into_the_section_and_keep_their_keys() -> None:
    for name, lines in (("damaged", with_line(3, "(二?力保障民生")), ("good", GOOD)):
        plan = ingest.understand(f"{name}.txt", f"{HEAD}{chr(10).join(lines)}\n".encode())
        before = set(ParagraphPair.objects.values_list("pk", flat=True))
        ingest.store(plan, publish=False)
    assert set(ParagraphPair.objects.values_list("pk", flat=True)) == before
    rows = [(pair.zh[:3], pair.kind, pair.section.ordinal if pair.section else None)
            for pair in Report.objects.get().pairs.select_related("section").order_by("position")]  # fmt: skip
    assert rows == [
        ("一、去", "heading", 1), ("（一）", "heading", 1), ("过去一", "body", 1),
        ("（二）", "heading", 2), ("新建高", "body", 2), ("两条轨", "body", 2),
        ("（三）", "heading", 3), ("基本医", "body", 3),
    ]  # fmt: skip
    assert [section.heading_zh for section in Section.objects.order_by("position")][2] == "（二）着力保障民生"


def test_leaf_with_a_replaced_character_counts_as_damaged() -> None:
    assert Leaf[object]("调整孕育?新的", "New").damage == Leaf[object]("?力保障", "Guarantee").damage == 1
    assert Leaf[object]("我们要做什么？", "What?").damage == 0
