from __future__ import annotations

import pytest

from reports.models import Section
from reports.reading.browsing.gaps import Gap, missing_headings, missing_parts
from reports.text.headings import chinese_heading


def sections(*headings: str, parent: int | None = None) -> list[Section]:
    found = []
    for position, text in enumerate(headings, start=1):
        heading = chinese_heading(text)
        found.append(
            Section(
                pk=position,
                parent_id=parent,
                level=heading.level if heading else 1,
                ordinal=heading.ordinal if heading else None,
                position=position,
                heading_zh=text,
            )
        )
    return found


def told(gaps: list[Gap]) -> list[tuple[str, str, str]]:
    return [("".join(gap.missing), gap.before.heading_zh if gap.before else "", gap.after.heading_zh) for gap in gaps]


@pytest.mark.parametrize(
    ("parts", "missing"), [([], []), ([1], []), ([2, 1, 3], []), ([2], [1]), ([5, 1, 2, 5], [3, 4])]
)
def test_parts_that_no_file_has(parts: list[int], missing: list[int]) -> None:
    assert missing_parts(parts) == missing


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["一、回顾", "二、任务", "三、建设"], []),
        (["一、回顾", "三、建设"], [("二、", "一、回顾", "三、建设")]),
        (["二、任务"], [("一、", "", "二、任务")]),
        (["（一）科技", "（四）民生"], [("（二）（三）", "（一）科技", "（四）民生")]),
        (["第一部分 回顾", "第三部分 建设"], [("第二部分", "第一部分 回顾", "第三部分 建设")]),
        # A second list begins anew.
        (["一、甲", "二、乙", "一、丙", "二、丁"], []),
        (["一、甲", "二、乙", "二、丁"], [("一、", "", "二、丁")]),
        # What is counted inside paragraphs is no heading that could be missing.
        (["1.甲", "3.乙"], []),
        (["一是甲", "三是乙"], []),
        # A number far off was misread.
        (["一、甲", "二十、乙"], []),
        (["回顾", "展望"], []),
        (["十九、甲", "二十一、乙"], [("二十、", "十九、甲", "二十一、乙")]),
    ],
)
def test_numbers_that_no_heading_has(headings: list[str], missing: list[tuple[str, str, str]]) -> None:
    assert told(missing_headings(sections(*headings))) == missing


def test_each_section_numbers_its_own() -> None:
    above = sections("（一）甲", "（二）乙", parent=100)
    below = sections("（三）丙", parent=101)
    assert told(missing_headings([*above, *below])) == [("（一）（二）", "", "（三）丙")]
