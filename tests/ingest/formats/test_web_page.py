import pytest

from reports.ingest import formats
from reports.ingest.plan import Refusal


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def lines(body: str) -> list[str]:
    return [line.text for line in formats.read("a.html", page(body).encode()).lines]


def test_blocks_and_breaks_are_lines() -> None:
    body = "<h1>政府工作报告</h1><div>各位代表：<p>一、<b>回</b>顾<br>二</p>尾<ul><li>甲<li>乙</ul></div>"
    assert lines(body) == ["政府工作报告", "各位代表：", "一、回顾", "二", "尾", "甲", "乙"]


def test_white_space_is_one_space() -> None:
    assert lines("<p>Report\n   on &amp; the\tWork</p>") == ["Report on & the Work"]


def test_scripts_styles_and_comments_go() -> None:
    assert lines("<script>var a = '<p>x</p>'</script><style>p {}</style><!-- y --><p>正文</p>") == ["正文"]


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav>首页</nav>",
        "<header><a>登录</a></header>",
        "<footer>版权所有</footer>",
        "<aside>专题</aside>",
        '<div class="breadcrumb">当前位置：首页 &gt; 政府工作报告</div>',
        '<div id="footer">主办单位</div>',
        '<div role="navigation">政务公开</div>',
        "<ul><li><a>2023年政府工作报告</a></li><li><a>2022年政府工作报告</a></li></ul>",
        '<p style="display: none">看不见</p>',
        "<p hidden>看不见</p>",
        "<form>搜索<input></form>",
        "<select><option>各省</option></select>",
    ],
)
def test_what_the_portal_put_around_goes(chrome: str) -> None:
    body = "<h1>政府工作报告</h1><p>各位代表：现在，我代表市人民政府，向大会报告工作，请予审议。</p>"
    assert lines(chrome + body + chrome) == [
        "政府工作报告",
        "各位代表：现在，我代表市人民政府，向大会报告工作，请予审议。",
    ]


def test_an_element_with_the_report_in_it_is_not_chrome_whatever_it_is_called() -> None:
    assert lines('<div class="nav-content"><header><h1>政府工作报告</h1></header><p>各位代表：</p></div>') == [
        "政府工作报告",
        "各位代表：",
    ]


def test_readings_above_characters_go() -> None:
    assert lines("<p><ruby>統<rp>(</rp><rt>tǒng</rt><rp>)</rp></ruby>籌</p>") == ["統籌"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("增长<sup>1</sup>。", "增长[1]。"),
        ("增长<sup>[12]</sup>。", "增长[12]。"),
        ("children<sup>10</sup>,", "children[10],"),
        ("绿地3km<sup>2</sup>", "绿地3km²"),
        ("10<sup>8</sup>", "10⁸"),
        ("16<sup>th</sup>", "16th"),
    ],
)
def test_raised_numbers_are_notes_or_powers(markup: str, text: str) -> None:
    assert lines(f"<p>{markup}</p>") == [text]


def test_two_languages_side_by_side_are_lines_and_figures_a_row() -> None:
    rows = "<tr><td><p>一、回顾</p></td><td><p>I. Review</p></td></tr><tr><td>指标</td><td>5%</td><td>6%</td></tr>"
    assert lines(f"<table>{rows}</table>") == ["一、回顾", "I. Review", "指标 | 5% | 6%"]


def test_a_page_laid_out_by_tables_is_read() -> None:
    inner = "<table><tr><td><p>各位代表：</p><p>现在报告工作。</p></td></tr></table>"
    assert lines(f"<table><tr><td>{inner}</td></tr></table>") == ["各位代表：", "现在报告工作。"]


def test_the_title_and_address_are_facts() -> None:
    head = '<title> 2024年政府工作报告_某市 </title><link rel="canonical" href="https://example.org/a">'
    document = formats.read("a.html", page("<p>各位代表：</p>", head).encode())
    assert document.facts == {"title": "2024年政府工作报告_某市", "source": "https://example.org/a"}


@pytest.mark.parametrize(
    ("declared", "encoding"), [("gb2312", "gb18030"), ("big5", "big5"), ("utf-8", "gb18030"), ("", "gb18030")]
)
def test_what_the_page_says_of_its_encoding_is_believed_only_if_it_fits(declared: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    text = page("<p>政府工作報告</p><p>各位代表，現在我代表市人民政府，向大會報告政府工作，請予審議。</p>", meta)
    assert formats.read("a.html", text.encode(encoding)).lines[0].text == "政府工作報告"


def test_a_piece_of_a_page_is_recognised() -> None:
    document = formats.read("a.txt", "<div><p>政府工作报告</p><p>各位代表：</p></div>".encode())
    assert [line.text for line in document.lines] == ["政府工作报告", "各位代表："]


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 100_000, "<b>" * 5_000 + "<p>x" * 9_000, "<svg>" + "<td>" * 50_000, "<table><tr><td>" * 5_000],
    ids=["div", "formatting", "foreign", "tables"],
)
def test_pages_that_nest_too_deeply_are_refused(markup: str) -> None:
    with pytest.raises(Refusal, match="nest"):
        formats.read("a.html", page(markup).encode())


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<!--"])
def test_pages_without_text_are_refused(body: str) -> None:
    with pytest.raises(Refusal, match="no text"):
        formats.read("a.html", page(body).encode())
