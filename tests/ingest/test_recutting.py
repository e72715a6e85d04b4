from reports.ingest.plan import PlannedPair
from reports.ingest.recutting import Cuts

PARAGRAPH = "过去一年，全市生产总值增长百分之八。城镇登记失业率控制在百分之二以内。"
FIRST, SECOND = "过去一年，全市生产总值增长百分之八。", "城镇登记失业率控制在百分之二以内。"
ENGLISH = (
    "Over the past year, the city's GDP grew by eight percent.",
    "The registered urban unemployment rate was kept within two percent.",
)


def recut(there: list[str], *pairs: tuple[str, str]) -> list[tuple[str, str]]:
    planned = [PlannedPair(zh, en, line) for line, (zh, en) in enumerate(pairs, start=1)]
    return [(pair.zh, pair.en) for pair in Cuts(there).recut(planned)]


def test_sentences_are_joined_to_the_paragraph_that_is_there() -> None:
    assert recut([PARAGRAPH], (FIRST, ENGLISH[0]), (SECOND, ENGLISH[1])) == [(PARAGRAPH, " ".join(ENGLISH))]


def test_a_paragraph_is_parted_into_the_sentences_that_are_there() -> None:
    assert recut([FIRST, SECOND], (PARAGRAPH, " ".join(ENGLISH))) == [(FIRST, ENGLISH[0]), (SECOND, ENGLISH[1])]


def test_what_is_the_same_or_new_stays_as_it_is() -> None:
    new = "这是一个新的段落，报告里还没有它。"
    assert recut([PARAGRAPH], (PARAGRAPH, ""), (new, "New.")) == [(PARAGRAPH, ""), (new, "New.")]


def test_the_other_script_is_the_same_text() -> None:
    assert recut([PARAGRAPH], ("過去一年，全市生產總值增長百分之八。", "One."), (SECOND, "Two.")) == [
        (PARAGRAPH, "One. Two.")
    ]


def test_a_piece_of_a_paragraph_that_is_there_adds_nothing() -> None:
    assert recut([PARAGRAPH], (FIRST, ENGLISH[0])) == []


def test_a_sentence_that_differs_inside_a_paragraph_that_is_there_adds_nothing() -> None:
    there = f"{FIRST}居民收入稳步增长，物价总体平稳。{SECOND}"
    assert recut([there], (FIRST, "One."), ("居民的收入增长得很快，物价平稳得很。", "Two."), (SECOND, "Three.")) == []


def test_short_sentences_are_found_where_they_follow() -> None:
    assert recut([f"好。{FIRST}"], ("好。", "Good."), (FIRST, ENGLISH[0])) == [(f"好。{FIRST}", f"Good. {ENGLISH[0]}")]


def test_a_heading_whose_words_stand_in_a_longer_line_is_kept_for_what_is_below_it() -> None:
    there = ["本届政府的国民经济的成就和今后的建设任务", PARAGRAPH]
    heading = PlannedPair("国民经济的成就和今后的建设任务", "", 1, heading=True)
    list_item = PlannedPair("第一，农业生产有了新的发展。", "", 2, heading=True)
    assert Cuts(there).recut([heading, list_item]) == [heading, list_item]


def test_a_heading_that_makes_up_a_paragraph_with_what_follows_is_joined() -> None:
    heading = "过去五年政府工作的简要回顾"
    planned = [PlannedPair(heading, "", 1, heading=True), PlannedPair(FIRST, "", 2)]
    assert [pair.zh for pair in Cuts([heading + FIRST]).recut(planned)] == [heading + FIRST]


def test_new_text_behind_a_piece_is_not_taken_for_the_rest_of_its_paragraph() -> None:
    new = [f"这是第{number}个新的段落，比那个段落剩下的文字长得多，报告里还没有它，不能丢掉。" for number in "甲乙丙"]
    assert recut([PARAGRAPH], (FIRST, ""), *((text, "") for text in new)) == [(text, "") for text in new]


def test_new_text_before_a_piece_is_not_taken_for_the_beginning_of_its_paragraph() -> None:
    new = "这是一个新的段落，比那个段落开头的文字长得多，报告里还没有它，不能丢掉。" * 2
    assert recut([PARAGRAPH], (new, ""), (SECOND, "")) == [(new, "")]
