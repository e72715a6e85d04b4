from __future__ import annotations

import pytest

from reports.text.figures import figures_en, figures_zh
from reports.text.figures.aloud import aloud, aloud_zh


@pytest.mark.parametrize(
    ("zh", "said", "digits"),
    [
        ("1.37万亿元", "1.37 trillion yuan", "1,370,000,000,000 yuan"),
        ("3000亿元", "300 billion yuan", "300,000,000,000 yuan"),
        ("601亿美元", "60.1 billion dollars", "60,100,000,000 dollars"),
        ("57121万吨", "571.21 million tonnes", "571,210,000 tonnes"),
        ("1352万人", "13.52 million people", "13,520,000 people"),
        ("近100万户", "nearly 1 million households", "1,000,000 households"),
        ("7703元", "7,703 yuan", ""),
        ("6.1%", "6.1 percent", ""),
        ("三成", "30 percent", ""),
        ("0.5个百分点", "0.5 percentage points", ""),
        ("1个百分点", "1 percentage point", ""),
        ("15万亩", "150,000 mu (10,000 hectares)", ""),
        ("1.33万亿斤", "1.33 trillion jin (665 million tonnes)", "1,330,000,000,000 jin"),
        ("5000亿千瓦时", "500 billion kilowatt-hours", "500,000,000,000 kilowatt-hours"),
        ("8.5万公里", "85,000 kilometres", ""),
        ("增长1倍", "2 times as much, 100% more", ""),
        ("是2.2倍", "2.2 times as much, 120% more", ""),
        ("25年", "25 years", ""),
        ("几亿人", "several hundred million people", ""),
        ("數億元", "several hundred million yuan", ""),
        ("几十万户", "several hundred thousand households", ""),
        ("数百万人", "several million people", ""),
        ("数千公里", "several thousand kilometres", ""),
        ("几百家", "several hundred", ""),
        ("好几万人", "tens of thousands of people", ""),
        ("几十辆", "dozens of vehicles", ""),
        ("几十年", "decades", ""),
        ("数十亿元", "several billion yuan", ""),
        ("成千上万", "tens of thousands", ""),
        ("成百上千", "hundreds or even thousands", ""),
        ("数以万计", "tens of thousands", ""),
        ("亿万人", "hundreds of millions of people", ""),
        ("十几个", "over 10", ""),
        ("十几亿人", "over 1 billion people", ""),
        ("近百家", "nearly 100", ""),
        ("百余项", "over 100", ""),
        ("上千人", "over 1,000 people", ""),
        ("二三十人", "20 or 30 people", ""),
    ],
)
def test_chinese_figure_is_said_in_english(zh: str, said: str, digits: str) -> None:
    (figure,) = figures_zh(zh)
    assert aloud(figure) == (said, digits)


@pytest.mark.parametrize(
    ("en", "said"),
    [
        ("1.37 trillion yuan", "1.37万亿"),
        ("665 million metric tons", "6.65亿"),
        ("13.52 million people", "1352万"),
        ("150,000 mu", "15万"),
        ("7,703 yuan", "7,703"),
        ("hundreds of millions of people", "数亿"),
        ("several hundred thousand jobs", "数十万"),
        ("thousands of firms", "数千"),
        ("dozens of projects", "数十"),
    ],
)
def test_english_figure_is_said_in_chinese(en: str, said: str) -> None:
    (figure,) = figures_en(en)
    assert aloud_zh(figure) == said


def test_visits_are_not_called_people() -> None:
    (figure,) = figures_zh("接待游客3500万人次以上")
    assert (figure.text, aloud(figure).said) == ("3500万人次", "over 35 million visits (人次)")


def test_number_that_no_float_holds_is_said_all_the_same() -> None:
    assert all(aloud(figure) for figure in figures_zh("9" * 400 + "亩"))
    assert all(aloud(figure) for figure in figures_zh("9" * 300 + "万亿亩"))
