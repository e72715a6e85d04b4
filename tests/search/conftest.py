"""An archive to search: the two samples, a report of odd texts, a draft; and an index folder for each test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from reports.models import Jurisdiction, ParagraphPair, Report
from reports.search import opening
from reports.text.fold import fold

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MakeReport = Callable[..., Report]

ODD_PAIRS = [
    ("GDP增长5.2%，达到135,000亿元。", "GDP grew by 5.2% to 13.5 trillion yuan."),
    ("，现代化产业体系", "The industrial system, modernized"),
    ("建设数字经济 AI 平台和5G网络", ""),
    ("", "The Government's sci-tech innovation; 135,000 new jobs were created in 2024."),
    ("国", "State"),
    ("人人人人有责", "Everyone’s duty, everyone's gain"),
    ("发展新质生产力；GDP与CPI、PPI", "Develop new quality productive forces. New, quality productive-force."),
    ("面积达１２０㎡，共①项", "An area of 120 m² in item ①"),
    ("實施後並將發展計劃著力推進", "We will implement the plan and or not"),
    ("“通通”智能体（AI agent）发布", 'The "Tong Tong" agent - an AI agent - was released'),
    ("2024年新增135000人，A股B股", "New 135000 people in 2024, A-shares and B shares"),
    ("一、总体要求\t（一）目标", "I. General requirements (1) Goals"),
    ("𠮷野家 ｶﾞｲﾄﾞ e\u0301", "Café naïve İstanbul e\u0301 straße"),
    ("中国中部地区", "Innovate, innovating, innovation and innovative innovations"),
    ("- - -（)“", '-- (" ) OR and not'),
    ("数据1,234,567与12,34以及0,001", "1,234,567 12,34 0,001 and 100,200"),
]


@pytest.fixture(autouse=True)
def index_folder(settings: Settings, tmp_path: Path) -> Path:
    """Give each test an index folder of its own."""
    folder = tmp_path / "index"
    settings.HAYSTACK_CONNECTIONS = {"default": {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(folder)}}
    return folder


@pytest.fixture
def make_report(db: None) -> MakeReport:
    """Return a function that makes a report of pairs of texts."""

    def make(
        slug: str, pairs: list[tuple[str, str]], *, place: str = "beijing", day: dt.date | None = None,
        year: int = 2025, status: str = "published",
    ) -> Report:  # fmt: skip
        report = Report.objects.create(
            jurisdiction=Jurisdiction.objects.get(code=place), slug=slug, session_key=slug[-12:],
            year=day.year if day else year, delivered_on=day, status=status,
        )  # fmt: skip
        add_pairs(report, pairs)
        return report

    return make


def add_pairs(report: Report, pairs: list[tuple[str, str]], first: int = 1) -> None:
    ParagraphPair.objects.bulk_create(
        ParagraphPair(report=report, position=position, zh=zh, en=en, zh_folded=fold(zh))
        for position, (zh, en) in enumerate(pairs, start=first)
    )


def sample_pairs(part: int) -> list[tuple[str, str]]:
    lines = (FIXTURES / f"beijing-2025-part-{part}.txt").read_text(encoding="utf-8").splitlines()[8:]
    lines = [line for line in lines if line.strip()]
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.fixture
def archive(make_report: MakeReport) -> list[Report]:
    """Return the reports of a small archive; the last is a draft."""
    return [
        make_report("beijing-2025", sample_pairs(1) + sample_pairs(2), day=dt.date(2025, 1, 14)),
        make_report("odd-2024", ODD_PAIRS, place="shanghai", day=dt.date(2024, 1, 23)),
        make_report("odd-2023", ODD_PAIRS[::2], place="jilin", year=2023),
        make_report("odd-2022", ODD_PAIRS[1::3] + sample_pairs(1)[:3], place="national", day=dt.date(2022, 3, 5)),
        make_report("none-2021", [], place="hebei", year=2021),
        make_report("draft-2026", ODD_PAIRS + sample_pairs(2), place="hunan", year=2026, status="draft"),
    ]


@pytest.fixture(autouse=True)
def forget_index() -> None:
    """Forget what an earlier test looked at."""
    opening._opened.clear()
