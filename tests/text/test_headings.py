import pytest

from reports.text.headings import chinese_heading, english_heading


@pytest.mark.parametrize(
    ("line", "level", "ordinal"),
    [
        ("一、2024年工作回顧", 1, 1),
        ("十一、加强政府自身建设", 1, 11),
        ("(四)統籌教育科技人才一體發展,推動國際科技創新中心建設向更高水平邁進", 2, 4),
        ("（十）更大力度保护生态环境", 2, 10),
        ("㈠关于农业", 2, 1),
        ("三是堅持以科技創新引領新質生產力發展,現代化產業體系加快建設。", 2, 3),
        ("第一，着力扩大内需", 2, 1),
        ("1．加强财政管理", 3, 1),
        ("2、加强财政管理", 3, 2),
        ("（3）加强财政管理", 3, 3),
        ("①加强财政管理", 3, 1),
    ],
)
def test_chinese_headings(line: str, level: int, ordinal: int) -> None:
    heading = chinese_heading(line)
    assert heading is not None
    assert (heading.level, heading.ordinal) == (level, ordinal)


@pytest.mark.parametrize(
    "line",
    [
        "2024年是全面贯彻落实党的二十大精神的关键之年",
        "100家企业",
        "——经济保持平稳增长",
        "一是保持宏观政策连续性。财政赤字率按3%安排。",
        "一、" + "长" * 100,
        "1.5万亿元",
        "各位代表：",
        "今年工作總的要求是:",
        "一是否属实",
    ],
)
def test_chinese_lines_that_are_none(line: str) -> None:
    assert chinese_heading(line) is None


@pytest.mark.parametrize(
    ("line", "level", "ordinal"),
    [
        ("I A Review of Our Work in 2024", 1, 1),
        ("II Overall Requirements", 1, 2),
        ("I. Review of Work", 1, 1),
        ("I.Review of Work", 1, 1),
        ("4. Integrating the development of education", 2, 4),
        ("(I) Economic development results.", 2, 1),
    ],
)
def test_english_headings(line: str, level: int, ordinal: int) -> None:
    heading = english_heading(line)
    assert heading is not None
    assert (heading.level, heading.ordinal) == (level, ordinal)


@pytest.mark.parametrize(
    "line",
    [
        "I express heartfelt appreciation to all",
        "2024 was a pivotal year",
        "Fellow Deputies,",
        "In 2025, we will do more.",
        "3. We did it. We will go on doing it.",
    ],
)
def test_english_lines_that_are_none(line: str) -> None:
    assert english_heading(line) is None
