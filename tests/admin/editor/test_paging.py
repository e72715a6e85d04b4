from reports.admin.editor.paging import MOST, Page, outline, page_of, pages
from reports.revisions import Line


def lines(*levels: int) -> list[Line]:
    return [Line(zh=f"第{index}行", level=level, key=100 + index) for index, level in enumerate(levels)]


def test_report_without_lines_has_one_empty_page() -> None:
    assert pages([]) == [Page(0, 0)]


def test_each_section_of_the_top_is_a_page() -> None:
    assert pages(lines(*[1, *[0] * 9] * 3)) == [Page(0, 10), Page(10, 20), Page(20, 30)]


def test_hardly_a_page_is_shown_with_the_next() -> None:
    assert pages(lines(0, 0, 1, 0, *[0] * 9, 1, 0)) == [Page(0, 13), Page(13, 15)]


def test_long_section_is_cut_at_its_headings_and_short_ones_stay_together() -> None:
    found = pages(lines(1, *[2, *[0] * 29] * 3))
    assert found == [Page(0, 31), Page(31, 91)]


def test_stretch_without_headings_is_cut_by_count() -> None:
    assert [page.end - page.start for page in pages(lines(*[0] * (2 * MOST + 5)))] == [MOST, MOST, 5]


def test_pages_cover_every_line_once() -> None:
    cut = pages(lines(*([1] + [2, 3, 0, 0] * 40 + [1] + [0] * 130 + [4, 0]) * 2))
    assert [index for page in cut for index in range(page.start, page.end)] == list(range(588))
    assert max(page.end - page.start for page in cut) <= MOST


def test_page_of_a_line() -> None:
    assert [page_of([Page(0, 2), Page(2, 4)], index) for index in range(4)] == [0, 0, 1, 1]


def test_outline_counts_what_is_to_be_done_up_to_the_next_heading() -> None:
    given = [*lines(0, 1, 0, 2, 0), Line(zh="好", key=200, checked=True)]
    found = outline(given, [Page(0, 1), Page(1, 6)])
    assert [(one.zh, one.level, one.page, one.unchecked, one.pairs, one.last) for one in found] == [
        ("", 0, 0, 1, 1, 100),
        ("第1行", 1, 1, 2, 2, 102),
        ("第3行", 2, 1, 2, 3, 200),
    ]
