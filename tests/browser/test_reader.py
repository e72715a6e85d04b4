"""What a reader does with a report: layouts, scripts, sentences, terms, places, keys, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Report
from tests.factories import report_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ZH, EN = "深化改革开放。激发市场活力。", "We deepened reform. This gave the market new life."
BEADS = [[0, 7, 0, 19, 0.9], [7, 14, 20, 50, 0.9]]
ONE_LANGUAGE = (("只有中文。", ""), ("", "English alone."))
LAYOUTS = ("Side by side", "Stacked", "Chinese", "English")


def lines(year: int) -> list[tuple[int, tuple[str, str]]]:
    body = [(0, (ZH, EN))] * 24
    return [
        (1, (f"一、{year - 1}年工作回顾", f"I. A Review of Our Work in {year - 1}")),
        *body,
        *[(0, texts) for texts in ONE_LANGUAGE],
        (1, (f"二、{year}年主要任务", f"II. Major Tasks for {year}")),
        *body,
    ]


@pytest.fixture
def long_report(archive: Report, live_server: LiveServer) -> str:
    """Return the address of a report of 52 paragraphs; those of the years around it are there too."""
    report = report_of(lines(2022), slug="beijing-2022", year=2022)
    report.pairs.filter(zh=ZH).update(beads=BEADS)
    report_of(lines(2021)[3:], slug="beijing-2021", year=2021)
    report_of(lines(2023)[2:], slug="beijing-2023", year=2023)
    return live_server.url + report.get_absolute_url()


@pytest.fixture
def reader(long_report: str, page: Page) -> Iterator[Page]:
    """Return a page on that report; any error in its console fails the test."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": 1440, "height": 800})
    page.goto(long_report)
    yield page
    assert wrong == []


def top_of(page: Page, selector: str) -> float:
    top: float = page.locator(selector).evaluate("element => element.getBoundingClientRect().top")
    return top


def lay_out(page: Page, layout: str) -> None:
    page.get_by_role("navigation", name="Layout").get_by_role("link", name=layout).click()


def begin_at(page: Page, position: int) -> None:
    page.evaluate(f"document.querySelector('#p{position}').scrollIntoView({{block: 'start'}})")
    expect(page.get_by_label("Paragraph", exact=True)).to_have_value(str(position))


# Layouts


@pytest.mark.parametrize("layout", LAYOUTS[1:])
def test_place_stays_when_the_layout_changes(reader: Page, layout: str) -> None:
    begin_at(reader, 40)
    before = top_of(reader, "#p40")
    lay_out(reader, layout)
    assert abs(top_of(reader, "#p40") - before) < 2
    lay_out(reader, "Side by side")
    assert abs(top_of(reader, "#p40") - before) < 2


@pytest.mark.parametrize(("layout", "hidden"), [("Chinese", ".en"), ("English", ".zh")])
def test_layout_of_one_language_hides_the_other_and_shows_gaps(reader: Page, layout: str, hidden: str) -> None:
    lay_out(reader, layout)
    for position in (1, 2, 28):
        expect(reader.locator(f"#p{position} {hidden}")).to_be_hidden()
    gap = reader.locator("#p27" if layout == "Chinese" else "#p26")
    expect(gap.get_by_text(f"No {layout} here")).to_be_visible()


def test_stacked_layout_has_both_in_one_column(reader: Page) -> None:
    lay_out(reader, "Stacked")
    zh, en = reader.locator("#p2 .zh").bounding_box(), reader.locator("#p2 .en").bounding_box()
    assert zh is not None
    assert en is not None
    assert zh["x"] == en["x"]
    assert zh["y"] + zh["height"] <= en["y"]


def test_view_is_in_the_address_and_remembered(reader: Page, long_report: str) -> None:
    lay_out(reader, "Stacked")
    expect(reader).to_have_url(re.compile(r"\?layout=stacked"))
    reader.keyboard.press("+")
    expect(reader).to_have_url(re.compile(r"layout=stacked&size=4"))
    reader.goto(long_report)
    expect(reader.locator("article")).to_have_attribute("data-layout", "stacked")
    expect(reader.locator("article")).to_have_attribute("data-size", "4")
    expect(reader).to_have_url(re.compile(r"layout=stacked"))


def test_choice_is_remembered_without_scripts(long_report: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(long_report)
        lay_out(page, "Stacked")
        page.goto(long_report)
        expect(page.locator("article")).to_have_attribute("data-layout", "stacked")


def test_colours_hold_on_every_page(reader: Page) -> None:
    reader.get_by_role("button", name="Text").click()
    reader.get_by_role("link", name="Sepia").click()
    expect(reader.locator("html")).to_have_attribute("data-theme", "sepia")
    reader.get_by_role("link", name="Help").first.click()
    expect(reader.locator("html")).to_have_attribute("data-theme", "sepia")


# Scripts


def test_place_stays_when_the_script_changes(reader: Page) -> None:
    begin_at(reader, 40)
    before = top_of(reader, "#p40")
    reader.evaluate("window.stayed = true")
    reader.get_by_role("button", name="Text").click()
    reader.get_by_role("link", name="繁體（香港）").click()
    expect(reader.locator("#p40 .zh")).to_have_text("深化改革開放。激發市場活力。")
    expect(reader.locator("#p40 .zh")).to_have_attribute("lang", "zh-Hant-HK")
    assert reader.evaluate("window.stayed") is True
    assert abs(top_of(reader, "#p40") - before) < 2
    expect(reader).to_have_url(re.compile("script=hk"))
    expect(reader.get_by_text("converted by OpenCC")).to_be_attached()


def test_marks_hold_in_converted_text(reader: Page) -> None:
    reader.get_by_label("Find in this report").fill("发市场")
    reader.get_by_label("Find in this report").press("Enter")
    expect(reader.locator("#p2 mark")).to_have_text("发市场")
    reader.keyboard.press("Escape")
    reader.keyboard.press("c")
    reader.keyboard.press("c")
    expect(reader.locator("#p2 mark")).to_have_text("發市場")


# Places


def test_contents_bar_and_progress_follow_the_reading(reader: Page) -> None:
    contents = reader.get_by_role("navigation", name="Contents")
    expect(contents.locator("[aria-current]")).to_contain_text("2021年工作回顾")
    begin_at(reader, 40)
    expect(contents.locator("[aria-current]")).to_contain_text("2022年主要任务")
    expect(reader.get_by_role("navigation", name="Sections")).to_contain_text("2022年主要任务")
    expect(reader.get_by_role("progressbar")).to_have_js_property("value", 40)


def test_jump_to_a_paragraph_by_its_number(reader: Page) -> None:
    reader.keyboard.press("g")
    reader.keyboard.type("33")
    reader.keyboard.press("Enter")
    expect(reader.locator("#p33")).to_be_in_viewport()
    expect(reader.locator("#p33 .number")).to_be_focused()
    expect(reader).to_have_url(re.compile("#p33$"))


def test_jump_without_scripts(long_report: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{long_report}?layout=stacked")
        page.get_by_label("Paragraph", exact=True).fill("99")
        page.get_by_label("Paragraph", exact=True).press("Enter")
        expect(page).to_have_url(re.compile(r"\?layout=stacked#p52$"))


def test_same_place_in_the_year_before_and_after(reader: Page) -> None:
    begin_at(reader, 28)
    reader.keyboard.press("<")
    expect(reader).to_have_url(re.compile(r"beijing-2021/#p25$"))
    reader.go_back()
    begin_at(reader, 28)
    reader.get_by_role("navigation", name="The same place in other years").get_by_role("link", name="2023").click()
    expect(reader).to_have_url(re.compile(r"beijing-2023/#p26$"))


def test_one_section_alone(reader: Page) -> None:
    reader.locator("#p28").get_by_role("link", name="This section alone").click()
    expect(reader.locator(".pair")).to_have_count(25)
    expect(reader.locator("#p28")).to_be_visible()
    reader.get_by_role("link", name="Show the whole report").click()
    expect(reader.locator(".pair")).to_have_count(52)


def test_marks_are_walked_through_and_counted(reader: Page) -> None:
    reader.get_by_label("Find in this report").fill("深化改革")
    reader.get_by_label("Find in this report").press("Enter")
    expect(reader.get_by_text("1 of 48")).to_be_visible()
    reader.get_by_label("Find in this report").press("Enter")
    expect(reader.get_by_text("2 of 48")).to_be_attached()
    reader.keyboard.press("Escape")
    reader.keyboard.press("p")
    reader.keyboard.press("p")
    expect(reader.get_by_text("48 of 48")).to_be_attached()
    expect(reader.locator("#p52 mark")).to_be_in_viewport()


def test_finding_by_key_goes_on_from_the_place(reader: Page) -> None:
    reader.set_viewport_size({"width": 1200, "height": 800})
    begin_at(reader, 40)
    top = top_of(reader, "#p40")
    reader.keyboard.press("f")
    box, button = (reader.locator(one).bounding_box() for one in ("#finding", "[popovertarget=finding]"))
    assert box is not None
    assert button is not None
    assert 0 <= box["y"] - button["y"] - button["height"] < 40
    assert box["x"] <= button["x"] <= box["x"] + box["width"]
    assert top_of(reader, "#p40") == top
    reader.keyboard.press("Escape")
    expect(reader.locator("#finding")).to_be_hidden()
    assert top_of(reader, "#p40") == top
    reader.keyboard.press("f")
    reader.keyboard.type("深化改革")
    reader.keyboard.press("Enter")
    expect(reader.locator("#p40 mark.now")).to_be_in_viewport()
    reader.keyboard.press("Enter")
    expect(reader.locator("#p41 mark.now")).to_be_in_viewport()
    reader.keyboard.press("Escape")
    expect(reader.locator("#p41 .number")).to_be_focused()
    expect(reader.locator("#p41 mark.now")).to_be_in_viewport()


def test_keys_are_typed_into_the_box_that_opens(reader: Page) -> None:
    reader.set_viewport_size({"width": 1200, "height": 800})
    reader.get_by_role("button", name="Find").click()
    expect(reader.get_by_label("Find in this report")).to_be_focused()
    reader.keyboard.type("cd")
    expect(reader.get_by_label("Find in this report")).to_have_value("cd")
    reader.keyboard.press("Tab")
    reader.keyboard.type("cd2")
    assert reader.url.endswith("/")
    reader.keyboard.press("Escape")
    reader.get_by_role("button", name="Text").click()
    reader.keyboard.type("cd2")
    assert reader.url.endswith("/")
    reader.keyboard.press("Escape")
    reader.keyboard.press("2")
    expect(reader.locator("article")).to_have_attribute("data-layout", "stacked")


def test_paragraph_is_cited_by_keyboard(reader: Page) -> None:
    assert "inset(50%)" in reader.locator("#p12 .cite").evaluate("link => getComputedStyle(link).clipPath")
    reader.keyboard.press("g")
    reader.keyboard.type("12")
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    cite = reader.locator("#p12 .cite")
    expect(cite).to_be_focused()
    assert cite.evaluate("link => getComputedStyle(link).clipPath") == "none"
    address = cite.get_attribute("href")
    reader.keyboard.press("q")
    expect(reader).to_have_url(re.compile(f"{address}$"))


def test_keys_walk_by_paragraph_and_by_section(reader: Page) -> None:
    reader.keyboard.press("]")
    expect(reader.locator("#p28 .number")).to_be_focused()
    reader.keyboard.press("j")
    expect(reader.locator("#p29 .number")).to_be_focused()
    reader.keyboard.press("k")
    reader.keyboard.press("[")
    expect(reader.locator("#p1 .number")).to_be_focused()


def test_keys_are_listed_and_can_be_switched_off(reader: Page) -> None:
    reader.keyboard.press("?")
    expect(reader.get_by_role("dialog", name="Keyboard")).to_contain_text("into the sentences")
    reader.get_by_label("Keys of one character").uncheck()
    reader.keyboard.press("Escape")
    reader.keyboard.press("2")
    expect(reader.locator("article")).to_have_attribute("data-layout", "side")
    reader.get_by_role("button", name="Keyboard").click()
    reader.get_by_label("Keys of one character").check()
    reader.keyboard.press("Escape")
    reader.keyboard.press("2")
    expect(reader.locator("article")).to_have_attribute("data-layout", "stacked")


# Sentences


def test_sentence_lights_up_with_its_counterpart(reader: Page) -> None:
    reader.locator("#p2 .zh .s").nth(1).hover()
    expect(reader.locator(".s.lit")).to_have_text(["激发市场活力。", "This gave the market new life."])
    reader.locator("#p3 .en .s").nth(0).hover()
    expect(reader.locator(".s.lit")).to_have_text(["深化改革开放。", "We deepened reform."])


def test_sentences_by_keyboard(reader: Page) -> None:
    reader.keyboard.press("s")
    reader.keyboard.press("ArrowDown")
    second = reader.locator("#p2 .zh .s").nth(1)
    expect(second).to_be_focused()
    expect(second).to_have_accessible_description("This gave the market new life.")
    reader.keyboard.press("ArrowRight")
    expect(reader.locator("#p2 .en .s").nth(1)).to_be_focused()
    expect(reader.locator(".s[tabindex='0']")).to_have_count(1)
    reader.keyboard.press("ArrowUp")
    expect(reader.locator(".s.lit")).to_have_text(["深化改革开放。", "We deepened reform."])
    reader.keyboard.press("Escape")
    expect(reader.locator(".s.lit")).to_have_count(0)


def test_hidden_counterpart_comes_up_at_the_foot(long_report: str, browser: Browser) -> None:
    with browser.new_context(has_touch=True, viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{long_report}?layout=zh")
        page.locator("#p2 .zh .s").nth(1).tap()
        expect(page.locator("#other-side")).to_have_text("This gave the market new life.")
        page.locator("#p2 .zh .s").nth(1).tap()
        expect(page.locator("#other-side")).to_be_hidden()


def test_tap_offers_to_cite_beside_the_text(long_report: str, browser: Browser) -> None:
    with browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{long_report}#p2")
        below = top_of(page, "#p4") - top_of(page, "#p3")
        page.locator("#p3 .zh .s").nth(0).tap()
        cite = page.locator("#p3 .cite")
        expect(cite).to_have_css("clip-path", "none")
        assert top_of(page, "#p4") - top_of(page, "#p3") == below
        boxes = [page.locator(one).bounding_box() for one in ("#p3 .en", "#p3 .cite", "#p4 .zh")]
        above, offer, text = (box for box in boxes if box)
        # The boxes of lines have some room above and below what is written.
        assert above["y"] + above["height"] <= offer["y"] + 2
        assert offer["y"] + offer["height"] <= text["y"] + 2
        cite.tap()
        expect(page).to_have_url(re.compile("/cite/$"))


def test_dragging_from_one_language_selects_only_it(reader: Page) -> None:
    start, end = reader.locator("#p2 .zh").bounding_box(), reader.locator("#p4 .zh").bounding_box()
    assert start is not None
    assert end is not None
    reader.mouse.move(start["x"] + 1, start["y"] + 10)
    reader.mouse.down()
    reader.mouse.move(end["x"] + end["width"] - 1, end["y"] + end["height"] - 4, steps=4)
    reader.mouse.up()
    assert re.sub(r"\s", "", reader.evaluate("getSelection().toString()")) == ZH * 3


# Terms


def test_selected_term_is_looked_up_and_copied_with_its_citation(reader: Page) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.locator("#p2 .en .s").nth(0).dblclick(position={"x": 60, "y": 10})
    box = reader.get_by_role("dialog", name="Look up")
    expect(box).to_contain_text("deepened")
    expect(box.get_by_role("link", name="Search it")).to_have_attribute("href", re.compile(r"\?q=deepened$"))
    box.get_by_role("button", name="Copy with its citation").click()
    expect(box.get_by_role("status")).to_have_text("Copied")
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert re.search(r"^“deepened” \(.*2022.*\b2\b.*/pairs/\d+/\)$", copied)
    reader.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_term_by_keyboard(reader: Page) -> None:
    for key in ("s", "ArrowRight", "t", "ArrowLeft", "ArrowRight", "Shift+ArrowRight"):
        reader.keyboard.press(key)
    box = reader.get_by_role("dialog", name="Look up")
    expect(box.locator(".asked")).to_have_text("deepened reform")
    expect(box.get_by_role("link", name="Search it")).to_be_focused()


# Paper and quality


def test_report_prints_as_a_document_of_two_columns(reader: Page, long_report: str) -> None:
    reader.goto(f"{long_report}?script=hant&theme=dark")
    paper = pypdfium2.PdfDocument(reader.pdf(format="A4"))
    texts = [page.get_textpage().get_text_range() for page in paper]
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in text
    whole = "".join(texts)
    assert whole.count("/reports/beijing-2022/") == 1
    assert "converted by OpenCC" in whole
    assert "This section alone" not in whole
    assert "Find" not in whole
    first = paper[0].get_textpage()
    zh, en = (first.search(text).get_next() for text in ("深化", "We deepened"))
    assert zh is not None
    assert en is not None
    left, right = (first.get_charbox(found[0]) for found in (zh, en))
    assert left[2] < right[0]
    assert abs(left[1] - right[1]) < 6


@pytest.mark.parametrize("view", ["", "?layout=zh&script=hk&size=5", "?q=改革&layout=stacked#p20", "?theme=dark#p20"])
def test_page_does_not_shift_while_it_loads(long_report: str, page: Page, view: str) -> None:
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(e => [e.value, e.sources.map(s => s.node?.className)])))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for width in (390, 1280):
        page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(long_report + view, wait_until="networkidle")
        assert page.evaluate("shifts") == [], width


@pytest.mark.parametrize(
    ("theme", "layout", "width"), [("light", "stacked", 390), ("sepia", "zh", 768), ("dark", "side", 1280)]
)
def test_axe_finds_nothing_in_the_reader(reader: Page, long_report: str, theme: str, layout: str, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 800})
    reader.goto(f"{long_report}?theme={theme}&layout={layout}&q=改革&script=hant")
    reader.locator("#p2 .zh .s").nth(1).hover()
    reader.get_by_role("button", name="Text").click()
    options: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(reader, options=options)
    assert found.violations_count == 0, found.generate_report()
