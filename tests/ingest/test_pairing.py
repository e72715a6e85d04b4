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


def test_english_leads_behind_a_salutation_in_chinese_first() -> None:
    salutation = ("各位代表：", "Fellow deputies:")
    body = [
        ("粮食产量达到45.4万吨，新建高标准农田12万亩。", "Grain output reached 454,000 tons, with 120,000 mu of new cropland."),
        ("新增就业3.2万人，失业率为4.9%。", "A total of 32,000 jobs were added, and unemployment was 4.9 percent."),
        ("建成学校17所，增加学位2.1万个。", "We built 17 schools with places for 21,000 more pupils."),
    ]  # fmt: skip
    assert pairs(*salutation, *(text for zh, en in body for text in (en, zh)))[-2:] == body[1:]


def test_the_first_language_leads_where_a_line_of_the_other_is_missing() -> None:
    assert pairs("一、回顾", "I Review", "二、展望", "三、保障", "III Safeguards") == [
        ("一、回顾", "I Review"),
        ("二、展望", ""),
        ("三、保障", "III Safeguards"),
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
