import os
from pathlib import Path

import pytest

from reports.ingest import formats
from reports.ingest.cleaning import clean
from reports.ingest.plan import Line

FIXTURES = Path(__file__).parents[2] / "fixtures"


def lines(*texts: str) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(texts, start=1)]


def texts(*given: str) -> list[str]:
    return [line.text for line in clean(lines(*given)).lines]


def test_empty_lines_go_and_numbers_stay() -> None:
    assert [line.number for line in clean(lines("一", "", "　", "二")).lines] == [1, 4]


def test_unseen_characters_go() -> None:
    assert texts("\ufeff政府\u200b工作\u00ad报告\u3000") == ["政府工作报告"]


def test_copy_protection_goes_and_is_recorded() -> None:
    cleaned = clean(lines("統(tǒng)籌", "發展"))
    assert [line.text for line in cleaned.lines] == ["統籌", "發展"]
    assert [(change.step, change.line, change.before, change.after) for change in cleaned.changes] == [
        ("copy-protection", 1, "統(tǒng)籌", "統籌")
    ]


def test_readings_without_tones_are_said_and_left() -> None:
    cleaned = clean(lines("關(guan)於(yu)發展", "會(hui)議"))
    assert [line.text for line in cleaned.lines] == ["關(guan)於(yu)發展", "會(hui)議"]
    assert len(cleaned.warnings) == 1


@pytest.mark.parametrize(
    "line",
    [
        "我在听,请说话(10s)",
        "抱歉,没听清,请再说一遍吧",
        "权威发布 | 北京市政府工作报告全文【中英文对照】(五)",
        "日期:2025-02-18",
        "来源:英文:市外办",
        "字号:",
        "【字号：大 中 小】",
        "下载",
        "责任编辑：王某",
        "（完）",
        "圖1.png",
        "2023-01-29 16:07",
    ],
)
def test_portal_lines_go(line: str) -> None:
    assert texts("一、回顾", line, "二、展望") == ["一、回顾", "二、展望"]


@pytest.mark.parametrize("line", ["下载", "日期"])
def test_only_whole_lines_are_a_portals(line: str) -> None:
    paragraph = f"{line}量增长百分之十，服务业增加值占比提高到百分之五十以上，城乡居民收入稳步增长。"
    assert texts(paragraph) == [paragraph]


def test_no_clean_report_of_the_corpus_loses_a_line_of_its_body() -> None:
    corpus = os.environ.get("REPORT_CORPUS")
    if not corpus:
        pytest.skip("REPORT_CORPUS is not set")
    for path in sorted(Path(corpus, "bilingual", "interleaved").glob("*.sc.txt")):
        cleaned = clean(formats.read(path.name, path.read_bytes()).lines)
        assert [change for change in cleaned.changes if change.step != "spaces"] == []


def test_the_second_sample_holds_ninety_readings() -> None:
    document = formats.read("part-2.txt", (FIXTURES / "beijing-2025-part-2.txt").read_bytes())
    cleaned = clean(document.lines)
    changed = [change for change in cleaned.changes if change.step == "copy-protection"]
    assert sum(change.before.count("(") - (change.after or "").count("(") for change in changed) == 90


def test_what_became_of_a_line_in_many_parts_is_told_once() -> None:
    cleaned = clean([Line(1, "第 1 页改革。 " * 20_000)])
    assert sum(len(change.before) + len(change.after or "") for change in cleaned.changes) < 5_000_000
