"""Queries read into trees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis.strategies import characters, lists, sampled_from, text

from reports.search.query import (
    CHARACTERS_MOST,
    TERMS_MOST,
    And,
    Contains,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    read,
)


def word(text: str, stem: str | None = None) -> Word:
    return Word(text, stem or text)


A, B, C = Contains("改革"), Contains("开放"), Contains("创新")


@pytest.mark.parametrize(
    ("q", "root"),
    [
        ("", None),
        ("  \u3000\n", None),
        ("改革", A),
        ("改革　开放", And((A, B))),
        ("統籌發展", Contains("统筹发展")),
        ("GDP增长", Contains("gdp增长")),
        ("，现代化", Contains(",现代化")),
        ("万亿元。", Contains("万亿元。")),
        ("“双减”", Contains("“双减”")),
        ("innovations", word("innovations", "innov")),
        ("sci-tech", And((word("sci"), word("tech")))),
        ("135,000", word("135000")),
        ("People’s", And((word("people", "peopl"), word("s")))),
        ("改革 OR 开放", Or((A, B))),
        ("改革 ＯＲ 开放", Or((A, B))),
        ("改革 or 开放", And((A, word("or"), B))),
        ("改革 开放 OR 创新", Or((And((A, B)), C))),
        ("改革 (开放 OR 创新)", And((A, Or((B, C))))),
        ("改革（开放 OR 创新）", And((A, Or((B, C))))),
        ("改革 AND 开放", And((A, B))),
        ("AND 改革", A),
        ("-改革", Not(A)),
        ("NOT 改革", Not(A)),
        ("NOT -改革", A),
        ("－改革", Not(A)),
        ("改革 -(开放 OR 创新)", And((A, Not(Or((B, C)))))),
        ('改革 -"开放"', And((A, Not(B)))),
        ("-sci-tech", Not(And((word("sci"), word("tech"))))),
        ("-OR", Not(word("or"))),
        ("--改革", Not(Contains("-改革"))),
        ("改革 a-b", And((A, word("a"), word("b")))),
        ("改革 OR (开放 OR 创新)", Or((A, B, C))),
        ('"new quality"', Phrase(("new", "quality"))),
        ('"New, quality!"', Phrase(("new", "quality"))),
        ("＂new quality＂", Phrase(("new", "quality"))),
        ('" 改革 开放 "', Contains("改革 开放")),
        ('"(改革) OR -开放"', Contains("(改革) or -开放")),
        ('改革"开放"', And((A, B))),
        ("改革 改革", A),
        ("((改革))", A),
        ("% 改革", A),
        ("% OR 改革", A),
        ("-% 改革", A),
    ],
)
def test_read(q: str, root: Node | None) -> None:
    assert read(q).root == root


@pytest.mark.parametrize("q", ["", "改革 (开放 OR -创新)", '"a b" -"c d"', "GDP增长 135,000", "NOT NOT 改革"])
def test_a_query_that_can_be_read_has_no_note(q: str) -> None:
    assert read(q).notes == ()


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ('"改革 开放', "a quotation mark has no partner"),
        ("(改革 开放", "a parenthesis is not closed"),
        ("改革 开放)", "a closing parenthesis has no opening one"),
        (")改革 开放", "a closing parenthesis has no opening one"),
        ("改革 () 开放", "there is nothing between the parentheses"),
        ("改革 开放 (", "a parenthesis is not closed"),
        ("-(改革 开放", "a parenthesis is not closed"),
    ],
)
def test_a_query_that_can_not_be_read_is_explained_and_searched_as_words(q: str, reason: str) -> None:
    query = read(q)
    assert query.root == And((A, B))
    assert query.notes == (f"The query could not be read: {reason}. It was searched as plain words.",)


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("改革 OR", "OR"),
        ("OR 改革", "OR"),
        ("改革 OR OR 开放", "OR"),
        ("NOT", "NOT"),
        ("改革 NOT", "NOT"),
        ("AND", "AND"),
    ],
)
def test_an_operator_with_nothing_beside_it_is_a_word(q: str, reason: str) -> None:
    query = read(q)
    assert f"{reason} needs" in query.notes[0]
    assert word(reason.lower()) in query.wanted()


def test_a_term_without_words_is_left_out_and_said() -> None:
    assert read("改革 % -").notes == (
        "“%” has no letter, figure or Chinese character in it and was left out.",
        "“-” has no letter, figure or Chinese character in it and was left out.",
    )


def test_a_long_query_is_cut() -> None:
    query = read("改" * 2000)
    assert query.root == Contains("改" * CHARACTERS_MOST)
    assert "longer than 1000 characters" in query.notes[0]


def test_a_query_of_many_terms_is_cut() -> None:
    query = read(" ".join(f"w{number}" for number in range(100)))
    assert len(query.wanted()) == TERMS_MOST
    assert "more than 64 terms" in query.notes[0]


def test_deep_parentheses_are_not_read() -> None:
    assert "inside one another" in read("(" * 400 + "改革" + ")" * 400).notes[0]


def test_wanted_leaves_out_what_must_not_be_there() -> None:
    assert read("改革 -开放 -(创新 -GDP)").wanted() == (A, word("gdp"))


@pytest.mark.parametrize(
    "q",
    [
        "改革 开放",
        "改革 (开放 OR -创新)",
        "-(改革 OR 开放)",
        '"a b" OR "改革 开放"',
        "sci-tech OR 1,000",
        "NOT (-改革)",
        '-"-改革"',
    ],
)
def test_what_was_understood_can_be_read_again(q: str) -> None:
    assert read(read(q).understood()).root == read(q).root


PIECES = sampled_from([*'"()- %“ﬀ\ud800\0', "改革", "a-b", " OR ", " AND ", "NOT ", "１，０００"])


@given(lists(PIECES | text(characters(), max_size=5), max_size=60).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(q: str) -> None:
    query = read(q)
    again = read(query.understood())
    assert again.root == query.root or query.notes
    query.understood().encode()
    "".join(query.notes).encode()
