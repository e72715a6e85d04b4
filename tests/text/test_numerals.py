import pytest

from reports.text.numerals import chinese_number, chinese_numeral, english_ordinal, roman_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十六", 16),
        ("二十", 20),
        ("三", 3),
        ("二〇二五", 2025),
        ("一百零二", 102),
        ("16", 16),
        ("市", None),
        ("", None),
    ],
)
def test_chinese_number(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(("text", "number"), [("I", 1), ("IV", 4), ("IX", 9), ("XII", 12), ("IIX", None), ("A", None)])
def test_roman_number(text: str, number: int | None) -> None:
    assert roman_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("Third", 3), ("Sixteenth", 16), ("15th", 15), ("Twenty-first", 21), ("twentieth", 20), ("Beijing", None)],
)
def test_english_ordinal(text: str, number: int | None) -> None:
    assert english_ordinal(text) == number


def test_chinese_numeral_is_read_back() -> None:
    assert [chinese_numeral(number) for number in (1, 10, 11, 20, 21, 99)] == [
        "一", "十", "十一", "二十", "二十一", "九十九",
    ]  # fmt: skip
    assert all(chinese_number(chinese_numeral(number)) == number for number in range(1, 100))
