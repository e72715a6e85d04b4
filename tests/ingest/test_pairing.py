from reports.ingest.pairing import pair
from reports.ingest.plan import Line


def pairs(*texts: str) -> list[tuple[str, str]]:
    return [(found.zh, found.en) for found in pair([Line(n, text) for n, text in enumerate(texts, start=1)])]


def test_alternating() -> None:
    assert pairs("一、回顾", "I Review", "二、展望", "II Outlook") == [
        ("一、回顾", "I Review"),
        ("二、展望", "II Outlook"),
    ]


def test_english_first() -> None:
    assert pairs("I Review", "一、回顾", "II Outlook", "二、展望") == [
        ("一、回顾", "I Review"),
        ("二、展望", "II Outlook"),
    ]


def test_two_and_two() -> None:
    assert pairs("一、回顾", "二、展望", "I Review", "II Outlook") == [
        ("一、回顾", "I Review"),
        ("二、展望", "II Outlook"),
    ]


def test_one_chinese_line_to_two_english_ones() -> None:
    zh = "各位代表！三年来，面对起伏延宕的世纪疫情，我们坚持人民至上、生命至上，有力应对多轮疫情冲击。"
    en = "Over the past three years, in face of the pandemic, we have put people and their lives first and prevailed over multiple waves of infections."
    assert pairs(zh, "Fellow Deputies,", en) == [(zh, f"Fellow Deputies,\n{en}")]


def test_chinese_alone() -> None:
    assert pairs("一、回顾", "过去一年") == [("一、回顾", ""), ("过去一年", "")]


def test_english_alone() -> None:
    assert pairs("I Review", "Last year") == [("", "I Review"), ("", "Last year")]


def test_no_lines_no_pairs() -> None:
    assert pairs() == []


def test_a_pair_names_the_line_of_its_chinese() -> None:
    assert [found.line for found in pair([Line(9, "I Review"), Line(11, "一、回顾")])] == [11]
