import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.text.figures import Hedge, Kind, figures_en
from reports.text.figures.english_patterns import BEGIN, PATTERN, english_amount
from reports.text.figures.english_units import FRACTIONS, MONTH_NAMES, SCALES, SMALL, TENS
from reports.text.numerals import ENGLISH

# BEGIN only saves time: the pattern without it must find the same.
WHOLE = re.compile(PATTERN.pattern.replace(f"(?={BEGIN})", ""), PATTERN.flags)
# All that the pattern's alternatives are made of, and what parts or joins them.
PIECES = [
    *" \n.,;:!?()-'+%$¥€£/é",
    *"0123456789",
    *"abeilstvxz",
    *"us us$ hk$ usd rmb cny mid- early- late- mid early late th st nd s ed ing -fold fold".split(),
    *"an another each every half halves halved halving out of in every double doubl triple tripling treble".split(),
    *"redouble requadrupl quintuple twice thrice tens dozens scores hundreds thousands millions billions of".split(),
    *"single-digit double digit once the this last past next new coming quarter century decade previous".split(),
    *"preceding prior current following year just passed ended year-on-year year-over-year month week day hour".split(),
    *"percent percentage point mu hectare kilogram ton kilometer yuan and twentieth thirtieth jan. sep. may".split(),
    *MONTH_NAMES,
    *SMALL,
    *TENS,
    *SCALES,
    *FRACTIONS,
    *ENGLISH,
]


def found(pattern: re.Pattern[str], text: str) -> list[tuple[str | None, tuple[int, int]]]:
    return [(match.lastgroup, match.span()) for match in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,221", 1221),
        ("12.21 million", 12_210_000),
        ("twenty-nine", 29),
        ("one hundred and thirty million", 130e6),
        ("a hundred thousand", 100_000),
        ("3 million 200 thousand", 3_200_000),
        ("ten thousand million", 1e10),
        ("yuan", None),
    ],
)
def test_amount(text: str, number: float | None) -> None:
    assert english_amount(text) == number


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("47.2 trillion yuan", Kind.MONEY, 47.2e12),
        ("US$ 3.64 trillion", Kind.MONEY, 3.64e12),
        ("$116 billion", Kind.MONEY, 116e9),
        ("half a million yuan", Kind.MONEY, 500_000),
        ("9.2%", Kind.PERCENTAGE, 9.2),
        ("nine percent", Kind.PERCENTAGE, 9),
        ("two-thirds", Kind.PERCENTAGE, 200 / 3),
        ("nine out of ten", Kind.PERCENTAGE, 90),
        ("1.2 percentage points", Kind.POINTS, 1.2),
        ("threefold", Kind.MULTIPLE, 3),
        ("doubled", Kind.MULTIPLE, 2),
        ("2012", Kind.YEAR, 2012),
        ("the 1990s", Kind.YEAR, 1990),
        ("August", Kind.DATE, 8),
        ("25 years", Kind.DURATION, 25),
        ("one and a half hours", Kind.DURATION, 1.5),
        ("the new decade", Kind.DURATION, 10),
        ("half a century", Kind.DURATION, 50),
        ("seventh", Kind.ORDINAL, 7),
        ("135,000 mu", Kind.AREA, 9000),
        ("600 square kilometers", Kind.AREA, 60_000),
        ("571.21 million metric tons", Kind.WEIGHT, 571.21e6),
        ("380,000 kilometers", Kind.LENGTH, 380e6),
        ("290 million kW", Kind.POWER, 290e9),
        ("Ninety-eight", Kind.AMOUNT, 98),
        ("6.41 million residents", Kind.COUNT, 6.41e6),
        ("PM2.5", Kind.NAME, 2.5),
        ("Shenzhou-8", Kind.NAME, 8),
    ],
)
def test_kind_and_value(text: str, kind: Kind, value: float) -> None:
    (figure,) = figures_en(text)
    assert figure.kind == kind
    assert figure.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("about 4%", Hedge.ABOUT),
        ("nearly 300 people", Hedge.NEARLY),
        ("more than 4,000 projects", Hedge.OVER),
        ("exceeded one trillion yuan", Hedge.OVER),
        ("50-plus countries", Hedge.OVER),
        ("at least 5 million", Hedge.OVER),
        ("does not fall below 120 million", Hedge.OVER),
        ("does not rise above 4.6%", Hedge.UNDER),
        ("at or below 4.6%", Hedge.UNDER),
        ("reached 4.6%", Hedge.NONE),
    ],
)
def test_hedge(text: str, hedge: Hedge) -> None:
    assert [figure.hedge for figure in figures_en(text)] == [hedge]


@pytest.mark.parametrize(
    "text",
    [
        "first",
        "one of them",
        "a hundred flowers",
        "G20",
        "the 2010 World Expo",
        "Made in China 2025",
        "the 23rd APEC Meeting",
    ],
)
def test_what_may_match_and_never_alarms_is_weak(text: str) -> None:
    assert not any(figure.strong for figure in figures_en(text))


@pytest.mark.parametrize("text", ["double-digit growth", "several projects", "I will", "we may"])
def test_vague_words_hold_no_figure(text: str) -> None:
    assert figures_en(text) == []


@pytest.mark.parametrize(
    ("text", "written", "least"),
    [
        ("for hundreds of millions of people", "hundreds of millions of people", 1e8),
        ("several hundred thousand jobs", "several hundred thousand jobs", 1e5),
        ("a few thousand firms", "a few thousand", 1e3),
        ("dozens of projects", "dozens", 10),
        ("tens of billions of yuan", "tens of billions of yuan", 1e10),
    ],
)
def test_a_vague_number_is_so_many_or_up_to_ten_times_as_many(text: str, written: str, least: float) -> None:
    (figure,) = figures_en(text)
    assert (figure.text, figure.number, figure.most, figure.strong) == (written, least, 10 * least, False)


def test_may_is_a_month_where_it_stands_like_one() -> None:
    assert [figure.text for figure in figures_en("In May we may start on May 4")] == ["May", "May", "4"]


def test_a_range_shares_unit_and_scale() -> None:
    assert [figure.value for figure in figures_en("from 3 to 5 million yuan")] == [3e6, 5e6]


def test_a_list_shares_its_unit() -> None:
    assert [figure.value for figure in figures_en("5, 10 and 15 kilometers")] == [5000, 10_000, 15_000]


def test_a_year_before_an_amount_stays_a_year() -> None:
    figures = figures_en("rose from 7,703 yuan in 2002 to 13,786 yuan in 2007")
    assert [figure.kind for figure in figures] == [Kind.MONEY, Kind.YEAR, Kind.MONEY, Kind.YEAR]


def test_years_are_not_hedged() -> None:
    assert [figure.hedge for figure in figures_en("an increase over 2009")] == [Hedge.NONE]


@pytest.mark.parametrize("text", ["1. Strengthening", "I. Review", "I Review", "(1) Taking stock"])
def test_ordinals_of_headings_are_weak(text: str) -> None:
    assert [(figure.kind, figure.strong) for figure in figures_en(text)] == [(Kind.ORDINAL, False)]


def test_a_number_at_the_beginning_is_no_heading() -> None:
    assert [figure.number for figure in figures_en("5 million people were covered")] == [5e6]


def test_offsets_are_of_the_published_text() -> None:
    text = "“nearly 1.5\u00a0million” over ５％"
    assert [text[figure.start : figure.end] for figure in figures_en(text)] == ["1.5\u00a0million", "５％"]


def test_a_surname_behind_a_year_is_no_unit() -> None:
    assert [figure.kind for figure in figures_en("on March 5, 2016 Li Keqiang")][-1] == Kind.YEAR


def test_the_pattern_without_its_beginning_is_another_one() -> None:
    assert len(WHOLE.pattern) < len(PATTERN.pattern)


@pytest.mark.parametrize("first", PIECES)
def test_every_alternative_can_begin(first: str) -> None:
    for second in PIECES:
        text = f"{first}{second} {first} {second} year {second}-{first}s"
        assert found(PATTERN, text) == found(WHOLE, text)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_the_pattern_finds_can_begin(text: str) -> None:
    assert found(PATTERN, text) == found(WHOLE, text)
