import pytest

from reports.text.fold import fold
from reports.text.words import stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 135,000 mu (9,000 hectares)", ["about", "135000", "mu", "9000", "hectares"]),
        ("People's sci-tech", ["people", "s", "sci", "tech"]),
        ("增長10%達3,000家5G網絡", ["10", "3000", "5g"]),
        ("1,23,456", ["1", "23456"]),
        ("1,000,5", ["1", "000", "5"]),
        ("13.5 COVID-19 snake_case", ["13", "5", "covid", "19", "snake", "case"]),
        ("１２，３４５", ["12345"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(fold(text))] == expected


def test_words_say_where_they_stand() -> None:
    (word,) = words("超135,000畝")
    assert (word.start, word.end) == (1, 8)


@pytest.mark.parametrize(
    ("one", "other"), [("innovation", "innovations"), ("develop", "developed"), ("policy", "policies")]
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("organization", "organ"), ("5g", "5"), ("general", "generation")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)
