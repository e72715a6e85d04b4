import os
from pathlib import Path

import pytest

from reports.text.figures import AlarmKind, Kind, match

Alarms = list[tuple[AlarmKind, bool]]


def alarms(zh: str, en: str) -> Alarms:
    return [(alarm.kind, alarm.mild) for alarm in match(zh, en).alarms]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("国内生产总值47.2万亿元，增长9.2%", "GDP reached 47.2 trillion yuan, an increase of 9.2%"),
        ("新增1221万人", "A total of 12.21 million new jobs"),
        ("产量57121万吨", "output of 571.21 million tons"),
        ("造林6000万亩", "4 million hectares of trees"),
        ("建成13.5万亩", "135,000 mu (9,000 hectares)"),
        ("超万亿斤", "exceeded 500 million tons"),
        ("是2010年的2.2倍", "an increase of 120% over 2010"),
        ("增长1倍", "doubled"),
        ("翻一番", "an increase of 100%"),
        ("减少三分之一", "cut by one third"),
        ("提高三成", "rose 30 percent"),
        ("经过半个世纪", "after fifty years"),
        ("用18个月", "in one and a half years"),
        ("连续第7年提高", "for the seventh consecutive year"),
        ("连续5年", "five years in a row"),
        ("98个部门", "Ninety-eight departments"),
        ("8类大病", "uraemia and seven other major diseases"),
        ("12类大病", "lung cancer and 11 other major diseases"),
        ("二十国集团", "the G20"),
        ("新10年规划", "the 2011-2020 program"),
        ("十三五时期", "the 13th Five-Year Plan period (2016-2020)"),
        ("每增长1个百分点", "every percentage point"),
        ("每斤提高3分钱", "raised by 0.06 yuan per kilogram"),
        ("比去年增长5%", "up 5% from 2011"),
        ("3月5日", "March 5"),
        ("一批项目、九大行动", "projects and actions"),
        ("亿万人民，百年大计", "the people's future"),
    ],
)
def test_agrees(zh: str, en: str) -> None:
    assert alarms(zh, en) == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("收入8.3亿元", "revenue of 83 million yuan"),
        ("收入3万元", "revenue of 300 million yuan"),
        ("收入1.2亿元", "revenue of 120 billion yuan"),
        ("增长9.2%", "grew by 92%"),
        ("超万亿斤", "exceeded 5 billion tons"),
        ("造林600万亩", "4 million hectares of trees"),
        ("新建2000所", "200 schools were built"),
    ],
)
def test_scale(zh: str, en: str) -> None:
    assert alarms(zh, en) == [(AlarmKind.SCALE, False)]


@pytest.mark.parametrize(
    ("zh", "en", "kind", "mild"),
    [
        ("支出150亿元", "spending", AlarmKind.MISSING_IN_ENGLISH, False),
        ("支出", "spending of 15 billion yuan", AlarmKind.MISSING_IN_CHINESE, False),
        ("建成660万套", "6.66 million units", AlarmKind.VALUE, False),
        ("覆盖8.3亿人", "reached $30 million people", AlarmKind.VALUE, False),
        ("粮食1.3万亿斤以上", "over 665 million metric tons of grain", AlarmKind.VALUE, False),
        ("2015年建成", "completed by 2016", AlarmKind.VALUE, False),
        ("收入30亿元", "revenue of 3 billion dollars", AlarmKind.UNIT, False),
        ("提高0.5个百分点", "up 0.5 percent", AlarmKind.UNIT, True),
        ("增长3倍", "a threefold increase", AlarmKind.MULTIPLE, True),
        ("产量57121万吨", "571 million tons", AlarmKind.ROUNDED, True),
        ("约30万辆", "a total of 300,000 cars", AlarmKind.HEDGE_LOST, True),
        ("近3亿人", "over 300 million people", AlarmKind.HEDGE_DIFFERS, True),
        ("灾后重建", "reconstruction after 2008", AlarmKind.MISSING_IN_CHINESE, True),
        ("8项工作", "the work", AlarmKind.MISSING_IN_ENGLISH, True),
        ("全部处理", "100% of it is treated", AlarmKind.MISSING_IN_CHINESE, True),
    ],
)
def test_alarm(zh: str, en: str, kind: AlarmKind, *, mild: bool) -> None:
    assert alarms(zh, en) == [(kind, mild)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("惠及几亿农村居民", "benefited hundreds of millions of rural residents"),
        ("新增几十万个岗位", "added several hundred thousand jobs"),
        ("成千上万的志愿者", "thousands of volunteers"),
        ("上亿群众", "hundreds of millions of people"),
        ("流转数十万亩", "transferred tens of thousands of hectares"),
        ("数百万农民受益", "farmers benefited"),
        ("依靠群众", "rely on millions of people"),
    ],
)
def test_vague_numbers_of_one_size_agree_and_none_is_missed(zh: str, en: str) -> None:
    assert alarms(zh, en) == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("惠及几亿农村居民", "benefited 300 million rural residents"),
        ("惠及几亿农村居民", "benefited 100 million rural residents"),
        ("惠及几亿农村居民", "benefited a hundred million rural residents"),
        ("惠及3亿农村居民", "benefited hundreds of millions of rural residents"),
    ],
)
def test_a_vague_number_and_an_exact_one_are_noted(zh: str, en: str) -> None:
    assert alarms(zh, en) == [(AlarmKind.VAGUE, True)]


def test_an_exact_number_of_another_size_is_no_vague_one() -> None:
    assert alarms("惠及几亿农村居民", "benefited 4 million rural residents") == [(AlarmKind.MISSING_IN_CHINESE, False)]


def test_a_hedge_said_elsewhere_in_the_clause_is_not_lost() -> None:
    assert alarms("超过300项成果", "exceeding the mark of some 300 results") == []


def test_an_alarm_names_its_figures_and_side() -> None:
    zh, en = "投资150亿元，贷款30亿元", "invested 15 billion yuan"
    (alarm,) = match(zh, en).alarms
    assert alarm.zh is not None
    assert (alarm.side, zh[alarm.zh.start : alarm.zh.end], alarm.en) == ("zh", "30亿元", None)


def test_alarms_stand_in_the_order_of_the_text() -> None:
    found = match("甲5亿元，乙7吨，丙9公里", "7 tons")
    assert [alarm.zh.text for alarm in found.alarms if alarm.zh] == ["5亿元", "9公里"]


def test_the_same_number_twice_pairs_in_order() -> None:
    found = match("出口增长5%，进口增长5%", "exports grew 5%, imports grew 5%")
    assert [(pair.zh.start, pair.en.start) for pair in found.pairs] == [(4, 13), (11, 30)]


def test_a_repeated_number_is_paired_again() -> None:
    found = match("建成13.5万亩", "135,000 mu (9,000 hectares)")
    assert [pair.again for pair in found.pairs] == [False, True]


@pytest.mark.parametrize(("zh", "en"), [("", ""), ("", "5 tons"), ("5吨", ""), ("没有数字", "no numbers")])
def test_empty_sides(zh: str, en: str) -> None:
    found = match(zh, en)
    assert len(found.alarms) == len(found.zh) + len(found.en)


def test_traditional_and_english() -> None:
    found = match("產業規模突破3000億元，增長近3倍", "surpassed 300 billion yuan, an increase of almost threefold")
    assert [(alarm.kind, alarm.mild) for alarm in found.alarms] == [(AlarmKind.MULTIPLE, True)]


def test_the_samples_match_but_for_their_two_known_differences() -> None:
    lines = Path("fixtures/beijing-2025-part-1.txt").read_text(encoding="utf-8-sig").splitlines()
    texts = [line for line in lines if line.strip()][8:]
    found = [match(zh, en) for zh, en in zip(texts[0::2], texts[1::2], strict=True)]
    assert [alarm.kind for one in found for alarm in one.alarms] == [AlarmKind.HEDGE_LOST, AlarmKind.MULTIPLE]
    assert sum(figure.kind is not Kind.NAME and figure.strong for one in found for figure in one.zh) >= 15


def test_figures_of_whole_reports_lie_inside_their_text() -> None:
    corpus = os.environ.get("REPORT_CORPUS")
    if not corpus:
        pytest.skip("REPORT_CORPUS is not set: no reports to read")
    for path in sorted(Path(corpus).glob("bilingual/interleaved/20*.txt"))[:6]:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for zh, en in zip(lines[0::2], lines[1::2], strict=True):
            found = match(zh, en)
            assert all(zh[figure.start : figure.end] == figure.text for figure in found.zh)
            assert all(en[figure.start : figure.end] == figure.text for figure in found.en)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("99999" + "亿9" * 60, "9" * 400),
        ("3", "9" * 320),
        ("9" * 400 + "万亿亩", "1 hectare"),
        ("0.1元", "9" * 308 + " yuan"),
    ],
)
def test_numbers_that_no_float_holds_are_compared(zh: str, en: str) -> None:
    assert match(zh, en) == match(zh, en)
