"""Marks on the published text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

from reports import search
from reports.text.words import stem


def shown(q: str, zh: str, en: str = "") -> tuple[list[str], list[str]]:
    zh_marks, en_marks = search.marks(q, zh, en)
    return [zh[start:end] for start, end in zh_marks], [en[start:end] for start, end in en_marks]


@pytest.mark.parametrize(
    ("q", "zh", "marked"),
    [
        ("发展", "大力發展，發展", ["發展", "發展"]),
        ("發展", "大力发展", ["发展"]),
        ("人人", "人人人人有责", ["人人人人"]),
        ("科技 创新", "科技创新", ["科技", "创新"]),
        ("科技创 创新", "科技创新", ["科技创新"]),
        ("20㎡", "共１２０㎡、２０m2", ["２０m2"]),
        ("m", "１２０㎡", []),
        ("面积m", "面积㎡", ["面积㎡"]),
        ("gdp", "ＧＤＰ与GDP增长", ["ＧＤＰ", "GDP"]),
        ("135000", "新增135,000人", ["135,000"]),
        ("innovations", "innovation 创新", []),
        ('"AI agent"', "智能体（AI agent）", ["AI agent"]),
        ('"gdp cpi"', "GDP与CPI", []),
        ("发展 -创新", "发展创新", ["发展"]),
        ("-发展", "发展", []),
        ("发展 OR 创新", "创新", ["创新"]),
        ("国", "国中国", ["国", "国"]),
        ("", "发展", []),
        ("改革 NEAR/2 开放", "改革与开放，开放和深化改革", ["改革", "开放"]),
        ("改革 NEAR/2 开放 NEAR/1 创新", "改革开放，开放改革，创新", []),
        ("改革 NEAR/0 开放 NEAR/0 创新", "改革开放，改革开放创新", ["改革", "开放", "创新"]),
        ("发展 NEAR/0 发展", "发展发展，发展", ["发展", "发展"]),
        ("展发 NEAR/5 发展", "发展发", []),
        ('"a b" NEAR/3 改革', "改革（a b），a b", ["改革", "a b"]),
        ("改革 NEAR/4 135000", "改革135,000。与135,000", ["改革", "135,000"]),
        ("gd*", "GDP和agd", ["GDP"]),
        ("en:GDP", "GDP", []),
        ("zh:GDP", "GDP", ["GDP"]),
        ("heading:发展 place:上海 year:2020", "发展", []),
        ("-(改革 NEAR 开放)", "改革开放", []),
    ],
)
def test_marks_in_chinese(q: str, zh: str, marked: list[str]) -> None:
    assert shown(q, zh)[0] == marked


@pytest.mark.parametrize(
    ("q", "en", "marked"),
    [
        ("innovation", "Innovate! Innovations, innovative", ["Innovate", "Innovations", "innovative"]),
        ("sci-tech", "a sci-tech hub", ["sci", "tech"]),
        ('"new quality"', "New, quality and new qualities", ["New, quality"]),
        ('"a a"', "a a a", ["a a a"]),
        ("135000", "135,000 jobs, 135000", ["135,000", "135000"]),
        ("naïve", "a nai\u0308ve café", ["nai\u0308ve"]),
        ("发展", "development", []),
        ("innovat*", "innovative, Innovation; renovate", ["innovative", "Innovation"]),
        ("talent NEAR/1 city", "Talents for cities; a city of no talent", ["Talents", "cities"]),
        ('"new city" NEAR/0 (plan OR law)', "plan new city law", ["plan", "new city", "law"]),
        ("zh:city", "city", []),
        ("en:city NEAR zh:plan", "city plan", []),
    ],
)
def test_marks_in_english(q: str, en: str, marked: list[str]) -> None:
    assert shown(q, "", en)[1] == marked


@given(text(), text(), text())
@settings(max_examples=200, deadline=None)
def test_marks_of_any_text_lie_inside_it_in_order(q: str, zh: str, en: str) -> None:
    for marks, published in zip(search.marks(f"{q} {zh[:3]} {en[:4]}", zh, en), (zh, en), strict=True):
        flat = [edge for mark in marks for edge in mark]
        assert flat == sorted(flat)
        assert all(0 <= start < end <= len(published) for start, end in marks)


@pytest.mark.parametrize(
    ("q", "en"),
    [
        ("die", "dying"), ("sky", "skies"), ("happy", "happiest happily"), ("relate", "relational"),
        ("idle", "idle idly"), ("hope", "hoping hoped"), ("activity", "activities active"), ("lie", "lying lies"),
        ("sensible", "sensibilities"), ("city", "cities"), ("control", "controlling"), ("use", "using users"),
    ],
)  # fmt: skip
def test_every_word_of_a_stem_is_marked(q: str, en: str) -> None:
    expected = [word for word in en.split() if stem(word) == stem(q)]
    assert shown(q, "", en)[1] == expected
