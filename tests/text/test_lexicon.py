import subprocess
import sys

import pytest

from reports.text import lexicon
from reports.text.lexicon import chinese_words, english_term, english_terms, renderings, senses


@pytest.mark.parametrize(
    ("word", "english"), [("经济", "economy"), ("增长", "grow"), ("北京", "Beijing"), ("三", "three")]
)
def test_a_word_has_its_english(word: str, english: str) -> None:
    assert english_term(english.lower()) in renderings(word)


@pytest.mark.parametrize("word", ["经济学家们的", "", "abc"])
def test_an_unknown_word_has_none(word: str) -> None:
    assert renderings(word) == frozenset()


def test_words_inside_a_word_count_too() -> None:
    assert {"国内生产总值", "国内", "生产", "总值"} <= set(chinese_words("国内生产总值"))


def test_a_single_character_counts_only_where_no_word_has_it() -> None:
    assert list(chinese_words("水，经济")) == ["水", "经济"]


def test_traditional_is_read_as_simplified() -> None:
    assert list(chinese_words("經濟發展")) == list(chinese_words("经济发展"))


@pytest.mark.parametrize(
    ("one", "other"), [("economy", "economic"), ("finance", "financial"), ("developed", "development")]
)
def test_words_of_a_family_are_one_term(one: str, other: str) -> None:
    assert english_term(one) == english_term(other) != ""


def test_words_that_say_too_little_are_no_terms() -> None:
    assert list(english_terms("It is to be the economy of the")) == [english_term("economy")]


def test_notes_on_measure_words_are_no_renderings() -> None:
    # hospital/CL:所[suo3],家[jia1],座[zuo4]
    assert renderings("医院") == {english_term("hospital")}


def test_a_report_in_one_language_does_not_load_the_dictionary() -> None:
    code = (
        "from reports.text import alignment, beads, lexicon\n"
        "alignment.align(['经济发展。'] * 9, [])\n"
        "alignment.align([], ['The economy grows.'] * 9)\n"
        "beads.beads('经济发展。就业稳定。', '')\n"
        "print(lexicon._dictionary.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_senses_are_written_as_the_dictionary_has_them() -> None:
    assert senses("国有企业") == ("state-owned enterprise",)
    assert senses("实事求是")[0] == "lit. to seek truth from facts (idiom)"
    assert senses("葫芦丝绸之路") == ()


def test_words_are_found_wherever_they_stand() -> None:
    known = lexicon._dictionary()[1]
    text = "全国一般公共预算收入比上年增长百分之七点四，粮食总产量创历史新高，脱贫攻坚战取得决定性进展。𠮷𠮷"
    for run in lexicon.CHINESE_RUN.findall(text):
        spans = [(start, end) for start in range(len(run)) for end in range(start + 2, len(run) + 1)]
        words = {run[start:end] for start, end in spans if run[start:end] in known}
        assert {word for word in chinese_words(run) if len(word) > 1} == words
