from pathlib import Path

import pytest

from reports import ingest

FIXTURES = Path(__file__).parents[2] / "fixtures"
BODY = "各位代表：\n过去一年，成绩显著。\n"


def test_lines_become_pairs_below_their_sections() -> None:
    name = "beijing-2025-part-1.txt"
    plan = ingest.understand(name, (FIXTURES / name).read_bytes())
    assert [(section.level, section.ordinal) for section in plan.root.sections()] == [(1, 1), (2, 3)]
    assert [bool(pair.zh and pair.en) for pair in plan.root.pairs()] == [True] * 6
    assert plan.warnings == []


def test_the_folder_tells_the_jurisdiction_where_no_line_does() -> None:
    text = f"---\ntitle: 2015年政府工作报告\n---\n{BODY}"
    plan = ingest.understand("省自治区/浙江省/2015.md", text.encode())
    assert (plan.header.place.value, plan.header.place.evidence) == ("zhejiang", ingest.Evidence.INFERRED)
    assert (plan.header.year.value, plan.header.year.evidence, plan.header.year.line) == (
        "2015",
        ingest.Evidence.READ,
        2,
    )


@pytest.mark.parametrize(("times", "is_told"), [(400, True), (20, False)])
def test_lines_that_ran_together_are_told(times: int, is_told: bool) -> None:
    paragraph = "全省经济平稳运行，各项事业取得新的进步。" * times
    text = (
        f"政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\n各位代表：\n{paragraph}\n{paragraph}\n"
    )
    told = [warning for warning in ingest.understand("2015.txt", text.encode()).warnings if "line breaks" in warning]
    assert bool(told) is is_told


def test_a_folder_that_contradicts_the_header_is_said() -> None:
    text = f"政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\n{BODY}"
    plan = ingest.understand("宁波市/2014.md", text.encode())
    assert plan.header.place.value == "hangzhou"
    assert plan.header.year.value == "2015"
    assert len(plan.warnings) == 2


@pytest.mark.parametrize(
    "text",
    [
        "肿瘤绝大多数为恶性，包括来源于上皮组织的癌症。",
        "中国共产党第二十次全国代表大会报告\n高举中国特色社会主义伟大旗帜\n大会的主题是：",
        f"政府工作报告\n{BODY}",
        f"政府工作报告\n在杭州市第十二届人民代表大会第五次会议上\n{BODY}",
        "政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\n",
        "Just an English note about something else.",
    ],
    ids=["article", "party", "nowhere", "no year", "no body", "note"],
)
def test_what_is_no_report_is_refused_with_line_reason_and_remedy(text: str) -> None:
    with pytest.raises(ingest.Refusal) as refusal:
        ingest.understand("note.txt", text.encode())
    assert refusal.value.file == "note.txt"
    assert refusal.value.line
    assert refusal.value.reason
    assert refusal.value.remedy


def test_two_blocks_have_a_header_each() -> None:
    text = (FIXTURES / "beijing-2025-part-1.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    chinese = [*lines[:4], *lines[8::2]]
    english = [*lines[4:8], *lines[9::2]]
    plan = ingest.understand("blocks.txt", "\n".join([*chinese, *english]).encode())
    assert (plan.header.speaker_zh.value, plan.header.speaker_en.value) == ("殷勇", "Yin Yong")
    assert [(pair.zh, pair.en) for pair in plan.root.pairs()] == list(zip(lines[8::2], lines[9::2], strict=True))


@pytest.mark.parametrize("date", ["1948年1月14日", "2200年1月14日", "1000年1月14日"])
def test_a_year_that_no_report_can_have_is_refused(date: str) -> None:
    text = f"政府工作报告\n——{date}在北京市第十六届人民代表大会第三次会议上\n{BODY}"
    with pytest.raises(ingest.Refusal, match="is no year from 1949 to 2199") as refusal:
        ingest.understand("r.txt", text.encode())
    assert refusal.value.line == 2


def test_more_paragraphs_than_any_report_has_are_refused() -> None:
    text = "政府工作报告\n——2025年1月14日在北京市第十六届人民代表大会第三次会议上\n" + "改革。\n" * 7000
    with pytest.raises(ingest.Refusal, match="far more text than a report has: 21,"):
        ingest.understand("r.txt", text.encode())


@pytest.mark.parametrize("length", [600_000, 11_000_000])
def test_a_line_that_is_longer_than_any_report_is_named_with_its_length(length: int) -> None:
    text = "政府工作报告\n——2025年1月14日在北京市第十六届人民代表大会第三次会议上\n" + "x" * length
    with pytest.raises(ingest.Refusal, match=f"This line alone has {length:,} characters") as refusal:
        ingest.understand("r.txt", text.encode())
    assert refusal.value.line == 3
