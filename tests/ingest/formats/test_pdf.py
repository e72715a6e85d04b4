from collections.abc import Sequence

import pytest

from reports.ingest import formats
from reports.ingest.plan import Document, Refusal
from tests.ingest.formats.making import Text, pdf

# 28 characters of 10 points fill the width from 50 to 330; paragraphs begin two characters further in.
LEFT, FIRST = 50, 70
FULL_FIRST = "现在我代表市人民政府向大会报告工作请予审议并请列席人员提"
NEXT = "出意见。"
SHORT = "过去一年，成绩显著，来之不易，令人鼓舞。"


def read(*pages: Sequence[Text]) -> Document:
    return formats.read("a.pdf", pdf(pages))


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def down(*lines: tuple[float, str], top: float = 360, step: float = 20) -> list[Text]:
    return [(left, top - step * index, text) for index, (left, text) in enumerate(lines)]


BODY = down(
    (150, "政府工作报告"),
    (FIRST, "各位代表："),
    (FIRST, FULL_FIRST[:26]),
    (LEFT, FULL_FIRST[26:] + NEXT),
    (FIRST, "谢谢大家！"),
)


def test_wrapped_lines_are_joined_and_paragraphs_kept_apart() -> None:
    document = read(BODY)
    assert texts(document) == ["政府工作报告", "各位代表：", FULL_FIRST + NEXT, "谢谢大家！"]
    assert (document.encoding, document.confidence) == ("pdf", 1.0)


def test_lines_say_their_page_and_keep_their_numbers() -> None:
    document = read(BODY, down((FIRST, "再次感谢各位代表！")))
    assert [(line.number, line.where) for line in document.lines] == [
        (1, "page 1"),
        (2, "page 1"),
        (3, "page 1"),
        (5, "page 1"),
        (6, "page 2"),
    ]


def test_a_paragraph_goes_on_over_the_page_and_its_furniture() -> None:
    head = [(50.0, 385.0, "某市政府工作报告")]
    first = [*head, *down((FIRST, "各位代表："), (FIRST, FULL_FIRST[:26])), (190.0, 10.0, "— 1 —")]
    second = [*head, *down((LEFT, FULL_FIRST[26:] + NEXT), (FIRST, "谢谢大家！")), (190.0, 10.0, "— 2 —")]
    document = read(first, second)
    assert texts(document) == ["各位代表：", FULL_FIRST + NEXT, "谢谢大家！"]
    assert [(change.step, change.line, change.before) for change in document.changes] == [
        ("running-heads", 1, "某市政府工作报告"),
        ("page-numbers", 4, "— 1 —"),
        ("running-heads", 5, "某市政府工作报告"),
        ("page-numbers", 8, "— 2 —"),
    ]


def test_a_title_that_is_the_running_head_elsewhere_stays() -> None:
    pages = [
        [(50.0, 385.0, "政府工作报告"), *BODY],
        [(50.0, 385.0, "政府工作报告"), *down((FIRST, "再次感谢各位代表！"))],
    ]
    assert texts(read(*pages))[0] == "政府工作报告"


def test_a_year_at_the_head_of_a_page_is_no_page_number() -> None:
    first = [*down((150, "2024"), (FIRST, SHORT), (FIRST, "一、回顾")), (190.0, 10.0, "1")]
    second = [*down((FIRST, "二、展望"), (FIRST, "三、结语"), (FIRST, SHORT[::-1])), (190.0, 10.0, "2")]
    assert texts(read(first, second)) == ["2024", SHORT, "一、回顾", "二、展望", "三、结语", SHORT[::-1]]


def test_languages_are_not_joined() -> None:
    lines = down((LEFT, FULL_FIRST), (LEFT, "On behalf of the people we say"), (LEFT, FULL_FIRST))
    assert texts(read(lines)) == [FULL_FIRST, "On behalf of the people we say", FULL_FIRST]


def test_english_lines_are_joined_with_a_space_and_compounds_keep_their_hyphen() -> None:
    lines = down((LEFT, "growth was strong and high-"), (LEFT, "quality development went on."))
    assert texts(read(lines)) == ["growth was strong and high-quality development went on."]


def test_a_word_that_was_cut_is_made_whole_where_the_text_has_it_whole() -> None:
    lines = down((LEFT, "development is what we develop-"), (LEFT, "ment is."))
    assert texts(read(lines)) == ["development is what we development is."]


def test_headings_begin_lines_of_their_own() -> None:
    lines = down((LEFT, FULL_FIRST), (LEFT, "二、工作总体要求"), (LEFT, FULL_FIRST))
    assert texts(read(lines)) == [FULL_FIRST, "二、工作总体要求", FULL_FIRST]


def test_room_between_lines_parts_paragraphs_that_are_not_indented() -> None:
    other = FULL_FIRST[::-1]
    lines = [(50.0, 300.0, FULL_FIRST), (50.0, 288.0, other), (50.0, 260.0, FULL_FIRST), (50.0, 248.0, other)]
    assert texts(read(lines)) == [FULL_FIRST + other] * 2


@pytest.mark.parametrize("number", ["1", "- 1 -", "第 1 页", "第1页 共2页", "1 / 2", "Page 1 of 2", "iv"])
def test_page_numbers_in_all_their_forms(number: str) -> None:
    other = FULL_FIRST[::-1]
    pages = [
        [*down((FIRST, text[:26]), (LEFT, text[26:] + NEXT)), (190.0, 10.0, number)] for text in (FULL_FIRST, other)
    ]
    assert texts(read(*pages)) == [FULL_FIRST + NEXT, other + NEXT]


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refusal, match="scan") as refusal:
        read([], [])
    assert "OCR" in refusal.value.remedy


def test_a_page_without_text_among_others_is_said() -> None:
    document = read(BODY, BODY[1:], [], BODY[2:], BODY[1:4])
    assert [warning for warning in document.warnings if "3" in warning]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + bytes(range(256)) * 50, pdf([BODY])[:300]])
def test_broken_files_are_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="broken"):
        formats.read("a.pdf", content)
