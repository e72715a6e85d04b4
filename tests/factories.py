"""Rows for tests, made directly."""

from __future__ import annotations

from collections.abc import Sequence

from reports.models import Jurisdiction, ParagraphPair, Report, Section
from reports.text.fold import fold

Texts = tuple[str, str]

TWO_SECTIONS: Sequence[tuple[int, Texts]] = (
    (1, ("一、2024年工作回顾", "I. A Review of Our Work in 2024")),
    (0, ("持续提升创新体系效能，29个科技设施进入科研状态。", "Twenty-nine scientific facilities were activated.")),
    (2, ("（一）科技", "1. Science")),
    (0, ("人工智能核心产业规模突破3000亿元。", "The core AI industries surpassed 300 billion yuan.")),
    (1, ("二、2025年主要任务", "II. Major Tasks for 2025")),
    (0, ("足额发放养老金，更加注重民生。", "Pensions will be paid in full.")),
    (0, ("只有中文。", "")),
    (0, ("", "English alone.")),
)


def report_of(
    lines: Sequence[tuple[int, Texts]] = TWO_SECTIONS,
    *,
    slug: str = "beijing-2025",
    place: str = "beijing",
    year: int = 2025,
    status: str = "published",
    script: str = "hans",
) -> Report:
    """Make a report of lines: the level of a heading, or 0 for a paragraph, and the texts in Chinese and English."""
    report = Report.objects.create(
        jurisdiction=Jurisdiction.objects.get(code=place),
        slug=slug,
        year=year,
        session_key=slug[-12:],
        status=status,
        title_zh="政府工作报告",
        title_en="Report on the Work of the Government",
        session_zh="北京市第十六届人民代表大会第三次会议",
        session_en="Third Session of the Sixteenth Beijing Municipal People's Congress",
        speaker_zh="殷勇",
        speaker_en="Yin Yong",
    )
    above: list[Section] = []
    pairs: list[ParagraphPair] = []
    for position, (level, (zh, en)) in enumerate(lines, start=1):
        if level:
            above = above[: level - 1]
            section = Section.objects.create(
                report=report,
                parent=above[-1] if above else None,
                level=level,
                position=position,
                heading_zh=zh,
                heading_en=en,
            )
            above.append(section)
        pairs.append(
            ParagraphPair(
                report=report,
                section=above[-1] if above else None,
                position=position,
                kind="heading" if level else "body",
                zh=zh,
                en=en,
                zh_folded=fold(zh),
                script=script,
            )
        )
    ParagraphPair.objects.bulk_create(pairs)
    return report
