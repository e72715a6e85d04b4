from __future__ import annotations

import pytest

from reports.text.slips import slips

ROWS = [
    ("一、2024年工作回顾", "I. A Review of Our Work in 2024"),
    ("全年地区生产总值增长5.2%，新增就业20万人。", "GDP grew by 5.2 percent, and we created 200,000 new jobs."),
    ("粮食总产量达到45.4万吨，新建高标准农田12万亩。", "Grain output reached 454,000 metric tons; 120,000 mu of high-standard cropland was built."),
    ("改造老旧小区300个，惠及居民15万户。", "We renovated 300 old residential compounds, to the benefit of 150,000 households."),
    ("新建地铁28公里，运营里程达到879公里。", "We built 28 kilometers of new subway lines, which brings the total to 879 kilometers."),
    ("空气质量优良天数达到290天。", "There were 290 days with good air quality."),
    ("二、2025年主要任务", "II. Major Tasks for 2025"),
    ("支持企业开展科技创新，研发投入强度保持在6%以上。", "We will support innovation by enterprises and keep R&D intensity above 6 percent."),
]  # fmt: skip
ZH, EN = [zh for zh, _ in ROWS], [en for _, en in ROWS]


def test_a_sound_report_has_none() -> None:
    assert slips(ZH, EN) == []


@pytest.mark.parametrize("at", range(len(ROWS) - 1))
def test_a_text_that_is_missing(at: int) -> None:
    found = slips(ZH, [*EN[:at], *EN[at + 1 :], ""])
    assert [(slip.side, slip.first, slip.by, slip.cut) for slip in found] == [("en", at, 1, None)]
    assert found[0].begins == at


@pytest.mark.parametrize("at", range(len(ROWS) - 1))
def test_a_gap_that_should_not_be(at: int) -> None:
    found = slips([*ZH, ""], [*EN[:at], "", *EN[at:]])
    assert [(slip.side, slip.first, slip.last, slip.by) for slip in found] == [("en", at + 1, len(ROWS), -1)]
    assert found[0].begins == at


def test_a_slip_that_ends() -> None:
    found = slips(ZH, [EN[0], "", *EN[1:4], *EN[5:]])
    assert [(slip.first, slip.last, slip.by) for slip in found] == [(2, 4, -1)]


def test_two_texts_in_one() -> None:
    found = slips(ZH, [*EN[:1], f"{EN[1]} {EN[2]}", *EN[3:], ""])
    assert [(slip.first, slip.by, slip.cut) for slip in found] == [(1, 1, len(EN[1]) + 1)]


def test_the_chinese_that_slipped() -> None:
    found = slips([*ZH[:3], *ZH[4:], ""], EN)
    assert [(slip.side, slip.first, slip.by) for slip in found] == [("zh", 3, 1)]


def test_nothing_to_compare() -> None:
    assert slips([], []) == []
    assert slips(["甲"], [""]) == []


def test_a_heading_and_its_paragraph_in_one() -> None:
    found = slips(ZH, [*EN[:6], f"{EN[6]} {EN[7]}", ""])
    assert [(slip.first, slip.by, slip.cut) for slip in found] == [(6, 1, len(EN[6]) + 1)]


# A short sentence tells little beside a whole paragraph: here it is the first of the paragraph below, there a paragraph.
LONG = [
    (
        "城市更新行动深入实施。改造老旧小区300个，惠及居民15万户，完成老楼加装电梯882部。",
        (
            "Urban renewal was carried out. We renovated 300 old residential compounds, to the benefit of 150,000 households, "
            "and added 882 elevators to old buildings."
        ),
    ),
    (
        "大力推进国有企业改革。推动国有资本向重要行业集中，完善企业治理，建立健全现代企业制度，提高经营效益。",
        (
            "We advanced the reform of state-owned enterprises. State capital was moved to key industries, corporate governance "
            "was improved, modern corporate systems were established and business performance was raised."
        ),
    ),
    ("第三，完善行政监督制度。", "Third, we must improve the mechanism of administrative oversight."),
    (
        "各级政府要自觉接受人民代表大会的监督和人民政协的民主监督，认真听取意见，依法公开政务。",
        (
            "Governments at all levels will accept the oversight of people's congresses and the democratic oversight of the "
            "CPPCC, listen to opinions carefully and make government affairs public in accordance with the law."
        ),
    ),
    *ROWS[1:6],
]


@pytest.mark.parametrize("side", ["zh", "en"])
@pytest.mark.parametrize("at", range(3))
def test_two_texts_in_one_are_parted_by_their_sentences(at: int, side: str) -> None:
    zh, en = [zh for zh, _ in LONG], [en for _, en in LONG]
    moves, blank = (zh, "") if side == "zh" else (en, " ")
    length = len(moves[at] + blank)
    moves[at : at + 2] = [blank.join(moves[at : at + 2])]
    moves.append("")
    assert [(slip.side, slip.first, slip.by, slip.cut) for slip in slips(zh, en)] == [(side, at, 1, length)]


def test_the_number_of_a_heading_stays_with_it() -> None:
    below = ("（一）支持企业创新", "1. Supporting innovation by enterprises")
    rows = [*ROWS[:7], below, *ROWS[7:]]
    en = [en for _, en in rows]
    en[6:8] = [f"{en[6]} {en[7]}"]
    found = slips([zh for zh, _ in rows], [*en, ""])
    assert [(slip.first, slip.by, slip.cut) for slip in found] == [(6, 1, len(ROWS[6][1]) + 1)]


def test_a_heading_does_not_end_inside_a_word() -> None:
    zh = [zh for zh, _ in ROWS]
    zh[6:8] = ["二、2025年主要任务" + zh[7]]
    found = slips([*zh, ""], EN)
    assert [(slip.first, slip.by, slip.cut) for slip in found] == [(6, 1, len("二、2025年主要任务"))]


@pytest.mark.parametrize(("sentences", "is_tried"), [(20, True), (3_000, False)])
def test_text_of_thousands_of_sentences_is_not_tried_at_each(
    sentences: int, monkeypatch: pytest.MonkeyPatch, *, is_tried: bool
) -> None:
    tried: list[int] = []

    def parts(_way: object, _row: int, cut: int) -> float:
        tried.append(cut)
        return 0.0

    monkeypatch.setattr("reports.text.slips._Way._parts", parts)
    slips([*ZH[:2], ZH[2], *ZH[3:5]], [*EN[:2], " ".join(["It grew by six percent."] * sentences), *EN[2:4]])
    assert any(cut > 200 for cut in tried) == is_tried
