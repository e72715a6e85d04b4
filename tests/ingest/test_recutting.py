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
