"""The page on which the files of a report get other numbers among its parts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reports import editing, ingest, people
from reports.models import Report, SourceFile
from tests.admin.editor.conftest import at, member, signed_in

HEAD = "政府工作报告\n——2019年1月14日在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n"
ONE = "各位代表：\n过去一年，全市生产总值增长百分之六点六，达到三万亿元，财政收入和居民收入同步提高。\n一、去年的工作\n"
TWO = "新建高标准农田三十万亩，蔬菜和生猪供应充足，价格平稳，市场秩序良好，群众满意度提高。\n二、今年的任务\n"
THREE = "两条轨道交通新线开通运营，通勤时间缩短，换乘站全部完成改造，公共交通出行比例上升。\n"


def taken_in(body: str, name: str, number: int | None) -> SourceFile:
    given = {"part": str(number or "")}
    plan = ingest.understand(name, f"{HEAD}{body}".encode(), given=given)
    ingest.store(plan, publish=True)
    return SourceFile.objects.get(name=name)


@pytest.fixture
def files(db: None) -> list[SourceFile]:
    """Return the files of a report, the second and third of which were numbered the wrong way round."""
    return [taken_in(ONE, "a.txt", 1), taken_in(THREE, "c.txt", 2), taken_in(TWO, "b.txt", 3)]


@pytest.fixture
def report(files: list[SourceFile]) -> Report:
    return Report.objects.get()


def shown(report: Report) -> list[str]:
    return [zh[:2] for zh in report.pairs.order_by("position").values_list("zh", flat=True)]


def asked(files: list[SourceFile], *numbers: int | str) -> dict[str, int | str]:
    return {f"part-{file.pk}": number for file, number in zip(files, numbers, strict=True)}


def looked_at(seat: Client, report: Report, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the page would send that shows what these numbers do."""
    page = seat.get(at("parts", report), given)
    return {**given, "stamp": page.context["found"].stamp, "seen": page.context["seen"]}


def test_page_lists_the_files_with_their_numbers(seat: Client, report: Report, files: list[SourceFile]) -> None:
    rows = seat.get(at("parts", report)).context["rows"]
    assert [(file.name, number.value()) for file, number in rows] == [("a.txt", 1), ("c.txt", 2), ("b.txt", 3)]


def test_looking_changes_nothing_and_shows_the_outline_before_and_after(
    seat: Client, report: Report, files: list[SourceFile]
) -> None:
    page = seat.get(at("parts", report), asked(files, 1, 3, 2))
    assert page.status_code == 200
    assert [line.zh[:2] for line in page.context["found"].after.lines] == [
        "各位",
        "过去",
        "一、",
        "新建",
        "二、",
        "两条",
    ]
    assert shown(report) == ["各位", "过去", "一、", "两条", "新建", "二、"]
    html = page.content.decode()
    assert html.index("Before</h3>") < html.index("After</h3>") < html.index("Save the numbers")
    assert "Every pair stays" not in html


def test_two_files_change_their_numbers_in_one_go(
    seat: Client,
    report: Report,
    files: list[SourceFile],
    catches_up: list[str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    keys = set(report.pairs.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        answer = seat.post(at("parts", report), looked_at(seat, report, asked(files, 1, 3, 2)), follow=True)
    assert shown(report) == ["各位", "过去", "一、", "新建", "二、", "两条"]
    assert dict(report.sources.values_list("name", "part")) == {"a.txt": 1, "b.txt": 2, "c.txt": 3}
    assert set(report.pairs.values_list("pk", flat=True)) == keys
    assert "The numbers are changed" in answer.content.decode()
    assert catches_up == ["told"]


def test_history_tells_it_and_undo_takes_it_back(
    seat: Client, editor: User, report: Report, files: list[SourceFile]
) -> None:
    seat.post(at("parts", report), {**looked_at(seat, report, asked(files, 1, 3, 2)), "why": "Numbered wrongly"})
    html = seat.get(at("history", report)).content.decode()
    assert "Files got other numbers among the parts" in html
    assert "Numbered wrongly" in html
    assert "Part, “b.txt”" in html
    assert "3 → 2" in html
    latest = editing.latest_revision(report)
    editing.perform(report, editor, {"do": "undo", "sure": latest}, latest)
    assert shown(report) == ["各位", "过去", "一、", "两条", "新建", "二、"]
    assert dict(report.sources.values_list("name", "part")) == {"a.txt": 1, "c.txt": 2, "b.txt": 3}


def test_the_second_of_two_people_is_told_and_nothing_is_done(
    seat: Client, other: User, report: Report, files: list[SourceFile]
) -> None:
    mine = looked_at(seat, report, asked(files, 1, 3, 2))
    theirs = signed_in(other)
    theirs.post(at("parts", report), looked_at(theirs, report, asked(files, 3, 2, 1)))
    there = shown(report)
    answer = seat.post(at("parts", report), mine)
    assert answer.status_code == 409
    assert "wang changed this report meanwhile" in answer.content.decode()
    assert shown(report) == there


def test_a_text_that_is_corrected_meanwhile_is_in_nobodys_way(
    seat: Client, other: User, report: Report, files: list[SourceFile]
) -> None:
    mine = looked_at(seat, report, asked(files, 1, 3, 2))
    key = report.pairs.get(zh__startswith="新建").pk
    editing.perform(report, other, {"do": "edit", "pair": key, "en": "Farmland."}, editing.latest_revision(report))
    assert seat.post(at("parts", report), mine).status_code == 302
    assert report.pairs.get(pk=key).en == "Farmland."


def test_a_number_that_is_none_is_refused_at_its_field(seat: Client, report: Report, files: list[SourceFile]) -> None:
    for number in ("0", "-1", "1000", "x"):
        answer = seat.post(at("parts", report), asked(files, 1, number, 2))
        assert answer.status_code == 400
        assert answer.context["form"].errors.keys() == {f"part-{files[1].pk}"}
    assert dict(report.sources.values_list("name", "part"))["c.txt"] == 2


def test_an_archived_report_is_refused(seat: Client, editor: User, report: Report, files: list[SourceFile]) -> None:
    mine = looked_at(seat, report, asked(files, 1, 3, 2))
    editing.set_status(report, "archived", editor)
    answer = seat.post(at("parts", report), mine)
    assert answer.status_code == 409
    assert "This report is archived" in answer.content.decode()
    assert shown(report)[3] == "两条"


def test_contributors_are_kept_out_even_of_their_own_drafts(report: Report, files: list[SourceFile]) -> None:
    Report.objects.update(status="draft")
    client = signed_in(member("zhao", people.Role.CONTRIBUTOR))
    assert client.get(at("parts", report)).status_code == 403
    assert client.post(at("parts", report), asked(files, 1, 3, 2)).status_code == 403


def test_the_page_of_a_stored_file_leads_there(seat: Client, report: Report, files: list[SourceFile]) -> None:
    html = seat.get(f"/admin/reports/sourcefile/{files[1].pk}/change/").content.decode()
    assert f"{at('parts', report)}#part-{files[1].pk}" in html
