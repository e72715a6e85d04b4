"""Files of a report that get other numbers: read anew as they were read, and refused with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from reports import ingest, intake
from reports.models import IngestJob, Report, SourceFile

pytestmark = pytest.mark.django_db

HEAD = "政府工作报告\n——2019年1月14日在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n"
ONE = "各位代表：\n过去一年，全市生产总值增长百分之六点六，达到三万亿元，财政收入和居民收入同步提高。\n一、去年的工作\n"
TWO = "新建高标准农田三十万亩，蔬菜和生猪供应充足，价格平稳，市场秩序良好，群众满意度提高。\n二、今年的任务\n"
THREE = "两条轨道交通新线开通运营，通勤时间缩短，换乘站全部完成改造，公共交通出行比例上升。\n"


def taken_in(body: str, number: int, encoding: str = "utf-8", choices: dict[str, Any] | None = None) -> SourceFile:
    content = body.encode(encoding)
    plan = ingest.understand(f"{number}.txt", content, given={"part": str(number), "place": "北京市", "year": "2019"})
    outcome = ingest.store(plan, publish=False)
    source = SourceFile.objects.get(name=plan.name)
    IngestJob.objects.create(
        file_name=plan.name, source=source, report=outcome.report, state="done", choices=choices or {}
    )
    return source


@pytest.fixture
def files() -> list[SourceFile]:
    """Return the files of a report, of which the second and third were numbered the wrong way round."""
    # The second is in GBK, the last tells neither whose it is nor of which year: its job has that from a person.
    told = {"header": {"place": "北京市", "year": "2019", "title_zh": "政府工作报告"}}
    second = f"{HEAD}{THREE}"
    return [
        taken_in(f"{HEAD}{ONE}", 1),
        taken_in(second, 2, "gb18030"),
        taken_in(f"政府工作报告\n{TWO}", 3, choices=told),
    ]


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("li")


def shown(report: Report) -> list[str]:
    return [zh[:2] for zh in report.pairs.order_by("position").values_list("zh", flat=True)]


def swapped(files: list[SourceFile]) -> dict[int, int | None]:
    return {files[1].pk: 3, files[2].pk: 2}


def test_files_are_read_as_they_were_when_they_came(files: list[SourceFile], editor: User) -> None:
    report = Report.objects.get()
    assert shown(report) == ["各位", "过去", "一、", "两条", "新建", "二、"]
    found = intake.would_renumber(report, swapped(files))
    assert found.left == []
    assert intake.renumber(report, swapped(files), editor, found.stamp, "Numbered wrongly")
    assert shown(report) == ["各位", "过去", "一、", "新建", "二、", "两条"]
    assert report.revisions.latest("pk").note == "Numbered wrongly"


def test_a_file_of_before_there_were_jobs_is_read_beside_the_others(files: list[SourceFile]) -> None:
    IngestJob.objects.all().delete()
    found = intake.would_renumber(Report.objects.get(), swapped(files))
    assert [line.zh[:2] for line in found.after.lines] == ["各位", "过去", "一、", "新建", "二、", "两条"]


def test_a_file_that_cannot_be_read_any_more_keeps_its_number(files: list[SourceFile]) -> None:
    SourceFile.objects.filter(pk=files[1].pk).update(content=b"")
    report = Report.objects.get()
    with pytest.raises(ingest.Refusal) as refused:
        intake.would_renumber(report, swapped(files))
    assert refused.value.file == "2.txt"
    # It is in nobody else's way.
    found = intake.would_renumber(report, {files[2].pk: 1})
    assert found.numbers == {files[2].pk: 1}


def test_what_was_seen_otherwise_is_not_done(files: list[SourceFile], editor: User) -> None:
    report = Report.objects.get()
    stamp = intake.would_renumber(report, swapped(files)).stamp
    with pytest.raises(intake.Meanwhile):
        intake.renumber(report, {files[1].pk: None}, editor, stamp)
    taken_in(f"{HEAD}四条新的高速公路建成通车，沿线的物流园区同步投入使用，货运成本明显下降。\n", 4)
    with pytest.raises(intake.Meanwhile):
        intake.renumber(report, swapped(files), editor, stamp)
    assert shown(report)[3:6] == ["两条", "新建", "二、"]


def test_the_files_of_an_archived_report_keep_their_numbers(files: list[SourceFile], editor: User) -> None:
    report = Report.objects.get()
    stamp = intake.would_renumber(report, swapped(files)).stamp
    Report.objects.update(status="archived")
    with pytest.raises(ingest.Refusal, match="archived"):
        intake.renumber(report, swapped(files), editor, stamp)
    assert shown(report)[3] == "两条"
