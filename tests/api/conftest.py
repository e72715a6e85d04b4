"""A small archive to ask about: two published reports, the second without English, and a draft."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from reports.models import Jurisdiction, ParagraphPair, Report, Section, SourceFile
from reports.text.fold import fold


@pytest.fixture(autouse=True)
def index_folder(settings: Settings, tmp_path: Path) -> None:
    """Give each test an index folder of its own."""
    connection = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}


def add_pairs(report: Report, texts: list[tuple[str, str]], section: Section | None = None) -> None:
    ParagraphPair.objects.bulk_create(
        ParagraphPair(
            report=report,
            section=section,
            position=position,
            zh=zh,
            en=en,
            zh_folded=fold(zh),
            kind="heading" if section and position == 1 else "body",
        )
        for position, (zh, en) in enumerate(texts, start=1)
    )


@pytest.fixture
def beijing(db: None) -> Report:
    report = Report.objects.create(
        jurisdiction=Jurisdiction.objects.get(code="beijing"),
        slug="beijing-2025",
        year=2025,
        delivered_on=dt.date(2025, 1, 14),
        session_key="16.3",
        title_zh="政府工作報告",
        title_en="Report on the Work of the Government",
        speaker_zh="殷勇",
        speaker_en="Yin Yong",
        status="published",
    )
    section = Section.objects.create(
        report=report, level=1, ordinal=1, position=1, heading_zh="一、回顧", heading_en="I A Review"
    )
    SourceFile.objects.create(report=report, name="part-1.txt", sha256="a" * 64, size=3, content=b"abc")
    add_pairs(
        report,
        [
            ("一、回顧", "I A Review"),
            ("引領新質生產力發展", "We cultivated new quality productive forces."),
            ("<script>發展</script>", "Develop & grow"),
        ],
        section,
    )
    return report


@pytest.fixture
def nation(db: None) -> Report:
    report = Report.objects.create(
        jurisdiction=Jurisdiction.objects.get(code="national"), slug="national-1999", year=1999, status="published"
    )
    add_pairs(report, [("发展经济", "")])
    return report


@pytest.fixture
def draft(db: None) -> Report:
    report = Report.objects.create(
        jurisdiction=Jurisdiction.objects.get(code="hunan"), slug="hunan-2026", year=2026, status="draft"
    )
    add_pairs(report, [("发展", "Development")])
    return report
