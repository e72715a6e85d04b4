"""Fields of the header that a person entered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reports import ingest
from reports.ingest.plan import Evidence

BODY = "各位代表：\n一、2018年工作回顾\n过去一年，我们坚持稳中求进，全市经济社会发展取得显著成绩。\n"
SESSION = "——2019年1月14日在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n"
WHOLE = f"政府工作报告\n{SESSION}{BODY}"


def understood(text: str, given: Mapping[str, str], name: str = "a.txt") -> ingest.Plan:
    return ingest.understand(name, text.encode(), given=given)


def test_what_was_entered_holds_and_what_was_read_is_kept_beside_it() -> None:
    plan = understood(WHOLE, {"speaker_zh": "王某"})
    assert (plan.header.speaker_zh.value, plan.header.speaker_zh.evidence) == ("王某", Evidence.GIVEN)
    assert (plan.read["speaker_zh"].value, plan.read["speaker_zh"].line) == ("陈某", 3)
    assert "office_zh" not in plan.read


def test_an_empty_field_takes_away_what_was_read() -> None:
    header = understood(WHOLE, {"speaker_zh": ""}).header
    assert (header.speaker_zh.value, header.speaker_zh.evidence) == ("", Evidence.GIVEN)


@pytest.mark.parametrize("name", ["place", "year"])
def test_whose_and_when_cannot_be_emptied(name: str) -> None:
    header = understood(WHOLE, {name: ""}).header
    assert getattr(header, name).evidence is Evidence.READ


@pytest.mark.parametrize(
    ("said", "code"),
    [("beijing", "beijing"), ("北京市", "beijing"), ("北京", "beijing"), ("Beijing", "beijing"), ("延慶區", "延庆区")],
)
def test_a_jurisdiction_is_named_by_its_code_or_a_name(said: str, code: str) -> None:
    assert understood(f"政府工作报告\n{BODY}", {"place": said, "year": "2019"}).header.place.value == code


@pytest.mark.parametrize(("text", "field"), [(f"政府工作报告\n{BODY}", "place"), (BODY, "title_zh")])
def test_a_refusal_names_the_field_that_can_be_entered(text: str, field: str) -> None:
    with pytest.raises(ingest.Refusal) as refusal:
        understood(text, {})
    assert refusal.value.field == field


def test_a_file_without_a_year_asks_for_it() -> None:
    with pytest.raises(ingest.Refusal) as refusal:
        understood("政府工作报告\n各位代表：\n过去一年，全市经济社会发展取得显著成绩。\n", {"place": "北京市"})
    assert refusal.value.field == "year"


def test_a_file_that_says_nothing_is_let_in_with_what_a_person_knows() -> None:
    plan = understood(BODY, {"title_zh": "政府工作报告", "place": "北京市", "delivered_on": "2019-01-14"})
    assert (plan.header.place.value, plan.header.year.value) == ("beijing", "2019")


@pytest.mark.parametrize(
    "given",
    [
        {"delivered_on": "2019-02-30"},
        {"delivered_on": "14 January 2019"},
        {"year": "1948"},
        {"year": "2200"},
        {"year": "２０１９"},
        {"place": "somewhere else"},
        {"session_key": "15-2"},
        {"speaker_zh": "陈某\n副市长"},
        {"color": "red"},
        {"year": "2015", "delivered_on": "2019-01-14"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_named(given: dict[str, str]) -> None:
    assert ingest.wrong_in(given).keys() <= given.keys()
    with pytest.raises(ingest.Refusal) as refusal:
        understood(WHOLE, given)
    assert refusal.value.field in given
    assert refusal.value.remedy


def test_a_year_that_is_not_the_date_s_is_refused_whichever_was_entered() -> None:
    for given in ({"year": "2015"}, {"delivered_on": "2015-01-01", "year": "2019"}):
        with pytest.raises(ingest.Refusal):
            understood(WHOLE, given)


def test_a_report_of_december_may_be_next_year_s() -> None:
    plan = understood(WHOLE, {"delivered_on": "2018-12-28", "year": "2019"})
    assert str(plan.header.date) == "2018-12-28"


def test_the_number_of_an_entered_session_follows_its_name() -> None:
    header = understood(WHOLE, {"session_zh": "北京市第十六届人民代表大会第三次会议"}).header
    assert header.session_key.value == "16.3"


def test_what_was_entered_is_not_overruled_by_the_other_language() -> None:
    chinese = ingest.understand("a.zh.txt", WHOLE.encode())
    english = "Report on the Work of the Government\nFellow deputies,\nOver the past year, much was achieved.\n"
    plan = ingest.understand("a.en.txt", english.encode(), beside=chinese, given={"session_key": "15.3"})
    assert plan.header.session_key.value == "15.3"
    assert plan.header.place.value == "beijing"


def test_warnings_about_what_a_person_settled_are_gone() -> None:
    assert understood(WHOLE, {}, "天津市/2014.txt").warnings
    assert understood(WHOLE, {"place": "北京市", "year": "2019"}, "天津市/2014.txt").warnings == []


def test_each_stage_is_told_with_how_far_it_is() -> None:
    told: list[tuple[str, int]] = []
    ingest.understand("a.txt", WHOLE.encode(), tell=lambda stage, percent: told.append((stage, percent)))
    assert [stage for stage, _percent in told] == ["reading", "cleaning", "header", "aligning"]
    assert [percent for _stage, percent in told] == sorted(percent for _stage, percent in told)
