import csv
from io import StringIO

import pytest

from reports.ingest import formats
from reports.ingest.plan import Document, Refusal
from tests.ingest.formats.making import xlsx

ROWS = [
    ["序号", "中文", "English", "备注"],
    ["1", "政府工作报告", "Report on the Work of the Government", ""],
    ["2", "各位代表，现在报告工作。", "Fellow deputies, I now report.", "好"],
    ["3", "谢谢大家！", "", ""],
]
PAIRS = [
    ("政府工作报告", "Report on the Work of the Government"),
    ("各位代表，现在报告工作。", "Fellow deputies, I now report."),
    ("谢谢大家！", ""),
]


def separated(rows: list[list[str]], delimiter: str = ",") -> str:
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


def pairs(document: Document) -> list[tuple[str, str]]:
    texts = {line.number: line.text for line in document.lines}
    return [(texts.get(zh or 0, ""), texts.get(en or 0, "")) for zh, en in document.pairs]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_rows_are_pairs(delimiter: str, encoding: str) -> None:
    assert pairs(formats.read("a.txt", separated(ROWS, delimiter).encode(encoding))) == PAIRS


def test_a_workbook_is_read_by_the_sheets_that_have_both_languages() -> None:
    document = formats.read("a.csv", xlsx({"说明": [["没有别的"]], "甲": ROWS[:2], "乙": [ROWS[0], *ROWS[2:]]}))
    assert pairs(document) == PAIRS
    assert document.encoding == "xlsx"
    assert [line.where for line in document.lines] == ["甲, row 2", "甲, row 2", "乙, row 2", "乙, row 2", "乙, row 3"]


def test_lines_are_numbered_on_and_say_their_row() -> None:
    document = formats.read("a.csv", separated(ROWS).encode())
    assert [(line.number, line.where) for line in document.lines] == [
        (1, "row 2"),
        (2, "row 2"),
        (3, "row 3"),
        (4, "row 3"),
        (5, "row 4"),
    ]


def test_the_english_column_may_come_first_and_need_no_heading() -> None:
    rows = [[en, zh] for zh, en in PAIRS[:2]]
    assert pairs(formats.read("a.csv", separated(rows).encode())) == PAIRS[:2]


def test_a_heading_tells_between_two_chinese_columns() -> None:
    rows = [["说明", "中文", "English"]] + [["这一栏里说的话比报告本身还要长得多得多", zh, en] for zh, en in PAIRS[:2]]
    assert pairs(formats.read("a.csv", separated(rows).encode())) == PAIRS[:2]


def test_a_cell_of_several_lines_is_one_line() -> None:
    rows = [["政府工作报告", "Report on the Work\nof the Government"], ["各位代表", "Fellow deputies"]]
    assert pairs(formats.read("a.csv", separated(rows).encode()))[0] == PAIRS[0]


@pytest.mark.parametrize(
    "text",
    [
        "政府工作报告\nReport on the Work\n各位代表,现在报告工作。\nFellow deputies, now I report.\n",
        "一,二\n三,四\n五,六\n",
        "各位代表，现在报告。\nOne, two, three\nFour, five, six\n",
    ],
    ids=["alternating", "one language", "prose"],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    document = formats.read("a.csv", text.encode())
    assert document.pairs == []
    assert [line.text for line in document.lines if line.text] == text.splitlines()


def test_quotation_marks_that_never_close_swallow_nothing() -> None:
    text = '政府工作报告\t"Report on the Work\n各位代表\tFellow deputies\n谢谢\tThank you\n'
    assert len(formats.read("a.tsv", text.encode()).pairs) == 3


@pytest.mark.parametrize(
    "content",
    [
        xlsx({"甲": [["中文", "没有英文"]]}),
        xlsx({"甲": ROWS}, rows='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        xlsx({"甲": ROWS}, rows='<row r="9"><c r="A9" t="s"><v>99999</v></c></row>'),
        xlsx({"甲": ROWS})[:-200],
    ],
    ids=["one language", "a cell at the end of the world", "no such string", "cut"],
)
def test_workbooks_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        formats.read("a.xlsx", content)
    assert refusal.value.remedy
