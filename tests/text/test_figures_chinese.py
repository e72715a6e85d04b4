import re

import pytest

from reports.text.figures import Hedge, Kind, figures_zh
from reports.text.figures.chinese_patterns import BEGIN, PATTERN, chinese_amount


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.37万亿", 1.37e12),
        ("411 亿", 4.11e10),
        ("5.6 万", 56_000),
        ("1亿3千万", 1.3e8),
        ("一亿三千万", 1.3e8),
        ("三千五百万", 3.5e7),
        ("9200多万", 9.2e7),
        ("万亿", 1e12),
        ("十万亿", 1e13),
        ("一百零五", 105),
        ("一万五", 15000),
        ("三点五", 3.5),
        ("1,680", 1680),
        ("吨", None),
    ],
)
def test_amount(text: str, number: float | None) -> None:
    assert chinese_amount(text) == number


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("47.2万亿元", Kind.MONEY, 47.2e12),
        ("601亿美元", Kind.MONEY, 60.1e9),
        ("５．３％", Kind.PERCENTAGE, 5.3),
        ("百分之三点五", Kind.PERCENTAGE, 3.5),
        ("三成", Kind.PERCENTAGE, 30),
        ("七成半", Kind.PERCENTAGE, 75),
        ("四分之三", Kind.PERCENTAGE, 75),
        ("11.6‰", Kind.PERCENTAGE, 1.16),
        ("0.5个百分点", Kind.POINTS, 0.5),
        ("25个基点", Kind.POINTS, 0.25),
        ("翻两番", Kind.MULTIPLE, 4),
        ("2025年", Kind.YEAR, 2025),
        ("二〇二五年", Kind.YEAR, 2025),
        ("上世纪90年代", Kind.YEAR, 1990),
        ("8月份", Kind.DATE, 8),
        ("一年半", Kind.DURATION, 1.5),
        ("一个半小时", Kind.DURATION, 1.5),
        ("3个月", Kind.DURATION, 0.25),
        ("第十四", Kind.ORDINAL, 14),
        ("15万亩", Kind.AREA, 10_000),
        ("600㎡", Kind.AREA, 0.06),
        ("1.3万亿斤", Kind.WEIGHT, 650e6),
        ("38万公里", Kind.LENGTH, 380e6),
        ("1200万千瓦", Kind.POWER, 12e9),
        ("1200万千瓦时", Kind.POWER, 12e9),
        ("3千瓦", Kind.POWER, 3000),
        ("500千伏", Kind.POWER, 500_000),
        ("20摄氏度", Kind.TEMPERATURE, 20),
        ("8.3亿人", Kind.COUNT, 830e6),
        ("“十四五”", Kind.NAME, 14),
        ("G20", Kind.NAME, 20),
        ("5G", Kind.NAME, 5),
    ],
)
def test_kind_and_value(text: str, kind: Kind, value: float) -> None:
    (figure,) = figures_zh(text)
    assert figure.kind == kind
    assert figure.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("约30万辆", Hedge.ABOUT),
        ("4%左右", Hedge.ABOUT),
        ("近3亿人", Hedge.NEARLY),
        ("上亿人口", Hedge.OVER),
        ("投资上百万元", Hedge.OVER),
        ("向上亿元倾斜", Hedge.NONE),
        ("超过1万亿元", Hedge.OVER),
        ("突破1万亿元", Hedge.OVER),
        ("不低于592万公顷", Hedge.OVER),
        ("1000万人以上", Hedge.OVER),
        ("500多万名", Hedge.OVER),
        ("不到1万人", Hedge.UNDER),
        ("4.6%以内", Hedge.UNDER),
        ("达到50%", Hedge.NONE),
    ],
)
def test_hedge(text: str, hedge: Hedge) -> None:
    assert [figure.hedge for figure in figures_zh(text)] == [hedge]


@pytest.mark.parametrize(
    "text", ["千方百计", "长三角", "千家万户", "进一步", "一系列", "四川", "零售", "十分重要", "半导体"]
)
def test_idioms_and_names_of_places_hold_no_figure(text: str) -> None:
    assert figures_zh(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "一批项目",
        "九大专项",
        "三农",
        "百年未有",
        "M2增长",
        "“十四五”规划",
        "党的二十大",
        "数百万人",
        "上千家",
        "二三十个",
        "神舟十八号",
        "“985”工程",
    ],
)
def test_what_may_match_and_never_alarms_is_weak(text: str) -> None:
    assert not any(figure.strong for figure in figures_zh(text))


@pytest.mark.parametrize("text", ["二十三项", "一亿人", "三十亩", "8类", "万亿元"])
def test_digits_measures_and_exact_counts_are_strong(text: str) -> None:
    assert [figure.strong for figure in figures_zh(text)] == [True]


@pytest.mark.parametrize(
    ("text", "written", "least", "most"),
    [
        ("覆盖几亿人", "几亿人", 1e8, 1e9),
        ("投入數億元", "數億元", 1e8, 1e9),
        ("帮助好几万名学生", "好几万名", 1e4, 1e5),
        ("修路数百余公里", "数百余公里", 100, 1000),
        ("成千上万的志愿者", "成千上万", 1e3, 1e5),
        ("农民工数以亿计", "数以亿计", 1e8, 1e9),
        ("亿万群众", "亿万", 1e8, 1e10),
    ],
)
def test_a_vague_number_is_between_two_others(text: str, written: str, least: float, most: float) -> None:
    (figure,) = figures_zh(text)
    assert (figure.text, figure.number, figure.most, figure.strong) == (written, least, most, False)


@pytest.mark.parametrize("text", ["总人数百万", "户数十万", "十几亿人", "20多万人"])
def test_a_number_behind_a_count_of_something_is_not_vague(text: str) -> None:
    assert not any(figure.most for figure in figures_zh(text))


@pytest.mark.parametrize(("text", "number", "other"), [("二三十个", 20, 30), ("两三百户", 200, 300)])
def test_one_or_the_other_of_two_numbers(text: str, number: float, other: float) -> None:
    (figure,) = figures_zh(text)
    assert (figure.number, [reading.value for reading in figure.readings]) == (number, [number, other])


def test_a_range_shares_unit_and_scale() -> None:
    assert [figure.value for figure in figures_zh("安排3—5万元")] == [30_000, 50_000]


def test_a_list_shares_its_unit() -> None:
    assert [(figure.kind, figure.value) for figure in figures_zh("分别为5、10和15公里")] == [
        (Kind.LENGTH, 5000),
        (Kind.LENGTH, 10_000),
        (Kind.LENGTH, 15_000),
    ]


def test_years_of_a_range_are_years() -> None:
    assert [(figure.kind, figure.value) for figure in figures_zh("2021—2025年")] == [
        (Kind.YEAR, 2021),
        (Kind.YEAR, 2025),
    ]


@pytest.mark.parametrize(
    ("text", "percent"), [("增长1.2倍", 120), ("是2.2倍", 120), ("翻一番", 100), ("提高到3倍", 200)]
)
def test_multiples_know_the_growth_they_mean(text: str, percent: float) -> None:
    (figure,) = figures_zh(text)
    assert any(reading.base == "percent" and reading.value == pytest.approx(percent) for reading in figure.readings)


def test_a_full_width_comma_parts_numbers() -> None:
    assert [figure.number for figure in figures_zh("增长3，200人参加")] == [3, 200]


def test_traditional_text_reads_the_same() -> None:
    (figure,) = figures_zh("達到13.5萬畝")
    assert figure.text == "13.5萬畝"
    assert figure.value == pytest.approx(9000)


def test_offsets_are_of_the_published_text() -> None:
    text = "面積６００㎡，投资３亿元"
    assert [text[figure.start : figure.end] for figure in figures_zh(text)] == ["６００㎡", "３亿元"]


def test_ordinals_of_headings_are_weak() -> None:
    assert [(figure.kind, figure.strong) for figure in figures_zh("（三）促进农业发展")] == [(Kind.ORDINAL, False)]


def test_every_alternative_can_begin() -> None:
    # BEGIN only saves time: the pattern without it must find the same.
    text = "去年全年第3位，上半年翻番，大半；“985”[1]最后一公里，周三、统一、九二共识，耕地红线，5G，同比，今年"
    whole = re.compile(PATTERN.pattern.replace(f"(?={BEGIN})", ""), PATTERN.flags)
    assert [match.span() for match in PATTERN.finditer(text)] == [match.span() for match in whole.finditer(text)]
