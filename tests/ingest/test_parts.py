"""The parts that a report comes in: by name, by title, and where a part without a number goes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports import ingest
from reports.ingest.parts import number_of
from reports.ingest.plan import Evidence, Line
from reports.models import PairVariant, Report

pytestmark = pytest.mark.django_db

HEAD = "政府工作报告\n——2019年1月14日在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n"
ONE = "过去一年，全市生产总值增长百分之六点六，达到三万亿元，财政收入和居民收入同步提高。\n"
TWO = "新建高标准农田三十万亩，蔬菜和生猪供应充足，价格平稳，市场秩序良好，群众满意度提高。\n"
THREE = "两条轨道交通新线开通运营，通勤时间缩短，换乘站全部完成改造，公共交通出行比例上升。\n"
NOTHING_TELLS = "Nothing tells where in the report this file belongs"


def understood(body: str, name: str = "a.txt", **given: str) -> ingest.Plan:
    return ingest.understand(name, f"{HEAD}{body}".encode(), given=given)


def taken_in(*plans: ingest.Plan, user: User | None = None) -> list[ingest.Outcome]:
    return [ingest.store(plan, publish=False, user=user) for plan in plans]


def shown() -> list[str]:
    return [zh[:2] for zh in Report.objects.get().pairs.order_by("position").values_list("zh", flat=True)]


class TestNumber:
    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("beijing-2025-part-3.txt", "3"),
            ("x_part07.docx", "7"),
            ("北京/第3部分.txt", "3"),
            ("第十二部分.txt", "12"),
            ("报告 第二篇.txt", "2"),
            ("p4.txt", "4"),
            ("beijing_2025_2.txt", "2"),
            ("2025_01_14_report_2.txt", "2"),
        ],
    )
    def test_a_name_tells_it(self, name: str, number: str) -> None:
        assert (number_of(name, []).value, number_of(name, []).evidence) == (number, Evidence.INFERRED)

    @pytest.mark.parametrize(
        "name",
        [
            "2025.txt",
            "北京市第十五届人民代表大会第二次会议.txt",
            "第2次会议.txt",
            "第15届.txt",
            "report_2025.txt",
            "report_2025_01_14.txt",
            "part-0.txt",
        ],
    )
    def test_sessions_years_and_dates_are_none(self, name: str) -> None:
        assert not number_of(name, [])

    def test_a_title_tells_it_with_its_line(self) -> None:
        found = number_of("a.txt", [Line(4, "北京市政府工作报告全文【中英文对照】(五)")])
        assert (found.value, found.evidence, found.line) == ("5", Evidence.READ, 4)

    def test_a_person_goes_before_the_name(self) -> None:
        plan = understood(ONE, "part-9.txt", part="2")
        assert (plan.part, plan.header.part.evidence, plan.read["part"].value) == (2, Evidence.GIVEN, "9")

    def test_a_person_can_say_that_it_is_none(self) -> None:
        assert understood(ONE, "part-9.txt", part="").part is None

    @pytest.mark.parametrize("value", ["0", "-1", "1.5", "一", "1000", "²"])
    def test_what_is_no_number_is_refused(self, value: str) -> None:
        assert "part" in ingest.wrong_in({"part": value})
        with pytest.raises(ingest.Refusal) as refused:
            understood(ONE, part=value)
        assert refused.value.field == "part"

    def test_the_english_has_that_of_its_chinese(self) -> None:
        chinese = understood(ONE, "a.zh.txt", part="4")
        english = ingest.understand("a.en.txt", b"GDP grew by 6.6 percent in the past year.\n", beside=chinese)
        assert english.part == 4


class TestPlace:
    @pytest.mark.parametrize(
        "body",
        [f"二、今年的工作\n{ONE}", f"各位代表：\n{ONE}", f"{ONE}一、去年的工作\n{TWO}"],
        ids=["number", "greeting", "beginning"],
    )
    def test_a_file_tells_it_itself(self, body: str) -> None:
        assert ingest.tells_its_place(understood(body))

    @pytest.mark.parametrize("body", [ONE + TWO, f"{ONE}三、今年的工作\n{TWO}"], ids=["paragraphs", "goes on"])
    def test_paragraphs_alone_do_not(self, body: str) -> None:
        assert not ingest.tells_its_place(understood(body))
        assert ingest.tells_its_place(understood(body, "part-2.txt"))

    def test_one_that_does_not_goes_on_where_the_report_ends_and_is_doubted(self) -> None:
        first, second = taken_in(understood(f"一、去年的工作\n{ONE}"), understood(TWO))
        assert shown() == ["一、", "过去", "新建"]
        assert set(Report.objects.get().pairs.values_list("section__heading_zh", flat=True)) == {"一、去年的工作"}
        assert not any(NOTHING_TELLS in warning for warning in first.warnings)
        assert any(NOTHING_TELLS in warning for warning in second.warnings)

    def test_the_whole_report_afterwards_adds_nothing(self) -> None:
        taken_in(understood(f"一、去年的工作\n{ONE}"), understood(TWO))
        (whole,) = taken_in(understood(f"一、去年的工作\n{ONE}{TWO}"))
        assert whole.status == "unchanged"

    def test_a_copy_of_what_is_there_is_no_doubt_and_adds_nothing(self) -> None:
        taken_in(understood(f"一、去年的工作\n{ONE}{TWO}", "whole.txt"))
        (copy,) = taken_in(understood(f"一、去年的工作\n{ONE}{TWO}\n\n", "copy.txt"))
        assert (copy.status, copy.warnings) == ("unchanged", [])

    def test_damaged_paragraphs_stay_versions_of_those_that_are_there(self) -> None:
        taken_in(understood(ONE + TWO, "whole.txt"))
        (damaged,) = taken_in(understood(TWO.replace("价格平稳", "价格平隐"), "damaged.txt"))
        assert (damaged.report.pairs.count(), damaged.pairs_added) == (2, 0)
        assert [variant.zh[:2] for variant in PairVariant.objects.all()] == ["新建"]

    def test_numbers_that_a_person_enters_decide_whatever_came_first(self) -> None:
        outcomes = taken_in(
            understood(THREE, "c.txt", part="3"), understood(ONE, "b.txt", part="1"), understood(TWO, "a.txt", part="2")
        )
        assert shown() == ["过去", "新建", "两条"]
        assert not any(NOTHING_TELLS in warning for outcome in outcomes for warning in outcome.warnings)
        assert [source.part for source in Report.objects.get().sources.order_by("part")] == [1, 2, 3]

    def test_a_part_follows_what_has_no_number(self) -> None:
        taken_in(understood(f"一、去年的工作\n{ONE}"), understood(TWO, part="2"))
        assert shown() == ["一、", "过去", "新建"]

    @pytest.mark.parametrize(
        "again", ["一、去年的工作\n（一）经济\n", "（一）经济\n", ""], ids=["all", "the last", "none"]
    )
    def test_a_part_has_the_headings_once_that_it_repeats(self, again: str) -> None:
        taken_in(
            understood(f"各位代表：\n一、去年的工作\n（一）经济\n{ONE}", part="1"),
            understood(f"{again}{TWO}（二）民生\n{THREE}", part="2"),
        )
        assert shown() == ["各位", "一、", "（一", "过去", "新建", "（二", "两条"]

    def test_a_part_has_the_headings_once_that_it_repeats_below_a_salutation(self) -> None:
        again = "各位代表：\n一、去年的工作\n（一）经济\n"
        taken_in(*(understood(f"{again}{text}", part=str(part)) for part, text in enumerate((ONE, TWO, THREE), 1)))
        assert [line for line in shown() if line != "各位"] == ["一、", "（一", "过去", "新建", "两条"]
