"""Queries read into trees."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from reports.models import Report
from reports.search.query import (
    CHARACTERS_MOST,
    NEAR_TERMS_MOST,
    TERMS_MOST,
    And,
    Contains,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Place,
    Prefix,
    Speaker,
    Word,
    Years,
    read,
)
from tests.search.strategies import QUERIES, SOUPS


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
        ("改革 NEAR/5 开放", Near(((A,), (B,)), (5,))),
        ("改革 NEAR 开放", Near(((A,), (B,)), (10,))),
        ("改革 ＮＥＡＲ／３ 开放", Near(((A,), (B,)), (3,))),
        ("改革 NEAR/0 开放 NEAR/2 创新", Near(((A,), (B,), (C,)), (0, 2))),
        ("(改革 OR 开放) NEAR/5 创新", Near(((A, B), (C,)), (5,))),
        ("((改革)) NEAR/5 (创新)", Near(((A,), (C,)), (5,))),
        ('"a b" NEAR/5 sci-tech', Near(((Phrase(("a", "b")),), (Phrase(("sci", "tech")),)), (5,))),
        ("改革 NEAR/5 开放 创新", And((Near(((A,), (B,)), (5,)), C))),
        ("-改革 NEAR/5 开放", Not(Near(((A,), (B,)), (5,)))),
        ("改革 NEAR/5 开放 OR 创新", Or((Near(((A,), (B,)), (5,)), C))),
        ("% NEAR/5 开放 NEAR/3 创新", Near(((B,), (C,)), (3,))),
        ("% NEAR/5 开放", B),
        ("改革 near/5 开放", And((A, word("near"), word("5"), B))),
        ("改革 NEAR/x 开放", And((A, word("near"), word("x"), B))),
        ("-NEAR", Not(word("near"))),
        ("innovat*", Prefix("innovat")),
        ("Innovat＊", Prefix("innovat")),
        ("sci-tech*", And((word("sci"), Prefix("tech")))),
        ("135,000*", Prefix("135000")),
        ("改革*", A),
        ('"改*革"', Contains("改*革")),
        ("zh:GDP", Word("gdp", "gdp", "zh")),
        ("ZH：改革", Contains("改革", "zh")),
        ("中文:改革", Contains("改革", "zh")),
        ("en:innovat*", Prefix("innovat", "en")),
        ('英文:"a b"', Phrase(("a", "b"), "en")),
        ("en:(a OR b)", Or((Word("a", "a", "en"), Word("b", "b", "en")))),
        ("en:(a zh:b)", And((Word("a", "a", "en"), Word("b", "b", "zh")))),
        ("-en:a", Not(Word("a", "a", "en"))),
        ("en:a NEAR/2 b", Near(((Word("a", "a", "en"),), (word("b"),)), (2,))),
        ("en:(a NEAR/2 b)", Near(((Word("a", "a", "en"),), (Word("b", "b", "en"),)), (2,))),
        ("heading:改革", Heading(A)),
        ("標題：改革", Heading(A)),
        ("heading:(改革 OR -开放)", Or((Heading(A), Not(Heading(B))))),
        ("heading:(改革 NEAR/3 开放)", Heading(Near(((A,), (B,)), (3,)))),
        ("heading:zh:改革", Heading(Contains("改革", "zh"))),
        ("place:北京", Place("北京")),
        ('地区:"New York"', Place("New York")),
        ("place:(上海 OR 北京)", Or((Place("上海"), Place("北京")))),
        ("year:2015", Years(2015, 2015)),
        ("year:2015..2020", Years(2015, 2020)),
        ("年份:2015-2020年", Years(2015, 2020)),
        ("year:2020..2015", Years(2015, 2020)),
        ("year:2015..", Years(2015, None)),
        ("year:..2020", Years(None, 2020)),
        ("-year:2020", Not(Years(2020, 2020))),
        ("改革 OR year:2020", Or((A, Years(2020, 2020)))),
        ('speaker:"Li Keqiang"', Speaker("Li Keqiang")),
        ("演講人:李强", Speaker("李强")),
        ("foo:bar", And((word("foo"), word("bar")))),
        ("改革:开放", Contains("改革:开放")),
        ('"zh:改革"', Contains("zh:改革")),
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
        ("NEAR 改革 开放", "NEAR needs a term, a phrase or (one OR another) on either side"),
        ("改革 开放 NEAR/5", "NEAR needs a term, a phrase or (one OR another) on either side"),
        ("改革 NEAR/5 NEAR/6 开放", "NEAR needs a term, a phrase or (one OR another) on either side"),
        ("改革 NEAR/5 -开放", "NEAR needs a term, a phrase or (one OR another) on either side"),
        ("(改革 开放) NEAR/5 (改革)", "NEAR needs a term, a phrase or (one OR another) on either side"),
        ("heading:改革 NEAR/5 开放", "NEAR needs a term, a phrase or (one OR another) on either side"),
        ("改革 NEAR/5 place:开放", "NEAR needs a term, a phrase or (one OR another) on either side"),
        ("heading: 改革 开放", "“heading:” needs a term right after it"),
        ("改革 (开放 zh:)", "“zh:” needs a term right after it"),
        ("改革 开放 年份：", "“年份:” needs a term right after it"),
        ("改革 开放 place:", "“place:” needs a term right after it"),
    ],
)
def test_a_field_or_near_that_can_not_be_read_is_explained_and_left_out(q: str, reason: str) -> None:
    query = read(q)
    assert query.root == And((A, B))
    assert query.said == (f"The query could not be read: {reason}. It was searched as plain words.",)


@pytest.mark.parametrize("q", ["year:abc", "year:", "year:20155", "year:2015..x", 'year:""', "year:..", 'place:" "'])
def test_a_field_with_a_value_that_makes_no_sense_is_explained(q: str) -> None:
    assert "The query could not be read" in read(q).said[0]


def test_a_distance_is_bounded_and_said() -> None:
    assert read(f"改革 NEAR/{'9' * 400} 开放").root == Near(((A,), (B,)), (500,))
    assert read("改革 NEAR/501 开放").said == ("NEAR reaches over 500 characters or words at most.",)


def test_terms_beside_near_are_bounded() -> None:
    most = " NEAR ".join("abcdefghijklmnop"[: NEAR_TERMS_MOST + 1])
    assert f"more than {NEAR_TERMS_MOST} terms stand beside NEAR" in read(most).said[0]


@pytest.mark.parametrize(("q", "root"), [("*ism", word("ism")), ("in*ov*", Prefix("inov")), ("改*革", A)])
def test_a_star_elsewhere_is_left_out_and_said(q: str, root: Node) -> None:
    query = read(q)
    assert query.root == root
    assert query.said == (f"* stands at the end of a term only; it was left out of “{q}”.",)


def test_chinese_in_the_english_is_said() -> None:
    assert read("en:改革").said == ("“改革” is Chinese, and en: looks in the English only.",)


def test_terms_of_a_chain_are_wanted_each_for_itself() -> None:
    assert read("改革 NEAR/5 开放 heading:创新 year:2020 -GDP").terms() == (A, B)


def test_filters_are_not_wanted() -> None:
    assert read("heading:创新 place:上海 year:2020 speaker:李强").wanted() == ()


@pytest.mark.django_db
def test_an_unknown_place_is_said_wherever_it_stands() -> None:
    assert read("改革 -(place:Atlantis OR place:上海)").notes == ("There is no jurisdiction “Atlantis”.",)


def test_notes_come_in_the_language_of_the_reader() -> None:
    from django.utils import translation

    with translation.override("zh-hans"):
        read("改*革")
    with translation.override("en"):
        assert "left out" in read("改*革").said[0]


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("改革 OR", "OR"),
        ("OR 改革", "OR"),
        ("改革 OR OR 改革", "OR"),
        ("改革 AND", "AND"),
        ("AND 改革", "AND"),
        ("改革 AND AND 改革", "AND"),
        ("改革 AND OR 改革", "AND"),
        ("(改革 AND)", "AND"),
        ("改革 NOT", "NOT"),
    ],
)
def test_an_operator_with_nothing_beside_it_is_explained_and_is_no_word(q: str, reason: str) -> None:
    query = read(q)
    assert f"{reason} needs" in query.said[0]
    assert query.root == A


@pytest.mark.parametrize("operator", ["OR", "AND", "NOT"])
def test_a_query_of_an_operator_alone_asks_for_the_word(operator: str) -> None:
    query = read(operator)
    assert f"{operator} needs" in query.said[0]
    assert query.root == word(operator.lower())


@pytest.mark.parametrize(
    ("q", "hint"),
    [
        ("改革 near/10 开放", "as an operator it is NEAR/10, in capitals"),
        ("改革 NEAR/ 开放", "NEAR/ needs a number right behind it"),
        ("改革 NEAR/x 开放", "NEAR/ needs a number right behind it"),
        ("改革 NEAR/10开放", "as in “NEAR/10 开放”"),
        ("foo:bar", "There is no field “foo:”, so it was searched as words. The fields are zh:, en:, heading:"),
        ("speaker:Li Keqiang", 'needs quotation marks: speaker:"Li Keqiang"'),
    ],
)
def test_what_looks_like_an_operator_or_field_and_is_none_is_explained(q: str, hint: str) -> None:
    (said,) = read(q).said
    assert hint in said


@pytest.mark.parametrize(
    "q", ["http://gov.cn", "10:30", "改革:开放", "speaker:李强 reform", "near", 'speaker:"Li Qiang" GDP']
)
def test_what_is_no_mistake_has_no_hint(q: str) -> None:
    assert read(q).said == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("q", "note"),
    [
        ("year:2009", "The archive has no report of 2009."),
        ("year:2009..2012", "The archive has no report of 2009 to 2012."),
        ("year:2009..", "The archive has no report of 2009 or later."),
        ("year:..2009", "The archive has no report of 2009 or earlier."),
        ("place:上海", "The archive has no report of “上海”."),
    ],
)
def test_a_place_or_year_without_reports_is_said(q: str, note: str) -> None:
    assert read(q).notes == (note,)


@pytest.mark.django_db
def test_a_place_and_year_with_reports_are_not_remarked_on(make_report: Callable[..., Report]) -> None:
    make_report("one-2025", [("改革", "Reform")])
    assert read("year:2025").notes == ()
    assert read("-year:2009").notes == ()


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
        '-(改革 NEAR/5 "a b" NEAR 开放) OR 创新',
        "(zh:改革 OR en:a*) NEAR/5 sci-tech",
        'heading:(zh:"改 革" NEAR/5 b) heading:(a OR -b)',
        'place:"New York" -place:北京 speaker:李强 speaker:"Li Q."',
        "year:2015..2020 OR year:..2020 -year:2015.. year:2019 year:0",
        '"zh:改革" "改*革" a*',
    ],
)
def test_what_was_understood_can_be_read_again(q: str) -> None:
    assert read(read(q).understood()).root == read(q).root


@given(QUERIES)
@settings(max_examples=400, deadline=None)
def test_a_query_of_the_grammar_is_read(q: str) -> None:
    query = read(q)
    assert query.said or read(query.understood()).root == query.root
    assert all("NEAR" in note or "English only" in note or "a term" in note for note in query.said)


@given(SOUPS)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(q: str) -> None:
    query = read(q)
    again = read(query.understood())
    assert again.root == query.root or query.said
    query.understood().encode()
    "".join(query.said).encode()
