from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.sentences import Span, sentences_en, sentences_zh


def cut(spans: list[Span], text: str) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "parts",
    [
        ["经济平稳运行。", "就业形势稳定！", "怎么办？", "靠改革。"],
        ["经济总量达到13.5万亿元。", "增长5.2%。"],
        ["我们坚持“房子是用来住的、不是用来炒的。”的定位，稳定市场。", "支持合理需求。"],
        ["他们说：“我们能行。”", "事实证明了这一点。"],
        ["人民群众说：“路修好了。日子好了。”", "这是最大的褒奖。"],
        ["会场响起掌声（鼓掌。）后继续。", "报告完毕。"],
        ["新业态不断涌现……", "活力增强。"],
        ["推进改革；", "扩大开放;", "改善民生。", "各项工作取得进展。"],
        ["推进（改革；开放；发展）工作。", "各项工作取得进展。"],
        ["第一行\n", "第二行。\n", "第三行"],
        ["真的吗？！", "真的。 ", "好。"],
        ["經濟平穩運行。", "就業形勢穩定。"],
        ["只有一半的引号“没有关上。", "后面还有一句。"],
    ],
)
def test_chinese_sentences(parts: list[str]) -> None:
    text = "".join(parts)
    assert cut(sentences_zh(text), text) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["The economy grew. ", "Jobs were created! ", "What next? ", "Reform."],
        ["GDP grew by 5.2%. ", "Prices rose by 0.2 percent."],
        ["China-U.S. relations developed. ", "Trade grew."],
        ["We traded with the U.S. ", "The volume rose."],
        ["Document No. 5 was issued. ", "It took effect."],
        ["The answer was no. ", "We went on."],
        ["Support literature and the arts. ", "We will go on."],
        ["1. We will expand domestic demand. ", "We will raise incomes."],
        ["IV. We will deepen reform. ", "Much remains to be done."],
        ["Mr. Li and Dr. Wang spoke. ", "All agreed."],
        ['People say, "The road is good. Life is good." ', "That is the best praise."],
        ["Spending reached 3 trillion yuan (up 5%. See the table.) last year. ", "It will grow."],
        ["We built roads, bridges, etc. ", "The network now reaches every village."],
        ["Coal, oil, etc. were replaced. ", "The air is cleaner."],
        ["We must move forward.", "We have confidence."],
        ["See www.gov.cn for more. ", "It is updated daily."],
        ["We will reform; we will open up. ", "We will go on."],
        ["Growth slowed... ", "It then picked up."],
        ["A first line\n", "a second line."],
        ["The task is hard; we will do it. ", "(Applause) Thank you."],
    ],
)
def test_english_sentences(parts: list[str]) -> None:
    text = "".join(parts)
    assert cut(sentences_en(text), text) == parts


@pytest.mark.parametrize("text", ["", "  ", "\n\u3000\n"])
def test_a_text_of_blanks_has_no_sentence(text: str) -> None:
    assert (sentences_zh(text), sentences_en(text)) == ([], [])


@given(st.text(alphabet="经济A b.1。！？!?…”“（）()\"' \n\u3000；;U", max_size=60))
def test_spans_touch_and_cover_the_text(text: str) -> None:
    for spans in (sentences_zh(text), sentences_en(text)):
        if text.strip():
            assert (spans[0].start, spans[-1].end) == (0, len(text))
        assert all(one.end == other.start for one, other in pairwise(spans))
        assert all(text[start:end].strip() for start, end in spans)
