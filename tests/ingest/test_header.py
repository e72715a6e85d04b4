from time import process_time

import pytest

from reports.ingest import header
from reports.ingest.plan import Evidence, Line


def read(text: str) -> header.Read:
    return header.read([Line(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()])


def fields(text: str) -> dict[str, str]:
    found = read(text).header
    return {name: fact.value for name in found.__dataclass_fields__ if (fact := getattr(found, name))}


SAMPLE = """政 府 工 作 報 告
——2025年1月14日在北京市第十六屆
人民代表大會第三次會議上
北京市市長 殷 勇
REPORT ON THE WORK OF THE GOVERNMENT
Delivered at the Third Session of the Sixteenth Beijing Municipal
People's Congress on January 14, 2025
Yin Yong, Mayor of Beijing
一、2024年工作回顧
"""


def test_the_samples_header() -> None:
    assert fields(SAMPLE) == {
        "delivered_on": "2025-01-14",
        "session_key": "16.3",
        "session_zh": "北京市第十六屆人民代表大會第三次會議",
        "session_en": "Third Session of the Sixteenth Beijing Municipal People's Congress",
        "title_zh": "政府工作報告",
        "title_en": "REPORT ON THE WORK OF THE GOVERNMENT",
        "speaker_zh": "殷勇",
        "speaker_en": "Yin Yong",
        "office_zh": "北京市市長",
        "office_en": "Mayor of Beijing",
    }


def test_every_field_names_its_line() -> None:
    found = read(SAMPLE).header
    assert (found.session_zh.line, found.speaker_zh.line, found.session_en.line) == (2, 4, 6)
    assert found.speaker_en.evidence is Evidence.READ


def test_the_body_begins_after_the_header() -> None:
    assert [line.text for line in read(SAMPLE).body] == ["一、2024年工作回顧"]


@pytest.mark.parametrize(
    ("line", "key", "session"),
    [
        ("——2018年3月5日在第十三届全国人民代表大会第一次会议上", "13.1", "第十三届全国人民代表大会第一次会议"),
        ("--在浙江省第十四届人民代表大会第三次会议上", "14.3", "浙江省第十四届人民代表大会第三次会议"),
        ("(2021年1月24日在上海市第十五届人民代表大会第五次会议上)", "15.5", "上海市第十五届人民代表大会第五次会议"),
        ("在市五届人大一次会议上", "5.1", "市五届人大一次会议"),
        ("在市十七届人大六次会议上", "17.6", "市十七届人大六次会议"),
        ("2024年1月17日在宁波市\n第十六届人民代表大会第四次会议上", "16.4", "宁波市第十六届人民代表大会第四次会议"),
        ("在第十二届全国人大二次会议上", "12.2", "第十二届全国人大二次会议"),
    ],
)
def test_sessions(line: str, key: str, session: str) -> None:
    found = fields(f"政府工作报告\n{line}\n市长 王某某\n各位代表：")
    assert (found["session_key"], found["session_zh"]) == (key, session)


def test_title_and_session_on_one_line() -> None:
    found = fields("在第十一届全国人民代表大会第三次会议上的政府工作报告\n国务院总理　温家宝\n各位代表，")
    assert (found["title_zh"], found["session_key"]) == ("政府工作报告", "11.3")


@pytest.mark.parametrize(
    ("line", "day"),
    [("（2015年1月21日）", "2015-01-21"), ("二〇二一年二月五日", "2021-02-05"), ("1 9 9 8 年3 月5 日", "1998-03-05")],
)
def test_a_date_alone_on_its_line(line: str, day: str) -> None:
    assert fields(f"政府工作报告\n{line}\n各位代表：")["delivered_on"] == day


@pytest.mark.parametrize(
    ("lines", "office", "name"),
    [
        ("北京市市长 殷 勇", "北京市市长", "殷勇"),
        ("代市长 吴秀玲", "代市长", "吴秀玲"),
        ("自治区主席　艾尔肯·吐尼亚孜", "自治区主席", "艾尔肯·吐尼亚孜"),
        ("浙江省省长\n李 强", "浙江省省长", "李强"),
        ("国务院总理\u00a0温家宝", "国务院总理", "温家宝"),
    ],
)
def test_chinese_speakers(lines: str, office: str, name: str) -> None:
    found = fields(f"政府工作报告\n{lines}\n各位代表：")
    assert (found["office_zh"], found["speaker_zh"]) == (office, name)


@pytest.mark.parametrize(
    ("lines", "office", "name"),
    [
        ("Yin Yong, Acting Mayor of Beijing", "Acting Mayor of Beijing", "Yin Yong"),
        ("by Li Keqiang, Premier of the State Council", "Premier of the State Council", "Li Keqiang"),
        ("MA Xingrui, Governor of Guangdong Province", "Governor of Guangdong Province", "MA Xingrui"),
        ("Han Zheng\nMayor of Shanghai", "Mayor of Shanghai", "Han Zheng"),
        ("District Mayor Wang Qiang", "District Mayor", "Wang Qiang"),
    ],
)
def test_english_speakers(lines: str, office: str, name: str) -> None:
    found = fields(f"Report on the Work of the Government\n{lines}\nFellow Deputies,")
    assert (found["office_en"], found["speaker_en"]) == (office, name)


def test_lines_above_the_title_are_left_out_and_said() -> None:
    found = read("欧美亚洲,中文视频,关键词\n政府工作报告\n北京市市长 殷 勇\n各位代表：")
    assert [(change.line, change.after) for change in found.changes] == [(1, None)]


def test_a_contradiction_between_the_languages_is_said() -> None:
    found = read(SAMPLE.replace("January 14, 2025", "January 15, 2025"))
    assert found.header.delivered_on.value == "2025-01-14"
    assert len(found.contradictions) == 1


def test_a_text_without_header_has_none() -> None:
    assert fields("肿瘤绝大多数为恶性，包括来源于上皮组织的癌症。\n第二段。") == {}


def test_names_stay_in_the_published_script() -> None:
    found = fields("政府工作報告\n（2015年1月21日 及永乾）\n各位代表：")
    assert found["speaker_zh"] == "及永乾"


def test_a_place_cut_from_its_congress_is_no_speaker() -> None:
    found = fields("政府工作报告\n——2012年1月10日在合肥市\n第十四届人民代表大会第五次会议上\n各位代表：")
    assert (found["delivered_on"], found["session_key"]) == ("2012-01-10", "14.5")
    assert "speaker_zh" not in found


@pytest.mark.parametrize("office", ["市长", "代市长", "石家庄市人民政府市长"])
def test_an_office_without_a_name_is_no_speaker(office: str) -> None:
    text = f"政府工作报告\n——2012年1月10日在石家庄市第十三届人民代表大会第五次会议上\n{office}\n各位代表："
    found = fields(text)
    assert (found["office_zh"], found.get("speaker_zh")) == (office, None)
    assert [line.text for line in read(text).body] == ["各位代表："]


@pytest.mark.parametrize("line", ["附件", "目录摘要", "合肥市", "主席团", "图文实录"])
def test_other_short_lines_above_the_address_are_no_speaker(line: str) -> None:
    assert "speaker_zh" not in fields(f"政府工作报告\n（2015年1月21日）\n{line}\n各位代表：")


@pytest.mark.parametrize("name", ["王某某", "欧阳某某", "热孜万·艾拜", "乌兰图雅", "向巴平措", "宁波"])
def test_a_name_alone_above_the_address(name: str) -> None:
    assert fields(f"政府工作报告\n（2015年1月21日）\n{name}\n各位代表：")["speaker_zh"] == name


def test_the_speakers_line_is_read_though_a_name_stands_beside_the_date() -> None:
    text = "某市政府工作报告（2014年2月11日 刘某）\n某市市长 刘某某\n各位代表："
    found = fields(text)
    assert (found["office_zh"], found["speaker_zh"]) == ("某市市长", "刘某某")
    assert [line.text for line in read(text).body] == ["各位代表："]


def test_a_word_left_over_before_the_name_is_no_part_of_it() -> None:
    assert fields("玉林市政府工作报告（2020年4月28日在 白某某）\n各位代表：")["speaker_zh"] == "白某某"


def test_a_place_beside_the_date_is_no_speaker_where_the_title_names_it() -> None:
    assert "speaker_zh" not in fields("合肥市政府工作报告（2022年1月10日 合肥）\n各位代表：")
    assert fields("芜湖市政府工作报告（2022年1月10日 宁波）\n各位代表：")["speaker_zh"] == "宁波"


@pytest.mark.parametrize(
    ("line", "office", "name"),
    [
        ("佛山市委常委、常务副市长 刘 某", "佛山市委常委、常务副市长", "刘某"),
        ("国务院副总理兼财政部长　李某某", "国务院副总理兼财政部长", "李某某"),
        ("自治区主席乌云其木格", "自治区主席", "乌云其木格"),
        ("代市长郑某某讲话", "代市长", "郑某某"),
        ("市长 李某同志", "市长", "李某"),
    ],
)
def test_offices_and_names_of_other_forms(line: str, office: str, name: str) -> None:
    found = fields(f"政府工作报告\n（2015年1月21日）\n{line}\n各位代表：")
    assert (found["office_zh"], found["speaker_zh"]) == (office, name)


def test_the_date_behind_the_speaker() -> None:
    found = fields("政府工作报告\n河北省省长 钮某某（2002年1月24日）\n各位代表：")
    assert (found["office_zh"], found["speaker_zh"], found["delivered_on"]) == ("河北省省长", "钮某某", "2002-01-24")


def test_the_speaker_in_the_title() -> None:
    title = "杨某市长在上海市第十四届人民代表大会第一次会议上的政府工作报告（2013年）"
    found = fields(f"{title}\n各位代表：")
    assert (found["office_zh"], found["speaker_zh"]) == ("市长", "杨某")
    assert fields(f"{title}\n上海市市长 杨某\n各位代表：")["office_zh"] == "上海市市长"


@pytest.mark.parametrize("piece", ["#", "A ", "·", "session of ", "年 月 日", "省长 "])
def test_a_line_that_is_made_to_keep_patterns_busy_does_not(piece: str) -> None:
    began = process_time()
    header.read([Line(1, piece * (200_000 // len(piece)) + "!"), Line(2, "政府工作报告")])
    assert process_time() - began < 10
