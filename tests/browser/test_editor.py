"""The pair editor in Chromium: by keys alone, by two people at once, without a connection, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from reports import editing, errata, revisions
from reports.models import Erratum, Report, Revision
from tests.browser.seats import taken
from tests.factories import report_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TASKS = [
    (
        0,
        (
            f"第{n}项工作扎实推进，全年投入资金{n + 11}亿元，增长{n}.5%，惠及群众{n + 3}00万人，建成项目{n * 7}个。",
            (
                f"Work on task {n} went ahead steadily: {(n + 11) / 10} billion yuan were invested, up {n}.5 percent, "
                f"to the benefit of {n + 3} million people, and {n * 7} projects were completed."
            ),
        ),
    )
    for n in range(1, 25)
]
LINES = [(1, ("一、工作回顾", "I. Review")), *TASKS[:12], (1, ("二、主要任务", "II. Major Tasks")), *TASKS[12:]]


@pytest.fixture
def report(live_server: LiveServer, index_folder: None, jurisdictions: None, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.setattr("reports.search.catch_up_soon", lambda: None)
    return report_of(LINES)


@pytest.fixture
def seat(browser: Browser, live_server: LiveServer, report: Report, settings: Settings) -> Iterator[Any]:
    """Return a function that seats somebody; any error in a console fails the test."""
    yield from taken(browser, live_server, settings)


def pair(page: Page, number: int) -> Any:
    return page.locator(".editor-pairs > .pair").nth(number - 1)


def here(page: Page) -> Any:
    return page.locator('.pair[aria-current="true"]')


def said(page: Page) -> Any:
    return page.locator(".editor-said p")


def texts(report: Report) -> list[tuple[str, str]]:
    return list(report.pairs.order_by("position").values_list("zh", "en"))


def test_shifted_alignment_is_found_and_mended_by_two_keys(seat: Any, report: Report) -> None:
    somebody = User.objects.create_user("somebody")
    shifted = report.pairs.get(position=6).pk
    editing.perform(report, somebody, {"do": "shift", "pair": shifted, "side": "en", "by": 1}, 0)
    page = seat("li").open()
    page.keyboard.press("n")
    expect(here(page)).to_contain_text("slipped")
    expect(here(page)).to_contain_text("第5项")
    page.keyboard.press("y")
    expect(page.locator(".editor-count .suspicious")).to_have_text("nothing suspicious")
    assert texts(report) == [both for _level, both in LINES]


def test_undo_and_redo_across_kinds_of_acts(seat: Any, report: Report) -> None:
    page = seat("li").open()
    keys = page.keyboard
    keys.press("j")
    acts = [
        ("x", "The sides were swapped."),
        ("a", "The note was kept."),
        ("m", "The pairs were merged."),
        ("2", "The level"),
    ]
    for key, told in acts:
        keys.press(key)
        if key == "a":
            keys.type("Look again.")
            keys.press("Control+Enter")
        expect(said(page)).to_contain_text(told)
    after = texts(report)
    for told in ("A heading's level", "Pairs were merged", "A note was written", "The sides were swapped"):
        keys.press("u")
        expect(said(page)).to_contain_text(f"Undone: “{told}")
    assert texts(report) == [both for _level, both in LINES]
    for told in ("The sides were swapped", "A note was written", "Pairs were merged", "A heading's level"):
        keys.press("Control+Shift+Z")
        expect(said(page)).to_contain_text(f"Redone: “{told}")
    assert texts(report) == after


def test_text_is_edited_in_place_and_saved_as_one_goes(seat: Any, report: Report) -> None:
    page = seat("li").open()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    page.keyboard.type("今年，")
    expect(page.locator(".editor-saved")).to_have_text("Not saved yet")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Home")
    page.keyboard.type("This year, ")
    page.keyboard.press("Enter")
    expect(page.locator(".editor-saved")).to_have_text("All is saved")
    zh, en = texts(report)[1]
    assert (zh[:4], en[:14]) == ("今年，第", "This year, Wor")
    expect(here(page)).to_be_focused()


def test_pair_is_split_at_the_cursor_by_keys(seat: Any, report: Report) -> None:
    report.pairs.filter(position=2).update(
        zh="第一句说改革。第二句说开放。", en="The first sentence is on reform. The second one is on opening up."
    )
    page = seat("li").open()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    for _letter in "第一句说改革。":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Split the pair")).to_be_visible()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("The pair was split.")
    assert texts(report)[1:3] == [
        ("第一句说改革。", "The first sentence is on reform."),
        ("第二句说开放。", "The second one is on opening up."),
    ]


def test_second_of_two_people_is_told_and_shown_the_difference(seat: Any, report: Report) -> None:
    one, other = seat("li").open(), seat("wang").open()
    pair(one, 3).locator('[data-side="en"]').click()
    one.keyboard.press("Control+Home")
    one.keyboard.type("Mine: ")
    pair(other, 3).locator('[data-side="en"]').click()
    other.keyboard.press("Control+Home")
    other.keyboard.type("Theirs: ")
    other.keyboard.press("Enter")
    expect(other.locator(".editor-saved")).to_have_text("All is saved")
    one.keyboard.press("Enter")
    dialog = one.get_by_role("dialog", name="Somebody else was here before you")
    expect(dialog).to_contain_text("wang")
    expect(dialog.locator("ins").first).to_contain_text("Theirs")
    assert Axe().run(one).response["violations"] == []
    one.get_by_role("button", name="Keep mine").click()
    expect(dialog).to_be_hidden()
    expect(pair(one, 3)).to_contain_text("Mine: Work")
    # The other one, who only looks on, is told within seconds.
    expect(pair(other, 3)).to_contain_text("Mine: Work", timeout=15000)
    expect(other.locator(".editor-others")).to_contain_text("Also at work here: li.")
    assert texts(report)[2][1].startswith("Mine: Work")


def test_unsaved_text_survives_a_lost_connection_and_a_closed_page(seat: Any, report: Report) -> None:
    taken = seat("li")
    page = taken.open()

    def lost(route: Route) -> None:
        route.abort()

    page.route("**/act/", lost)
    pair(page, 4).locator('[data-side="zh"]').click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("没有丢失：")
    page.keyboard.press("Enter")
    expect(page.locator(".editor-saved")).to_contain_text("Not saved: The server can’t be reached.")
    expect(pair(page, 4)).to_contain_text("没有丢失：")
    page.close(run_before_unload=False)
    page = taken.page = taken.context.new_page()
    page.goto(taken.address)
    expect(page.locator(".editor-left")).to_contain_text("没有丢失：")
    page.get_by_role("button", name="Save it now").click()
    expect(pair(page, 4)).to_contain_text("没有丢失：")
    expect(page.locator(".editor-left")).to_be_hidden()
    assert texts(report)[3][0].startswith("没有丢失：")
    # What the connection's loss left in the console is no fault of the page.
    taken.wrong[:] = [line for line in taken.wrong if "ERR_FAILED" not in line]


def test_sentences_are_aligned_by_keys(seat: Any, report: Report) -> None:
    report.pairs.filter(position=2).update(
        zh="第一句说改革。第二句说开放。", en="The first sentence is on reform. The second one is on opening up."
    )
    page = seat("li").open()
    page.keyboard.press("j")
    page.keyboard.press("b")
    beads = page.locator(".beads > li")
    expect(beads).to_have_count(2)
    page.keyboard.press("m")
    expect(beads).to_have_count(1)
    page.keyboard.press("s")
    expect(beads).to_have_count(2)
    page.keyboard.press("u")
    expect(beads).to_have_count(1)
    page.keyboard.press("Escape")
    assert len(report.pairs.get(position=2).beads) == 1


def test_acts_on_sentences_wait_for_one_another(seat: Any, report: Report) -> None:
    report.pairs.filter(position=2).update(
        zh="第一句说改革。第二句说开放。", en="The first sentence is on reform. The second one is on opening up."
    )
    page = seat("li").open()
    page.keyboard.press("j")
    page.keyboard.press("b")
    expect(page.locator(".beads > li")).to_have_count(2)
    done: list[str] = []
    page.on("requestfinished", lambda request: done.append(request.url) if request.method == "POST" else None)
    for key in "msmsmsm":
        page.keyboard.press(key)
    while len(done) < 7:
        page.wait_for_event("requestfinished")
    expect(page.locator(".beads > li")).to_have_count(1)
    assert report.revisions.count() == 7


def test_an_archived_report_is_read_and_not_changed(seat: Any, report: Report) -> None:
    there = seat("li")
    page = there.open()
    editing.set_status(report, Report.Status.ARCHIVED, there.user)
    page.keyboard.press("m")
    expect(said(page)).to_contain_text("This report is archived.")
    # The page asks for news by itself; nothing is offered any more that can't be done.
    expect(page.locator(".editor-archived")).to_be_visible()
    expect(page.locator(".editor-tools [data-do=split]")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".editor-pairs textarea")).to_have_count(0)
    expect(here(page)).to_contain_text("第1项工作")
    page.keyboard.press("h")
    expect(page.locator("#dialog-side[open]")).to_be_visible()
    page.keyboard.press("Escape")
    assert Axe().run(page).response["violations"] == []
    page.locator(".editor-archived a").press("Enter")
    page.wait_for_url("**/status/")
    assert there.wrong == []
    assert report.pairs.count() == len(LINES)


def test_pair_goes_to_another_section_and_its_history_brings_it_back(seat: Any, report: Report) -> None:
    page = seat("li").open()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.type("！")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("The text was saved.")
    page.keyboard.press("t")
    page.get_by_role("button", name=re.compile("二、")).click()
    expect(said(page)).to_have_text("The pair was moved.")
    expect(here(page)).to_contain_text("第1项")
    assert texts(report)[-1][0].startswith("！第1项")
    page.keyboard.press("h")
    page.get_by_label("Why, where you restore").fill("It was right before")
    page.get_by_role("button", name="Restore it as it was after this").first.click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_sections_are_walked_by_keys(seat: Any, report: Report) -> None:
    page = seat("li").open()
    page.keyboard.press("]")
    expect(here(page)).to_contain_text("二、主要任务")
    page.keyboard.press("k")
    expect(here(page)).to_contain_text("第12项")
    page.keyboard.press("Home")
    expect(here(page)).to_contain_text("一、工作回顾")


def test_checking_goes_on_to_the_next(seat: Any, report: Report) -> None:
    page = seat("li").open()
    for number in range(1, 4):
        page.keyboard.press("c")
        expect(page.locator(".editor-tools .of")).to_have_text(f"Pair {number + 1}")
        expect(page.locator(".editor-count .unchecked")).to_have_text(f"{26 - number} unchecked")
    assert report.pairs.filter(checked=True).count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_everybody_can_use_it(seat: Any, report: Report, width: int, scheme: str) -> None:
    somebody = User.objects.create_user("somebody")
    keys = list(report.pairs.order_by("position").values_list("pk", flat=True))
    editing.perform(report, somebody, {"do": "shift", "pair": keys[5], "side": "en", "by": 1}, 0)
    editing.perform(report, somebody, {"do": "note", "pair": keys[1], "text": "Look again."}, 1)
    report_error(report, 1)
    taken = seat("li", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = taken.open()
    keys_pressed = (
        "",
        "Enter",
        "Escape",
        "r",
        "r",
        "x",
        "w",
        "Escape",
        "s",
        "Escape",
        ".",
        "Escape",
        "?",
        "Escape",
        "h",
    )
    for key in (*keys_pressed, "Escape", "b"):
        if key:
            page.keyboard.press(key)
            page.wait_for_timeout(250)
        if key != "Escape":
            assert Axe().run(page).response["violations"] == [], key
            assert page.evaluate("document.documentElement.scrollWidth") == width
    for name in ("history/", "history/restore/?moment=2001-01-01T00:00", "status/", f"pairs/{keys[1]}/"):
        page.goto(f"{taken.address}{name}")
        assert Axe().run(page).response["violations"] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == width


def report_error(report: Report, position: int) -> Erratum:
    message = "“5 percent” should be “1.5 percent”."
    pair = report.pairs.get(position=position)
    return errata.report_error(pair, about=Erratum.About.ENGLISH, message=message).erratum


def test_what_readers_reported_is_opened_and_answered_by_keys(seat: Any, report: Report) -> None:
    erratum = report_error(report, 2)
    page = seat("li").open()
    expect(page.locator(".editor-outline .reported")).to_have_text(re.compile(r"^\s*✉ 1\s*$"))
    page.keyboard.press("r")
    expect(said(page)).to_contain_text("No reader has reported an error at this pair")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(pair(page, 2).get_by_text("should be “1.5 percent”")).to_be_visible()
    expect(pair(page, 2).get_by_role("link", name="Answer it")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reports/erratum/{erratum.pk}/change/")


def test_why_is_said_right_after_an_act(seat: Any, report: Report) -> None:
    page = seat("li").open()
    page.keyboard.press("w")
    expect(said(page)).to_have_text("You have done nothing in this report yet.")
    page.keyboard.press("x")
    page.keyboard.press("w")
    dialog = page.get_by_role("dialog", name="Why")
    expect(dialog).to_contain_text("“The sides were swapped”")
    page.keyboard.type("The file had them in the other column.")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("The history tells why now.")
    newest = report.revisions.order_by("-id").first()
    assert newest
    assert newest.note == "The file had them in the other column."


def test_what_undo_takes_back_is_written_on_its_button(seat: Any, report: Report) -> None:
    page = seat("li", viewport={"width": 768, "height": 1000}, has_touch=True).open()
    page.keyboard.press("x")
    button = page.locator('.editor-bar [data-do="undo"]')
    expect(button).to_have_text(re.compile("Undo “The sides were swapped”"))
    box = button.bounding_box()
    assert box
    assert box["width"] > 150
    assert box["x"] + box["width"] <= 768
    button.tap()
    expect(said(page)).to_contain_text("Undone: “The sides were swapped”")


def test_tools_on_a_phone_are_big_enough_to_tap(seat: Any, report: Report) -> None:
    page = seat("li", viewport={"width": 390, "height": 800}, has_touch=True).open()
    sizes = page.eval_on_selector_all(
        ".editor-tools button, .editor-bar button, .pair .tick",
        "all => all.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect())"
        ".map(({ width, height, right }) => [width, height, right])",
    )
    assert sizes
    assert all(width >= 24 and height >= 44 and right <= 390 for width, height, right in sizes)
    page.get_by_role("button", name="More").tap()
    page.get_by_role("button", name="Swap the sides").tap()
    expect(said(page)).to_have_text("The sides were swapped.")
    page.locator(".editor-said").get_by_role("button", name="Undo").tap()
    expect(said(page)).to_contain_text("Undone")


def test_whoever_was_signed_out_loses_nothing_and_goes_on_once_signed_in_again(seat: Any, report: Report) -> None:
    taken = seat("li")
    page = taken.open()
    taken.context.clear_cookies()
    pair(page, 2).locator('[data-side="en"]').click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Kept: ")
    page.keyboard.press("Enter")
    expect(page.locator(".editor-saved")).to_contain_text("You are signed out.")
    taken.sign_in()
    expect(page.locator(".editor-saved")).to_have_text("All is saved", timeout=15000)
    assert texts(report)[1][1].startswith("Kept: Work")
    # The token of the old session was refused once.
    taken.wrong[:] = [line for line in taken.wrong if "403" not in line]


def test_text_that_can_not_be_is_given_back_to_be_mended(seat: Any, report: Report) -> None:
    report.pairs.filter(position=2).update(en="")
    page = seat("li").open()
    pair(page, 2).locator('[data-side="zh"]').click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("A pair has text in one language at least.")
    expect(pair(page, 2).locator('textarea[data-side="zh"]')).to_be_focused()
    page.keyboard.type("还有。")
    page.keyboard.press("Enter")
    expect(page.locator(".editor-saved")).to_have_text("All is saved")
    assert texts(report)[1] == ("还有。", "")


def test_the_menu_does_what_the_keys_do(seat: Any, report: Report) -> None:
    page = seat("li").open()
    page.keyboard.press(".")
    page.get_by_role("button", name="Insert a pair below").click()
    page.get_by_label("Chinese", exact=True).fill("新的一段。")
    page.get_by_role("button", name=re.compile("^Insert")).click()
    expect(said(page)).to_have_text("A pair was inserted.")
    expect(here(page)).to_contain_text("新的一段。")
    page.keyboard.press("Delete")
    page.get_by_label("Why (may be left empty)").fill("Not in the print")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("The pair was removed.")
    assert texts(report) == [both for _level, both in LINES]
    assert report.revisions.first().note == "Not in the print"  # type: ignore[union-attr]


def test_text_that_nobody_touched_is_not_changed_by_opening_it(seat: Any, report: Report) -> None:
    report.pairs.filter(position=2).update(zh="\u3000\u3000第一行\n第二行", en=" Line one\nLine two ")
    page = seat("li").open()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(said(page)).to_have_text("The mark was changed.")
    assert texts(report)[1] == ("\u3000\u3000第一行\n第二行", " Line one\nLine two ")
    assert report.revisions.count() == 1


def test_what_is_pasted_becomes_one_line(seat: Any, report: Report) -> None:
    page = seat("li").open()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("第一行，\n第二行。")
    page.keyboard.press("Escape")
    expect(said(page)).to_have_text("The text was saved.")
    assert texts(report)[1][0] == "第一行，第二行。"


def test_undo_of_a_file_asks_first_and_restoring_what_another_changed_shows_it(seat: Any, report: Report) -> None:
    own = seat("li")
    li = User.objects.get(username="li")
    state = revisions.read(report)
    lines = tuple(replace(line, en="") if at in {1, 2} else line for at, line in enumerate(state.lines))
    revisions.change(report, replace(state, lines=lines), revisions.Act(Revision.Kind.MERGED, li))
    page = own.open()
    page.keyboard.press("u")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Undo “A file was added”?")
    expect(asked).to_contain_text("2 pairs get other texts.")
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()
    assert report.pairs.filter(en="").count() == 2
    page.keyboard.press("u")
    asked.get_by_role("button", name="Undo").click()
    expect(said(page)).to_contain_text("Undone: “A file was added”")
    assert texts(report) == [both for _level, both in LINES]
    # What others do is not asked for meanwhile, as between two looks.
    page.route("**/news/**", lambda route: route.fulfill(status=204))
    page.keyboard.press("h")
    expect(page.get_by_role("button", name="Restore it as it was after this").first).to_be_visible()
    key = page.locator("#dialog-side").get_attribute("data-pair")
    act = {"do": "edit", "pair": key, "en": "Somebody's own."}
    editing.perform(report, User.objects.create_user("somebody"), act, editing.latest_revision(report))
    page.get_by_role("button", name="Restore it as it was after this").first.click()
    expect(asked).to_contain_text("somebody")
    asked.get_by_role("button", name="Keep theirs").click()
    expect(here(page)).to_contain_text("Somebody's own.")
