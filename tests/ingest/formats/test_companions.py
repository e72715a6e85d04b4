import pytest

from reports.ingest.formats import companions


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("2024.zh.txt", "2024.en.txt"),
        ("x_cn.docx", "x_en.docx"),
        ("x-中文.txt", "x-英文.txt"),
        ("2024zh.docx", "2024en.docx"),
        ("Report 2024 (Chinese).pdf", "Report 2024 (English).pdf"),
        ("北京2025（中）.txt", "北京2025（英）.txt"),
        ("中文版2025.txt", "英文版2025.txt"),
        ("2025 zh-CN.txt", "2025 en-US.txt"),
        ("zh/2024.md", "en/2024.md"),
        ("a/中文/2024.txt", "a/English/2024.txt"),
        ("2024.txt", "2024.en.txt"),
        ("政府工作报告.docx", "政府工作报告（英文版）.docx"),
        ("Chinese.txt", "English.txt"),
        ("2024.ZH.docx", "2024.EN.pdf"),
    ],
)
def test_finds_the_two_languages(zh: str, en: str) -> None:
    assert companions([en, zh]) == [(zh, en)]


@pytest.mark.parametrize(
    "names",
    [
        ["2023.zh.txt", "2024.en.txt"],
        ["enshi.txt", "zhshi.txt"],
        ["中山市2020.txt", "英山县2020.txt"],
        ["中英文对照.docx", "2024.txt"],
        ["a/2024.zh.txt", "b/2024.en.txt"],
        ["2024.sc.txt", "2024.tc.txt", "2024.en.txt"],
        ["2024.zh.txt", "2024_cn.txt", "2024.en.txt"],
        ["2024.zh.txt", "2024.txt"],
        ["2024.txt"],
        [],
    ],
)
def test_what_is_not_certain_is_no_pair(names: list[str]) -> None:
    assert companions(names) == []


def test_pairs_keep_the_order_of_the_names() -> None:
    names = ["2020.zh.txt", "2020.en.txt", "2019_en.txt", "2019_zh.txt", "2018.txt"]
    assert companions(names) == [("2020.zh.txt", "2020.en.txt"), ("2019_zh.txt", "2019_en.txt")]
