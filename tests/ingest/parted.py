"""Reports in parts, as portals cut them, of paragraphs none of which is like another."""

from __future__ import annotations

import random
from collections.abc import Sequence

from reports import ingest

HEAD = "政府工作报告\n——{day}在北京市第十五届人民代表大会第{session}次会议上\n北京市市长 陈某\n"
# The report that is put right, and the one that is right from the beginning.
WRONG, RIGHT = HEAD.format(day="2019年1月14日", session="二"), HEAD.format(day="2020年1月12日", session="三")
SUBJECTS = (
    "科技",
    "教育",
    "医疗",
    "交通",
    "养老",
    "水利",
    "能源",
    "文化",
    "体育",
    "住房",
    "就业",
    "生态",
    "农业",
    "消防",
)
PLACES = (
    "东城",
    "西城",
    "朝阳",
    "海淀",
    "丰台",
    "石景山",
    "门头沟",
    "房山",
    "通州",
    "顺义",
    "大兴",
    "昌平",
    "平谷",
    "怀柔",
)


def paragraph(number: int) -> str:
    """Return a paragraph unlike all others."""
    chosen = random.Random(number)
    spent = [
        f"{chosen.choice(PLACES)}的{chosen.choice(SUBJECTS)}投入{chosen.randint(100, 99999)}万元" for _ in "一二三四"
    ]
    return f"{number}号任务完成，{'，'.join(spent)}。"


def text(*lines: str | int) -> str:
    return "".join(f"{paragraph(line) if isinstance(line, int) else line}\n" for line in lines)


# The parts of reports in their right order, as portals cut them.
STYLES: dict[str, Sequence[str]] = {
    "goes on": [
        text("各位代表：", 1, 2, "一、过去一年的工作", 3, "（一）经济", 4, 5),
        text(6, 7, "（二）民生", 8, 9),
        text(10, 11, "二、今年的任务", 12, "（一）改革", 13),
        text(14, 15, "（二）开放", 16, 17, "三、加强自身建设", 18),
        text(19, 20, "各位代表！", 21),
    ],
    "repeats its headings": [
        text("各位代表：", 1, "一、过去一年的工作", 2, "（一）经济", 3, 4),
        text("一、过去一年的工作", "（一）经济", 5, "（二）民生", 6, 7),
        text("一、过去一年的工作", "（二）民生", 8, "二、今年的任务", 9),
        text("二、今年的任务", 10, 11, "三、加强自身建设", 12),
    ],
    "headings without numbers": [
        text("各位代表：", 1, "过去一年工作回顾", 2, 3),
        text(4, 5, "面临的困难", 6),
        text(7, "今年的主要任务", 8, 9),
        text(10, 11, "加强政府自身建设", 12, 13),
    ],
    "greets in each part": [
        text("各位代表：", 1, "各位代表！", 2, "一、过去一年的工作", 3),
        text(4, "各位代表！", 5, "二、今年的任务", 6),
        text(7, 8, "各位代表！", 9),
    ],
    "counts on": [
        text("各位代表：", 1, "一、过去一年的工作", 2, f"一是{paragraph(3)}", f"二是{paragraph(4)}"),
        text(f"三是{paragraph(5)}", 6, "二、今年的任务", 7, f"一是{paragraph(8)}"),
        text(f"二是{paragraph(9)}", 10, "三、加强自身建设", f"一是{paragraph(11)}"),
        text(f"二是{paragraph(12)}", 13),
    ],
    "counts on below a heading": [
        text("一、过去一年的工作", 1, "（一）经济", f"一是发展科技。{paragraph(2)}", f"二是发展教育。{paragraph(3)}"),
        text(f"三是发展交通。{paragraph(4)}", f"四是发展水利。{paragraph(5)}", "（二）民生"),
        text(f"一是发展文化。{paragraph(6)}", f"二是发展农业。{paragraph(7)}", 8),
    ],
    "counts anew in one section": [
        text(
            "各位代表：", 1, "一、过去一年的工作", 2, f"一是发展科技。{paragraph(3)}", f"二是发展教育。{paragraph(4)}"
        ),
        text(5, f"一是发展交通。{paragraph(6)}", f"二是发展水利。{paragraph(7)}"),
        text(8, f"一是发展文化。{paragraph(9)}", f"二是发展农业。{paragraph(10)}"),
    ],
    "repeats its heading and counts anew": [
        text("一、过去一年的工作", 1, f"一是发展科技。{paragraph(2)}", f"二是发展教育。{paragraph(3)}"),
        text("一、过去一年的工作", f"一是发展交通。{paragraph(4)}", f"二是发展水利。{paragraph(5)}"),
        text("一、过去一年的工作", f"一是发展文化。{paragraph(6)}", f"二是发展农业。{paragraph(7)}"),
    ],
    "two languages": [
        text(
            "各位代表：",
            "Fellow deputies,",
            1,
            "Task 1 was completed in fourteen districts.",
            "一、过去一年的工作",
            "I. The past year",
        ),
        text(2, "Task 2 was completed.", 3, "Task 3 was completed.", "二、今年的任务", "II. Tasks for this year"),
        text(4, "Task 4 was completed, and much was invested.", "三、加强自身建设", "III. The government itself"),
        text(5, "Task 5 was completed at last."),
    ],
}


def plan_of(part: str, at: int, number: int | None, head: str = WRONG) -> ingest.Plan:
    return ingest.understand(f"{'abcdefgh'[at]}.txt", f"{head}{part}".encode(), given={"part": str(number or "")})
