from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports import editing, revisions
from reports.models import Report, Revision
from tests.admin.editor.conftest import Act, at, post
from tests.factories import report_of


def test_history_of_a_pair_tells_who_when_what_and_why(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("edit", pair=keys[3], zh="人工智能核心产业规模突破4000亿元。", why="As printed")
    html = seat.get(at("pair-history", report, keys[3])).json()["html"]
    assert "<del>3000</del><ins>4000</ins>" in html
    assert "As printed" in html
    assert "<span>li</span>" in html


def test_history_of_an_untouched_pair(seat: Client, report: Report, keys: list[int]) -> None:
    assert "as it came" in seat.get(at("pair-history", report, keys[3])).json()["html"]


def test_history_of_a_pair_of_nowhere_is_not_found(seat: Client, report: Report) -> None:
    assert seat.get(at("pair-history", report, 987654)).status_code == 404


def test_pair_is_restored_with_the_reason(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("edit", pair=keys[3], en="First.")
    first = editing.latest_revision(report)
    act("edit", pair=keys[3], en="Second.")
    seen = editing.latest_revision(report)
    body = {"revision": first, "seen": seen, "why": "The first was right", "stamps": {}, "at": keys[3]}
    told = post(seat, at("pair-history", report, keys[3]), body).json()["page"]
    assert "First." in told["rows"][str(keys[3])]
    assert report.pairs.get(pk=keys[3]).en == "First."
    assert report.revisions.first().note == "The first was right"  # type: ignore[union-attr]


def test_removed_pair_comes_back(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("note", pair=keys[5], text="Keep it.")
    first = editing.latest_revision(report)
    act("remove", pair=keys[5])
    body = {"revision": first, "seen": editing.latest_revision(report), "stamps": {}, "at": keys[4]}
    post(seat, at("pair-history", report, keys[5]), body)
    assert list(report.pairs.order_by("position").values_list("pk", flat=True)) == keys


def test_pair_that_was_not_there_then_can_not_be_restored(
    act: Act, seat: Client, report: Report, keys: list[int]
) -> None:
    act("edit", pair=keys[1], en="Changed.")
    first = editing.latest_revision(report)
    new = next(key for key in act("insert", behind=keys[1], zh="新")["order"] if key not in keys)
    assert (
        post(seat, at("pair-history", report, new), {"revision": first}).json()["said"] == "The pair wasn't there then."
    )


def test_history_of_a_report_shows_each_revision_and_what_it_changed(
    act: Act, seat: Client, report: Report, keys: list[int]
) -> None:
    act("edit", pair=keys[1], en="Changed at last.")
    act("merge", pair=keys[5], **{"with": "next"})
    page = seat.get(at("history", report)).content.decode()
    assert page.index("Pairs were merged") < page.index("Text was edited", page.index("passed"))
    assert "Changed at last." in page
    assert "The pair became a part of another one." in page


def test_history_is_narrowed(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("edit", pair=keys[1], en="Changed.")
    act("check", pair=keys[1], checked=True)
    address = at("history", report)
    assert len(seat.get(address).context["passed"]) == 2
    assert [one["revision"].kind for one in seat.get(address, {"kind": "check"}).context["passed"]] == ["check"]
    assert len(seat.get(address, {"by": "li"}).context["passed"]) == 2
    assert seat.get(address, {"since": "2200-01-01"}).context["passed"] == []
    assert len(seat.get(address, {"kind": "nonsense"}).context["passed"]) == 2


def test_history_is_paged(seat: Client, report: Report, editor: Any) -> None:
    for _number in range(25):
        revisions.created(report, revisions.Act(Revision.Kind.CREATED, editor))
    assert len(seat.get(at("history", report)).context["passed"]) == 20
    assert len(seat.get(at("history", report), {"page": 2}).context["passed"]) == 5


def test_two_moments_are_compared(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("edit", pair=keys[1], en="One thing.")
    first = editing.latest_revision(report)
    act("edit", pair=keys[1], en="Two things.")
    last = editing.latest_revision(report)
    page = seat.get(at("compare", report), {"from": last, "to": first}).content.decode()
    assert "<del>One thing.</del><ins>Two things.</ins>" in page
    assert "Nothing differs." in seat.get(at("compare", report), {"from": last}).content.decode()
    assert seat.get(at("compare", report), {"from": 987654}).status_code == 404


def test_report_is_brought_back_after_a_look(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("edit", pair=keys[1], en="First.")
    first = editing.latest_revision(report)
    act("merge", pair=keys[3], **{"with": "previous"})
    act("edit", pair=keys[1], en="Second.")
    shown = seat.get(at("restore", report), {"revision": first})
    assert "Second" in shown.content.decode()
    assert report.pairs.get(pk=keys[1]).en == "Second."
    seat.post(at("restore", report), {"revision": first, "why": "All wrong", "seen": editing.latest_revision(report)})
    assert report.pairs.get(pk=keys[1]).en == "First."
    assert list(report.pairs.order_by("position").values_list("pk", flat=True)) == keys
    latest = report.revisions.first()
    assert latest
    assert (latest.kind, latest.note) == ("restored", "All wrong")


def test_report_as_of_a_moment_by_the_clock(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    act("edit", pair=keys[1], en="Changed.")
    page = seat.get(at("restore", report), {"moment": "2001-01-01T00:00"})
    assert "Changed." in page.content.decode()
    seat.post(at("restore", report), {"moment": "2001-01-01T00:00", "seen": editing.latest_revision(report)})
    assert report.pairs.get(pk=keys[1]).en == "Twenty-nine scientific facilities were activated."


def test_restoring_to_no_moment_leads_back(seat: Client, report: Report) -> None:
    for given in ({}, {"moment": "yesterday"}, {"revision": 987654}):
        assert seat.get(at("restore", report), given).headers["Location"] == at("history", report)


def test_nothing_to_restore_is_said(seat: Client, report: Report) -> None:
    assert "Nothing would change" in seat.get(at("restore", report), {"moment": "2101-01-01T00:00"}).content.decode()


def test_pair_is_restored_as_it_came(act: Act, seat: Client, report: Report, keys: list[int]) -> None:
    as_it_came = report.pairs.get(pk=keys[3]).en
    act("note", pair=keys[0], text="Something else before.")
    act("edit", pair=keys[3], en="First.")
    act("edit", pair=keys[3], en="Second.")
    seen = editing.latest_revision(report)
    post(seat, at("pair-history", report, keys[3]), {"revision": 0, "seen": seen, "stamps": {}, "at": keys[3]})
    assert report.pairs.get(pk=keys[3]).en == as_it_came
    assert report.pairs.get(pk=keys[0]).note == "Something else before."


def test_pair_is_not_restored_to_a_revision_of_another_report(
    act: Act, seat: Client, report: Report, keys: list[int], other: User
) -> None:
    foreign = report_of(slug="beijing-2020", year=2020)
    revision = revisions.created(foreign, revisions.Act(Revision.Kind.CREATED, other))
    answer = post(seat, at("pair-history", report, keys[3]), {"revision": revision.pk})
    assert answer.status_code == 404


def test_a_page_of_the_history_asks_no_more_for_more_revisions(
    act: Act, seat: Client, report: Report, keys: list[int]
) -> None:
    act("edit", pair=keys[1], en="First.")
    with CaptureQueriesContext(connection) as one:
        seat.get(at("history", report))
    for number in range(6):
        act("edit", pair=keys[1], en=f"Text {number}.")
    with CaptureQueriesContext(connection) as more:
        assert "<ins>5</ins>" in seat.get(at("history", report)).content.decode()
    assert len(more) == len(one)


def test_pair_that_another_changed_meanwhile_is_not_restored_unseen(
    act: Act, seat: Client, report: Report, keys: list[int], other: User
) -> None:
    act("edit", pair=keys[3], en="First.")
    first = editing.latest_revision(report)
    act("edit", pair=keys[3], en="Second.")
    seen = editing.latest_revision(report)
    body = {"revision": first, "seen": seen, "stamps": {}, "at": keys[3]}
    editing.perform(report, other, {"do": "edit", "pair": keys[3], "en": "Wang's own."}, seen)
    conflict = post(seat, at("pair-history", report, keys[3]), body).json()["conflict"]
    assert report.pairs.get(pk=keys[3]).en == "Wang's own."
    assert "<strong>wang</strong>" in conflict["html"]
    assert "<ins>First.</ins>" in conflict["html"]
    assert "Do mine anyway" in conflict["html"]
    post(seat, at("pair-history", report, keys[3]), {**body, "seen": conflict["latest"]})
    assert report.pairs.get(pk=keys[3]).en == "First."


def test_report_that_another_changed_since_the_look_is_not_brought_back_unseen(
    act: Act, seat: Client, report: Report, keys: list[int], other: User
) -> None:
    act("edit", pair=keys[1], en="First.")
    form: dict[str, Any] = {"revision": editing.latest_revision(report), "why": "All wrong"}
    act("edit", pair=keys[1], en="Second.")
    seen = seat.get(at("restore", report), form).context["seen"]
    editing.perform(report, other, {"do": "edit", "pair": keys[3], "en": "Wang's own."}, seen)
    page = seat.post(at("restore", report), {**form, "seen": seen})
    assert (report.pairs.get(pk=keys[1]).en, report.pairs.get(pk=keys[3]).en) == ("Second.", "Wang's own.")
    shown = page.content.decode()
    assert "Somebody changed the report since you looked" in shown
    assert "<strong>wang</strong>" in shown
    assert 'value="All wrong"' in shown
    assert seat.post(at("restore", report), {**form, "seen": page.context["seen"]}).status_code == 302
    assert report.pairs.get(pk=keys[1]).en == "First."
    assert report.pairs.get(pk=keys[3]).en != "Wang's own."


def test_who_does_not_say_what_they_saw_is_shown_it_first(
    act: Act, seat: Client, report: Report, keys: list[int]
) -> None:
    act("edit", pair=keys[1], en="First.")
    assert "since you looked" in seat.post(at("restore", report), {"moment": "2001-01-01T00:00"}).content.decode()
    assert report.pairs.get(pk=keys[1]).en == "First."
