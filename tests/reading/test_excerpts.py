from __future__ import annotations

from django.utils.html import strip_tags

from reports.reading.excerpts import excerpts
from reports.reading.marking import Span

ZH = "开头的一句话，" * 30 + "这里有大模型，" + "后面的一句话，" * 30
EN = "An opening sentence. " * 40 + "Here are large language models. " + "A closing sentence. " * 40


def test_short_paragraph_is_whole() -> None:
    zh, en = excerpts("有大模型。", "With models.", [Span(1, 4)], [])
    assert (zh.is_cut, en.is_cut) == (False, False)
    assert zh.short == zh.whole == "有<mark>大模型</mark>。"


def test_long_paragraph_is_cut_around_its_mark() -> None:
    start = ZH.index("大模型")
    zh, _ = excerpts(ZH, EN, [Span(start, start + 3)], [])
    assert zh.is_cut
    assert "<mark>大模型</mark>" in zh.short
    assert len(strip_tags(zh.short)) < 120


def test_cut_starts_and_ends_at_punctuation() -> None:
    start = ZH.index("大模型")
    zh, _ = excerpts(ZH, EN, [Span(start, start + 3)], [])
    assert strip_tags(zh.short).strip(" …").startswith("开头的一句话，")
    assert strip_tags(zh.short).strip(" …").endswith("后面的一句话")


def test_side_without_marks_is_cut_where_its_counterpart_is_marked() -> None:
    start = ZH.index("大模型")
    _, en = excerpts(ZH, EN, [Span(start, start + 3)], [])
    assert en.is_cut
    assert "large language models" in en.short


def test_many_marks_show_three_places() -> None:
    text = ("一二三四五六七八九十" * 12 + "大模型") * 5
    marks = [Span(start, start + 3) for start in range(120, len(text), 123)]
    zh, _ = excerpts(text, "", marks, [])
    assert zh.short.count("<mark>") == 3
    assert zh.whole.count("<mark>") == 5


def test_text_full_of_marks_is_cut_too() -> None:
    text = "大模型" * 200
    zh, _ = excerpts(text, "", [Span(start, start + 3) for start in range(0, 600, 3)], [])
    assert zh.is_cut
    assert 150 < len(strip_tags(zh.short)) < 250


def test_cut_text_is_escaped() -> None:
    text = "<script>" * 200 + "model" + "</script>" * 200
    start = text.index("model")
    _, en = excerpts("", text, [], [Span(start, start + 5)])
    assert en.is_cut
    assert "<script" not in en.short


def test_side_without_hits_is_cut_around_the_surest_counterpart() -> None:
    text = (
        "Filler text here. " * 30 + "Maybe models. " + "Filler text here. " * 60 + "Large models. " + "The end. " * 60
    )
    doubtful, sure = text.index("models"), text.index("Large models")
    _, en = excerpts("大模型", text, [Span(0, 3)], [Span(doubtful, doubtful + 6, 1), Span(sure, sure + 12, 3)])
    assert '<u class="likely-3"' in en.short
    assert "Maybe" not in en.short
    assert "Maybe" in en.whole


def test_hits_decide_before_counterparts() -> None:
    start = ZH.index("大模型")
    zh, _ = excerpts(ZH, "", [Span(0, 2, 3), Span(start, start + 3)], [])
    assert "<mark>大模型</mark>" in zh.short
    assert "<u" not in zh.short
