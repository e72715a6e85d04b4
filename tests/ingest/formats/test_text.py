import pytest

from reports.ingest import formats
from reports.ingest.plan import Refusal


def numbered(text: str) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in formats.read("a.txt", text.encode()).lines if line.text]


def test_plain_lines_keep_their_numbers() -> None:
    assert numbered("一\r\n\r\n二\n三") == [(1, "一"), (3, "二"), (4, "三")]


def test_front_matter_becomes_facts_and_its_title_a_line() -> None:
    text = "---\nsource: https://example.org/a\ntitle: 2015年政府工作报告\n---\n\n各位代表："
    document = formats.read("a.md", text.encode())
    assert document.facts == {"source": "https://example.org/a", "title": "2015年政府工作报告"}
    assert [(line.number, line.text) for line in document.lines if line.text] == [
        (3, "2015年政府工作报告"),
        (6, "各位代表："),
    ]


def test_headings_and_bold_lose_their_marks() -> None:
    assert numbered("## 一、回顾\n\n**二、展望**\n\n文中**着重**处") == [
        (1, "一、回顾"),
        (3, "二、展望"),
        (5, "文中着重处"),
    ]


def test_comments_are_left_out_and_lines_keep_their_numbers() -> None:
    assert numbered("<!-- 新华社\n3月15日电 -->\n\n**政府工作报告**") == [(4, "政府工作报告")]


def test_asterisks_of_a_plain_text_stay() -> None:
    assert numbered("注：*为预计数") == [(1, "注：*为预计数")]


def test_the_encoding_and_how_sure_it_is_are_told() -> None:
    document = formats.read("a.txt", ("政府工作报告\n" * 20).encode("gb18030"))
    assert document.encoding == "gb18030"
    assert 0.8 < document.confidence < 1


def test_characters_that_are_lost_are_said_with_their_line() -> None:
    content = ("政府工作报告\n" * 30).encode()
    document = formats.read("a.txt", content[:40] + content[41:])
    assert ["line 3" in warning for warning in document.warnings] == [True]


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"\xef\xbb\xbf", b"a" * 1_000_000, b"\n" * 300_000 + b"x", b"x\n" * 60_000, b"a" * 60_000_000],
    ids=["empty", "blank", "mark alone", "one line", "blank lines", "lines", "size"],
)
def test_refuses(content: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        formats.read("a.txt", content)
    assert refusal.value.remedy
